import type { RemovalTimeStrategy } from '../../application/ports/cleanup-store.ts';
import type { Database, Row } from '../../application/ports/database.ts';
import type { ListKind, ListReader, ListRequest } from '../../application/ports/list-reader.ts';
import { Binder, type Condition } from './condition.ts';
import { behind, cursorColumns, type SortKey, writeCursor } from './cursor.ts';
import { listSpecs } from './list-spec.ts';
import { type Narrowing, narrowTasks } from './narrow-tasks.ts';
import type { ListSpec } from './spec-of-list.ts';
import { scopeColumns, scopeConditions } from './scope.ts';

/** Reads lists with one statement each. */
export class SqlListReader implements ListReader {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #strategy: RemovalTimeStrategy;

  constructor(database: Database, now: () => number = Date.now, strategy: RemovalTimeStrategy = 'end') {
    this.#strategy = strategy;
    this.#database = database;
    this.#now = now;
  }

  async list(kind: ListKind, request: ListRequest): Promise<readonly Row[]> {
    if (request.maxResults === 0) return [];
    const spec = listSpecs[kind];
    const binder = new Binder();
    const narrowing = await this.#narrow(kind, request, binder);
    const condition = conditionOf(kind, spec, request, { binder, narrowing });
    const tie = spec.tie ?? 't.id';
    const keys: readonly SortKey[] = [
      ...request.sorting.map(({ sortBy, descending }) => ({
        sql: narrowing.sort?.[sortBy] ?? spec.sort[sortBy] ?? tie,
        descending,
      })),
      { sql: tie, descending: false },
    ];
    const order = keys.map(({ sql, descending }) => `${sql}${descending ? ' desc' : ''}`).join(', ');
    const { cursor } = request;
    const { dialect } = this.#database;
    const from = cursor ? behind(cursor, { kind, request, keys }, { bind: binder.bind, dialect }) : '';
    const where = from === '' ? condition : `${condition === '' ? ' where' : `${condition} and`} ${from}`;
    const columns = cursor === undefined ? spec.columns : `${spec.columns}${cursorColumns(keys)}`;
    // SQLite knows no offset without a limit.
    const page = ` limit ${binder.bind(request.maxResults ?? 2_147_483_647)} offset ${binder.bind(request.firstResult)}`;
    const rows = await this.#database.query(
      `select ${columns} from ${narrowing.from ?? this.#fromOf(spec)}${where} order by ${order}${page}`,
      { ...binder.toParameters(), now: this.#now(), strategy: this.#strategy },
    );
    return cursor === undefined
      ? rows
      : rows.map((row) => ({ ...row, next_cursor: writeCursor(kind, request, row, keys) }));
  }

  async #narrow(kind: ListKind, request: ListRequest, binder: Binder): Promise<Narrowing> {
    return kind === 'task' ? await narrowTasks(this.#database, request, binder.bind) : { conditions: [] };
  }

  #fromOf({ from }: ListSpec): string {
    return typeof from === 'string' ? from : from(this.#database.dialect);
  }

  async count(kind: ListKind, request: ListRequest): Promise<number> {
    const spec = listSpecs[kind];
    const binder = new Binder();
    const narrowing = await this.#narrow(kind, request, binder);
    const [row] = await this.#database.query<{ count: number }>(
      `select count(*) as count from ${narrowing.from ?? this.#fromOf(spec)}${conditionOf(kind, spec, request, { binder, narrowing })}`,
      { ...binder.toParameters(), now: this.#now() },
    );
    return Number(row?.count ?? 0);
  }
}

/** `include…WithoutTenantId` widens `tenantIdIn`; alone it says nothing (Camunda 7). */
function withoutTenantToo(filters: ListRequest['filters']): boolean {
  return [...filters.keys()].some((name) => /^include\w+WithoutTenantId$/.test(name));
}

function conditionOf(
  kind: ListKind,
  spec: ListSpec,
  { filters, scope }: ListRequest,
  { binder, narrowing }: { readonly binder: Binder; readonly narrowing: Narrowing },
): string {
  const conditions = [...(spec.base === undefined ? [] : [spec.base]), ...narrowing.conditions];
  for (const [name, value] of filters) {
    if (name === narrowing.instead) continue;
    const condition = spec.filters[name];
    if (!condition) throw new Error(`The list ${kind} has no filter ${name}.`);
    const sql = condition(value as never, binder.bind as Parameters<Condition>[1]);
    conditions.push(name === 'tenantIdIn' && withoutTenantToo(filters) ? `(${sql} or t.tenant_id is null)` : sql);
  }
  // Candidates stay with a claimed task; a query by candidates means free tasks unless it says otherwise (Camunda 7,
  // task query).
  const byCandidate = ['candidateGroup', 'candidateGroups', 'candidateUser'].some((name) => filters.has(name));
  if (kind === 'task' && byCandidate && !filters.has('includeAssignedTasks')) conditions.push('t.assignee is null');
  if (kind === 'history-variable-instance' && !filters.has('includeDeleted')) conditions.push("t.state = 'CREATED'");
  if (scope) conditions.push(...scopeConditions(scope, scopeColumns[kind], binder.bind));
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}
