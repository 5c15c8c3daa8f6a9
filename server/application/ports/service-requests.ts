import type { Transaction } from './database.ts';

/** A request that is being filled in. Times are epoch milliseconds. */
export interface DraftRow {
  readonly id: string;
  readonly serviceKey: string;
  /** SHA-256 of the draft's key, hex. */
  readonly secretHash: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly savedAt: number;
  readonly expiresAt: number;
  /** Set once it is submitted. */
  readonly number: string | null;
}

/** A request that was filed. Where it stands is not here: that follows from the history of its process instance. */
export interface RequestRow {
  readonly number: string;
  readonly draftId: string;
  readonly serviceKey: string;
  /** Deployment of the process it runs on: its form and letters are there. */
  readonly deploymentId: string;
  readonly formKey: string;
  readonly processInstanceId: string;
  readonly applicantName: string;
  readonly submittedAt: number;
}

export interface FileRow {
  readonly id: string;
  readonly draftId: string;
  readonly field: string;
  readonly name: string;
  readonly size: number;
  readonly mimeType: string;
  readonly sha256: string;
  readonly uploadedAt: number;
}

/** The draft was submitted by another call meanwhile. */
export class AlreadySubmitted extends Error {
  override readonly name = 'AlreadySubmitted';
}

/** Removal of drafts that have expired, and of what belonged to them. */
export interface DraftSweep {
  /**
   * Deletes at most `limit` expired drafts with the rows of their files, and rows of files without a draft or request
   * that are older than `strayBefore`. Notes their content. Gives the number of rows that are gone.
   */
  sweepDrafts(request: { readonly now: number; readonly strayBefore: number; readonly limit: number }): Promise<number>;
  /** Noted content in order, from behind `after`, and whether a file or a letter still uses it. */
  listSweptContent(page: {
    readonly after: string;
    readonly limit: number;
  }): Promise<readonly { readonly sha256: string; readonly used: boolean }[]>;
  forgetSweptContent(sha256s: readonly string[]): Promise<void>;
  /** Those of the content that no file, letter or attachment names. */
  findUnnamedContent(sha256s: readonly string[]): Promise<readonly string[]>;
}

export interface RequestStore extends DraftSweep {
  insertDraft(draft: DraftRow, now: number): Promise<void>;
  /** Not of drafts that have expired. */
  findDraft(id: string, now: number): Promise<DraftRow | undefined>;
  /** Tells whether it was saved: not when it is submitted already. */
  saveDraft(
    id: string,
    data: Readonly<Record<string, unknown>>,
    times: { readonly savedAt: number; readonly expiresAt: number },
  ): Promise<boolean>;
  /** Alongside the start of the process instance. @throws AlreadySubmitted */
  submit(transaction: Transaction, request: RequestRow): Promise<void>;
  /** Alongside a correction of the applicant's name. */
  renameApplicant(transaction: Transaction, number: string, name: string): Promise<void>;
  findRequest(number: string): Promise<RequestRow | undefined>;
  findRequestOfInstance(processInstanceId: string): Promise<RequestRow | undefined>;
  insertFile(file: FileRow): Promise<void>;
  findFile(id: string): Promise<FileRow | undefined>;
  listFiles(draftId: string): Promise<readonly FileRow[]>;
  findRequestOfDraft(draftId: string): Promise<RequestRow | undefined>;
  listMessages(processInstanceId: string): Promise<readonly { readonly at: number; readonly text: string }[]>;
  /** Alongside the completion of the external task; once per task. */
  insertMessage(
    transaction: Transaction,
    message: {
      readonly externalTaskId: string;
      readonly processInstanceId: string;
      readonly text: string;
      readonly at: number;
    },
  ): Promise<void>;
}
