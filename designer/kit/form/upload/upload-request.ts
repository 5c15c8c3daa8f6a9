import type { FileFact } from '../../../../server/form/definition.ts';

/** One file on its way to the server. */
export interface UploadRequest {
  /** Form key of the field. */
  readonly field: string;
  readonly file: Blob;
  readonly name: string;
  readonly signal: AbortSignal;
  /** Share of the bytes sent, 0 to 1. */
  onProgress(share: number): void;
}

/** Sends a file and gives what the server stored. Throws `ApiFailure`. */
export type UploadFile = (request: UploadRequest) => Promise<FileFact>;
