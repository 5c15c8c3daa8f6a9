import type { FileFact } from '../../../server/form/definition.ts';
import type { UploadFile } from './upload/upload-request.ts';

/** What the view of a field gets besides the field itself. */
export interface FieldContext {
  /** Path of the value, e.g. `anggota[1].nik`. */
  readonly path: string;
  /** Id of the first control; ids of hint and error derive from it. */
  readonly id: string;
  readonly value: unknown;
  /** What is wrong with it; empty when nothing is known to be. */
  readonly error: string;
  /** An officer's note, when the field is to be corrected. */
  readonly note: string;
  readonly editable: boolean;
  readonly files: readonly FileFact[];
  readonly fileUrl: ((file: FileFact) => string) | undefined;
  readonly upload: UploadFile | undefined;
  set(value: unknown): void;
  /** A file has arrived: its facts are needed to validate and to show it. */
  addFile(file: FileFact): void;
}

/** Id of the first control of the field at a path. */
export function fieldId(path: string): string {
  return `f-${path.replaceAll(/[^\w]+/g, '-').replace(/-$/, '')}`;
}
