import type { Cell, Row, Write } from '../../application/ports/database.ts';
import { type RowChange, type TableName, type TableSpec, tables } from './row-change.ts';

interface Pending {
  readonly inserts: Map<string, Record<string, Cell>>;
  readonly updates: Map<string, { readonly key: Row; readonly set: Record<string, Cell> }>;
  /** Updates by other columns than the key. */
  readonly shared: Map<string, { readonly key: Row; readonly set: Record<string, Cell> }>;
  /** Values to delete, by column. */
  readonly deletes: Map<string, Set<Cell>>;
  /** Keys of pending inserts by owner. */
  readonly owned: Map<Cell, Set<string>>;
}

/**
 * Gathers the changes of a group so that each table is written by few statements: deletes, then one insert, then one
 * update for each set of columns. A row that was made and removed in the group is never written.
 */
export class GroupWrite {
  readonly #tables = new Map<TableName, Pending>();
  /** Ids that the group has made: nothing that belongs to them can be stored. */
  readonly #fresh = new Set<Cell>();

  /** Takes the change over: its row is filled in by later changes of the group. */
  add(change: RowChange): void {
    const spec: TableSpec = tables[change.table];
    const pending = this.#pendingOf(change.table);
    if (change.op === 'insert') this.#insert(pending, spec, change.row);
    else if (change.op === 'update') this.#update(pending, spec, change.key, change.set);
    else this.#delete(pending, spec, change.column, change.value);
  }

  /** What is to be written, in order. */
  writes(): readonly Write[] {
    const writes: Write[] = [];
    for (const table of Object.keys(tables) as TableName[]) {
      const pending = this.#tables.get(table);
      if (!pending) continue;
      const spec: TableSpec = tables[table];
      for (const [column, values] of pending.deletes) writes.push({ op: 'delete', table, column, values: [...values] });
      for (const rows of byColumns(pending.inserts.values())) writes.push(...this.#insertsOf(table, spec, rows));
      const updated = [...pending.updates.values()].map(({ key, set }) => ({ ...key, ...set }));
      for (const rows of byColumns(updated)) writes.push({ op: 'update', table, keyColumns: spec.key, rows });
      // They come after the updates by key: of two that meet the later one should win, and these are rare and late
      // (suspension, claim).
      for (const { key, set } of pending.shared.values())
        writes.push({ op: 'update', table, keyColumns: Object.keys(key), rows: [{ ...key, ...set }] });
    }
    return writes;
  }

  /** Rows that cannot be stored yet are not looked for: that costs a database a tenth more. */
  #insertsOf(table: TableName, { key, upsert, partOf }: TableSpec, rows: readonly Row[]): readonly Write[] {
    if (!upsert) return [{ op: 'insert', table, rows, onConflict: 'fail' }];
    const isNew = (row: Row) => partOf !== undefined && this.#fresh.has(row[partOf] ?? null);
    const [added, replaced] = [rows.filter(isNew), rows.filter((row) => !isNew(row))];
    const writes: Write[] = [];
    if (added.length > 0) writes.push({ op: 'insert', table, rows: added, onConflict: 'fail' });
    if (replaced.length > 0)
      writes.push({ op: 'insert', table, rows: replaced, onConflict: { replace: key, keeps: upsert.keeps } });
    return writes;
  }

  #insert(pending: Pending, spec: TableSpec, row: Row): void {
    const key = keyOf(spec, row);
    const before = pending.inserts.get(key);
    if (before) {
      const kept = Object.fromEntries((spec.upsert?.keeps ?? []).map((column) => [column, before[column] ?? null]));
      pending.inserts.set(key, { ...row, ...kept });
      return;
    }
    pending.inserts.set(key, row as Record<string, Cell>);
    pending.updates.delete(key);
    const isStored = pending.deletes.get(spec.key[0] ?? '')?.has(key) ?? false;
    if (spec.upsert === undefined && spec.key.length === 1 && !isStored) this.#fresh.add(key);
    if (spec.owner === undefined) return;
    const owner = row[spec.owner] ?? null;
    const keys = pending.owned.get(owner);
    if (keys) keys.add(key);
    else pending.owned.set(owner, new Set([key]));
  }

  #update(pending: Pending, spec: TableSpec, key: Row, set: Row): void {
    if (spec.key.some((column) => key[column] === undefined)) {
      this.#updateShared(pending, key, set);
      return;
    }
    const name = keyOf(spec, key);
    const inserted = pending.inserts.get(name);
    if (inserted) {
      Object.assign(inserted, set);
      return;
    }
    const before = pending.updates.get(name);
    if (before) Object.assign(before.set, set);
    else pending.updates.set(name, { key, set: { ...set } });
  }

  /** An update of all rows that share some columns: pending rows at once, stored rows by the statement. */
  #updateShared(pending: Pending, key: Row, set: Row): void {
    const columns = Object.keys(key);
    for (const row of pending.inserts.values())
      if (columns.every((column) => row[column] === key[column])) Object.assign(row, set);
    const name = JSON.stringify(key);
    const before = pending.shared.get(name);
    if (before) Object.assign(before.set, set);
    else pending.shared.set(name, { key, set: { ...set } });
  }

  #delete(pending: Pending, spec: TableSpec, column: string, value: Cell): void {
    let onlyHere = false;
    if (column === spec.owner) {
      for (const key of pending.owned.get(value) ?? []) pending.inserts.delete(key);
      pending.owned.delete(value);
      // Written after the inserts, an earlier change of the owner's rows would meet the rows that come after this.
      pending.shared.delete(JSON.stringify({ [column]: value }));
      onlyHere = this.#fresh.has(value);
    } else {
      const key = String(value);
      // A row with a fresh id that goes before it was written needs no statement. A replaced row may be stored already.
      onlyHere = pending.inserts.delete(key) && spec.upsert === undefined;
      pending.updates.delete(key);
    }
    if (onlyHere) return;
    const values = pending.deletes.get(column);
    if (values) values.add(value);
    else pending.deletes.set(column, new Set([value]));
  }

  #pendingOf(table: TableName): Pending {
    let pending = this.#tables.get(table);
    if (!pending) {
      pending = { inserts: new Map(), updates: new Map(), shared: new Map(), deletes: new Map(), owned: new Map() };
      this.#tables.set(table, pending);
    }
    return pending;
  }
}

function keyOf(spec: TableSpec, row: Row): string {
  const [only = ''] = spec.key;
  if (spec.key.length === 1) return String(row[only]);
  return JSON.stringify(spec.key.map((column) => row[column] ?? null));
}

/**
 * Rows with the same columns go into one statement, which takes its columns from the first of them. As a rule that is
 * all rows of a table.
 */
function byColumns(rows: Iterable<Row>): Iterable<readonly Row[]> {
  const groups: { readonly columns: readonly string[]; readonly rows: Row[] }[] = [];
  for (const row of rows) {
    const columns = Object.keys(row);
    const group = groups.find((each) => isSame(each.columns, columns));
    if (group) group.rows.push(row);
    else groups.push({ columns, rows: [row] });
  }
  return groups.map((each) => each.rows);
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}
