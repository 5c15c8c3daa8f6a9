import type { RemovalTimeStrategy } from '../../application/ports/cleanup-store.ts';
import type { Database, Row } from '../../application/ports/database.ts';
import type {
  Alternatives,
  ListKind,
  ListReader,
  ListRequest,
  VariableFilter,
} from '../../application/ports/list-reader.ts';
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
    const condition = conditionOf({ kind, spec, dialect: this.#database.dialect }, request, { binder, narrowing });
    const ties = spec.tie ?? ['t.id'];
    const keys: readonly SortKey[] = [
      ...request.sorting.map(({ sortBy, descending }) => ({
        sql: narrowing.sort?.[sortBy] ?? spec.sort[sortBy] ?? ties[0] ?? 't.id',
        descending,
      })),
      ...ties.map((sql) => ({ sql, descending: false, never: spec.tieMayBeNull ? undefined : ('null' as const) })),
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
      `select count(*) as count from ${narrowing.from ?? this.#fromOf(spec)}${conditionOf({ kind, spec, dialect: this.#database.dialect }, request, { binder, narrowing })}`,
      { ...binder.toParameters(), now: this.#now() },
    );
    return Number(row?.count ?? 0);
  }
}

/** `include…WithoutTenantId` widens `tenantIdIn`; alone it says nothing (Camunda 7). */
function withoutTenantToo(filters: ListRequest['filters']): boolean {
  return [...filters.keys()].some((name) => /^include\w+WithoutTenantId$/.test(name));
}

function without(filters: ListRequest['filters'], name: string): ListRequest['filters'] {
  return new Map([...filters].filter(([each]) => each !== name));
}

/** They belong to the conditions on variables. */
const CASE_FLAGS: ReadonlySet<string> = new Set(['variableNamesIgnoreCase', 'variableValuesIgnoreCase']);
const BY_CANDIDATE = ['candidateGroup', 'candidateGroupLike', 'candidateGroups', 'candidateUser'];

/**
 * Candidates stay with a claimed task; a query by candidates means free tasks unless it says otherwise (Camunda 7, task
 * query).
 */
function meansFree(filters: ListRequest['filters']): boolean {
  return BY_CANDIDATE.some((name) => filters.has(name)) && !filters.has('includeAssignedTasks');
}

interface List {
  readonly kind: ListKind;
  readonly spec: ListSpec;
  readonly dialect: Database['dialect'];
}

/** The conditions of all filters. Those of an `orQueries` are one. */
function conditionsOf(list: List, filters: ListRequest['filters'], binder: Binder): string[] {
  const ignoring = {
    ignoreNameCase: filters.has('variableNamesIgnoreCase'),
    ignoreValueCase: filters.has('variableValuesIgnoreCase'),
  };
  return [...filters].flatMap(([name, value]): string[] => {
    if (CASE_FLAGS.has(name)) return [];
    if (name === 'nothing') return ['1 = 0'];
    if (name === 'orQueries') return (value as readonly Alternatives[]).flatMap((each) => eitherOf(list, each, binder));
    const condition = list.spec.filters[name];
    if (!condition) throw new Error(`The list ${list.kind} has no filter ${name}.`);
    const compared = isOnVariables(value) ? value.map((each) => ({ ...each, ...ignoring })) : value;
    const sql = condition(compared as never, binder.bind as Parameters<Condition>[1], list.dialect);
    return [name === 'tenantIdIn' && withoutTenantToo(filters) ? `(${sql} or t.tenant_id is null)` : sql];
  });
}

/** What fits one of the filters; without any, everything (Camunda 7). */
function eitherOf(list: List, { anyOf }: Alternatives, binder: Binder): string[] {
  const free = list.kind === 'task' && meansFree(anyOf);
  const either = [...anyOf].flatMap(([name, value]) => {
    // Each stands alone, but for the flags that belong to all of them; a flag to include is no condition.
    if (name === 'includeAssignedTasks' || CASE_FLAGS.has(name)) return [];
    // Several conditions on variables are alternatives too.
    const parts = isOnVariables(value) ? value.map((each) => [each]) : [value];
    return parts.flatMap((part) => {
      const flags = [...anyOf].filter(([each]) => CASE_FLAGS.has(each) || /^include\w+WithoutTenantId$/.test(each));
      const sql = conditionsOf(list, new Map([...flags, [name, part]]), binder).join(' and ');
      return free && BY_CANDIDATE.includes(name) ? [`(${sql} and t.assignee is null)`] : [sql];
    });
  });
  return either.length === 0 ? [] : [`(${either.join(' or ')})`];
}

function isOnVariables(value: unknown): value is readonly VariableFilter[] {
  return Array.isArray(value) && value.some((each) => typeof each === 'object' && each !== null && 'name' in each);
}

function conditionOf(
  list: List,
  { filters, scope, also }: ListRequest,
  { binder, narrowing }: { readonly binder: Binder; readonly narrowing: Narrowing },
): string {
  const { kind, spec } = list;
  const conditions = [...(spec.base === undefined ? [] : [spec.base]), ...narrowing.conditions];
  const others = narrowing.instead === undefined ? filters : without(filters, narrowing.instead);
  conditions.push(...conditionsOf(list, others, binder));
  if (kind === 'task' && meansFree(filters)) conditions.push('t.assignee is null');
  if (kind === 'history-variable-instance' && !filters.has('includeDeleted')) conditions.push("t.state = 'CREATED'");
  for (const each of [scope, also])
    if (each) conditions.push(...scopeConditions(each, scopeColumns[kind], binder.bind));
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}
