/**
 * The database cannot store: the disk is full, read-only or broken. Nothing has happened. The message says what to do.
 */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}
