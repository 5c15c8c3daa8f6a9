import { Overloaded } from './ports/dispatcher.ts';
import { RevisionConflict } from './ports/runtime-store.ts';
import { StorageUnavailable } from './ports/storage-error.ts';

/** Whether something around it has failed, not the work itself: it costs no try. */
export function isTemporary(error: unknown): boolean {
  return error instanceof Overloaded || error instanceof RevisionConflict || error instanceof StorageUnavailable;
}
