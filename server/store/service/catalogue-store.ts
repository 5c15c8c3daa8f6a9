import type { Database } from '../../application/ports/database.ts';
import type { CatalogueEntry, CatalogueStore } from '../../application/ports/service-catalogue.ts';

interface EntryRow {
  readonly key: string;
  readonly process_key: string;
  readonly deployment_id: string;
  readonly description: string;
  readonly deployed_at: number;
}

/** Services in the table `service`. */
export function createCatalogueStore(database: Database): CatalogueStore {
  return {
    async findEntry(key) {
      const [row] = await database.query<EntryRow>(
        'select key, process_key, deployment_id, description, deployed_at from service where key = :key',
        { key },
      );
      return row && toEntry(row);
    },
    async listEntries() {
      const rows = await database.query<EntryRow>(
        'select key, process_key, deployment_id, description, deployed_at from service',
      );
      return rows.map(toEntry).sort((left, right) => left.description.name.localeCompare(right.description.name, 'id'));
    },
    async putEntry(transaction, entry) {
      await transaction.execute(
        `insert into service (key, process_key, deployment_id, description, deployed_at) values (:key, :processKey, :deploymentId, :description, :deployedAt)
         on conflict (key) do update set process_key = excluded.process_key, deployment_id = excluded.deployment_id, description = excluded.description, deployed_at = excluded.deployed_at`,
        {
          key: entry.key,
          processKey: entry.processKey,
          deploymentId: entry.deploymentId,
          description: JSON.stringify(entry.description),
          deployedAt: entry.deployedAt,
        },
      );
    },
  };
}

function toEntry(row: EntryRow): CatalogueEntry {
  return {
    key: row.key,
    processKey: row.process_key,
    deploymentId: row.deployment_id,
    description: JSON.parse(row.description) as CatalogueEntry['description'],
    deployedAt: row.deployed_at,
  };
}
