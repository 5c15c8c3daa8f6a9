/** A remark on a task or on a process instance. It belongs to history and stays when the task is over. */
export interface TaskComment {
  readonly id: string;
  readonly taskId: string | null;
  readonly processInstanceId: string | null;
  readonly rootProcessInstanceId: string | null;
  readonly userId: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly message: string;
  /** When it is removed with its instance's history; null: it is not known, or never. */
  readonly removalTime: number | null;
}

/** Whose comments are meant. */
export type CommentOwner = { readonly taskId: string } | { readonly processInstanceId: string };

export interface TaskComments {
  insert(comment: Omit<TaskComment, 'removalTime'>): Promise<void>;
  /** Newest first. */
  list(owner: CommentOwner): Promise<readonly TaskComment[]>;
  find(owner: CommentOwner, id: string): Promise<TaskComment | undefined>;
  /** Tells whether there was one. */
  change(owner: CommentOwner, id: string, message: string): Promise<boolean>;
  /** One, or all of the owner. Tells how many there were. */
  delete(owner: CommentOwner, id?: string): Promise<number>;
}
