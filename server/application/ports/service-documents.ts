import type { Transaction } from './database.ts';

/** A letter that was issued. */
export interface DocumentRow {
  readonly code: string;
  readonly externalTaskId: string;
  readonly processInstanceId: string;
  readonly requestNumber: string | null;
  readonly title: string;
  readonly number: string;
  readonly holder: string;
  readonly issuer: string;
  readonly signer: string;
  readonly issuedAt: number;
  /** ISO date. */
  readonly validUntil: string | null;
  readonly revokedAt: number | null;
  readonly sha256: string;
}

export interface DocumentStore {
  /**
   * The running number of a letter and its code, the same each time the task asks. Numbers of a unit and year have no
   * gaps: one whose task has gone without a letter is given to the next.
   */
  reserveNumber(request: {
    readonly unit: string;
    readonly year: number;
    readonly externalTaskId: string;
    readonly newCode: () => string;
  }): Promise<{ readonly sequence: number; readonly code: string }>;
  /** Alongside the completion of the external task; once per task. */
  insertDocument(transaction: Transaction, document: DocumentRow): Promise<void>;
  findDocument(code: string): Promise<DocumentRow | undefined>;
  listDocuments(processInstanceId: string): Promise<readonly DocumentRow[]>;
}
