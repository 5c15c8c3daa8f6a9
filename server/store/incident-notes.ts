import type { Database } from '../application/ports/database.ts';

/** Puts a note on an open incident, and on what history keeps of it; false when there is no such incident. */
export function createIncidentNotes(database: Database) {
  return (id: string, annotation: string | null): Promise<boolean> =>
    database.transaction(async (transaction) => {
      const parameters = { id, annotation };
      const open = await transaction.execute('update incident set annotation = :annotation where id = :id', parameters);
      if (open > 0) {
        await transaction.execute('update history_incident set annotation = :annotation where id = :id', parameters);
        return true;
      }
      const ofBatches = `update batch_incident set annotation = :annotation where id = :id and state = 'open'`;
      if ((await transaction.execute(ofBatches, parameters)) > 0) return true;
      const ofStarts = 'update start_incident set annotation = :annotation where id = :id and ended_at is null';
      return (await transaction.execute(ofStarts, parameters)) > 0;
    });
}
