import { ExpectationFailed } from '../application/ports/database.ts';
import { StorageUnavailable } from '../application/ports/storage-error.ts';
import { isExpectationFailure } from './statement.ts';

/** Errors of the storage itself get a text that says what to do. Others pass as they are. */
export function explain(error: unknown): unknown {
  if (isExpectationFailure(error)) return new ExpectationFailed('Rows have changed meanwhile.', { cause: error });
  const text = error instanceof Error ? error.message : String(error);
  if (/SQLITE_FULL|disk is full|No space left/i.test(text)) return new StorageUnavailable('full', { cause: error });
  if (/SQLITE_IOERR|SQLITE_READONLY|SQLITE_CANTOPEN|disk I\/O error|readonly database/i.test(text))
    return new StorageUnavailable('unwritable', { cause: error });
  if (
    error instanceof Error &&
    /^SequelizeConnection|ECONNREFUSED|ECONNRESET|EPIPE|terminating connection|Connection terminated|the database system is (?:starting up|shutting down)|Client has encountered a connection error|Query read timeout|was not queryable/.test(
      `${error.name} ${text}`,
    )
  )
    return new StorageUnavailable('unreachable', { cause: error });
  return error;
}
