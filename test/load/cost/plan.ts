import type { Database } from '../../../server/application/ports/database.ts';
import type { Question } from './recording-database.ts';

/** How a database answers a question. */
export interface Plan {
  readonly lines: readonly string[];
  /** Rows that it looked at; on SQLite unknown. */
  readonly rows: number | undefined;
  /** Tables that it reads from end to end, and may be large. */
  readonly scanned: readonly string[];
}

/** Rows that a question may read one after another. */
const MOST_READ = 2_000;

const LARGE =
  /^(?:process_instance|activity_instance|variable|task|task_candidate|external_task|job|subscription|incident|history_\w+)$/;

/** Explains a question as it was asked; statements that change rows are explained without being run. */
export async function explain(database: Database, { sql, parameters }: Question): Promise<Plan> {
  return database.dialect === 'sqlite'
    ? await onSqlite(database, sql, parameters)
    : await onPostgres(database, sql, parameters);
}

async function onSqlite(database: Database, sql: string, parameters: Question['parameters']): Promise<Plan> {
  const rows = await database.query<{ detail: string }>(`explain query plan ${sql}`, parameters);
  const lines = rows.map(({ detail }) => detail);
  // A scan along an index is one that its limit ends, or a count: times tell them apart.
  const scanned = lines.flatMap((line) => /^SCAN (\w+)(?! USING)/.exec(line)?.[1] ?? []);
  return { lines, rows: undefined, scanned: tablesOf(sql, scanned) };
}

/** Aliases in plans stand for tables. */
function tablesOf(sql: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => new RegExp(String.raw`(?:from|join) (\w+) ${name}\b`, 'i').exec(sql)?.[1] ?? name)
    .filter((name) => LARGE.test(name));
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

async function onPostgres(database: Database, sql: string, parameters: Question['parameters']): Promise<Plan> {
  const changes = /^\s*(?:update|delete|insert)/i.test(sql) || / for update/i.test(sql);
  const [row] = await database.query<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
    `explain (${changes ? '' : 'analyze, '}format json) ${sql}`,
    parameters,
  );
  const lines: string[] = [];
  const scanned = new Set<string>();
  let rows = 0;
  const walk = (node: Node, depth: number): void => {
    const read = ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 0);
    const table = node['Relation Name'];
    lines.push(
      `${'  '.repeat(depth)}${node['Node Type']}${table ? ` ${table}` : ''}${node['Index Name'] ? ` by ${node['Index Name']}` : ''}${changes ? '' : ` (${Math.round(read)} rows)`}`,
    );
    if (/Scan/.test(node['Node Type'])) rows += read;
    // A scan that its limit ends, or of a table with a few rows, is none.
    if (node['Node Type'] === 'Seq Scan' && table && LARGE.test(table) && read > MOST_READ) scanned.add(table);
    for (const child of node.Plans ?? []) walk(child, depth + 1);
  };
  for (const { Plan } of row?.['QUERY PLAN'] ?? []) walk(Plan, 0);
  return { lines, rows: changes ? undefined : rows, scanned: [...scanned] };
}
