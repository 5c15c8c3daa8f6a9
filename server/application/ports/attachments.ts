/** A file or a link on a task. It belongs to history and stays when the task is over. */
export interface Attachment {
  readonly id: string;
  readonly taskId: string;
  readonly processInstanceId: string | null;
  readonly rootProcessInstanceId: string | null;
  readonly name: string | null;
  readonly description: string | null;
  /** What the client says it is, often a media type. */
  readonly type: string | null;
  readonly url: string | null;
  /** Of the content in the file store, hex; null when it is a link. */
  readonly sha256: string | null;
  readonly userId: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When it is removed with its instance's history; null: it is not known, or never. */
  readonly removalTime: number | null;
}

export interface Attachments {
  insert(attachment: Omit<Attachment, 'removalTime'>): Promise<void>;
  /** Oldest first. */
  list(taskId: string): Promise<readonly Attachment[]>;
  find(taskId: string, id: string): Promise<Attachment | undefined>;
  /** Tells whether there was one. Content that nothing names any more is removed by the daily sweep. */
  delete(taskId: string, id: string, now: number): Promise<boolean>;
}
