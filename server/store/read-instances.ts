import type { Cell, Database, Row } from '../application/ports/database.ts';
import type { LoadedInstance } from '../application/ports/runtime-store.ts';
import { instanceTables, loadInstance } from './projection/load.ts';

/** Instances that one statement names; more are read in several rounds. */
const BATCH = 200;

const TABLES = ['process_instance', ...instanceTables] as const;
type Table = (typeof TABLES)[number];

/**
 * Reads running instances whole. All rows of all of them, from every table, come by one statement as JSON: what a
 * statement costs besides its rows is paid once, and a group whose instances have left the memory waits once.
 */
export class InstanceReader {
  readonly #database: Database;
  #columns: Promise<ReadonlyMap<Table, readonly string[]>> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Ids that do not run are left out. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, LoadedInstance>> {
    const loaded = new Map<string, LoadedInstance>();
    for (let from = 0; from < ids.length; from += BATCH)
      for (const [id, rows] of await this.#readRows(ids.slice(from, from + BATCH))) {
        const [row] = rows.process_instance;
        if (row)
          loaded.set(id, {
            state: loadInstance({ ...rows, process_instance: row }),
            revision: Number(row['revision']),
          });
      }
    return loaded;
  }

  async #readRows(ids: readonly string[]): Promise<ReadonlyMap<string, Record<Table, Row[]>>> {
    const { dialect } = this.#database;
    const columns = dialect === 'sqlite' ? await (this.#columns ??= this.#findColumns()) : undefined;
    const selects = TABLES.map((table) => {
      // Names of columns need not travel with each row; only PostgreSQL makes JSON of a row without them.
      const content = columns ? `json_array(${(columns.get(table) ?? []).join(', ')})` : `to_json(${table})`;
      return `select '${table}' as source, ${content} as content from ${table} where ${ownerOf(table)} in (:ids)`;
    });
    const found = await this.#database.query<{ source: Table; content: string | Row }>(selects.join(' union all '), {
      ids,
    });
    const instances = new Map<string, Record<Table, Row[]>>();
    for (const { source, content } of found) {
      const row = typeof content === 'string' ? zip(columns?.get(source) ?? [], content) : content;
      const id = String(row[ownerOf(source)]);
      let rows = instances.get(id);
      if (!rows)
        instances.set(
          id,
          (rows = Object.fromEntries(TABLES.map((table) => [table, [] as Row[]])) as Record<Table, Row[]>),
        );
      rows[source].push(row);
    }
    return instances;
  }

  async #findColumns(): Promise<ReadonlyMap<Table, readonly string[]>> {
    const rows = await this.#database.query<{ source: Table; name: string }>(
      'select t.name as source, c.name as name from sqlite_master t join pragma_table_info(t.name) c where t.name in (:tables) order by t.name, c.cid',
      { tables: TABLES },
    );
    return new Map(
      TABLES.map((table) => [table, rows.filter(({ source }) => source === table).map(({ name }) => name)]),
    );
  }
}

function ownerOf(table: Table): 'id' | 'process_instance_id' {
  return table === 'process_instance' ? 'id' : 'process_instance_id';
}

function zip(columns: readonly string[], content: string): Row {
  const cells = JSON.parse(content) as readonly Cell[];
  return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]));
}

/** Stored revisions of running instances; ids that do not run are left out. */
export async function readRevisions(database: Database, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<{ id: string; revision: number }>(
    'select id, revision from process_instance where id in (:ids)',
    { ids },
  );
  return new Map(rows.map((row) => [row.id, row.revision]));
}
