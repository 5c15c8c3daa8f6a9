import type { Database } from '../../application/ports/database.ts';
import type { ContentStore } from '../../application/ports/service-files.ts';
import { openContentStore, readOnlyFiles } from './content-store.ts';
import { openDatabaseContent } from './database-content.ts';

/**
 * Where uploads and letters are: on PostgreSQL in the database, where all nodes have them; on SQLite, which is on one
 * computer anyway, in files beside it. Files of a server that wrote them before they were in the database are still read.
 */
export async function openContent(
  database: Database,
  { directory, now }: { readonly directory: string; readonly now: () => number },
): Promise<ContentStore> {
  if (database.dialect === 'sqlite') return await openContentStore(directory);
  return await openDatabaseContent(database, { directory, now, before: readOnlyFiles(directory) });
}
