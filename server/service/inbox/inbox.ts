import type { Need } from '../../application/access/access-control.ts';
import { readTask } from '../../application/access/needs.ts';
import type { Caller } from '../../application/ports/caller.ts';
import { InvalidInput } from '../../application/errors.ts';
import type { UserStore } from '../../application/ports/identity-users.ts';
import type { CatalogueStore } from '../../application/ports/service-catalogue.ts';
import type { Scope } from '../../application/ports/scope.ts';
import { foldText } from '../../application/ports/fold-text.ts';
import type { InboxPlace, InboxRange, InboxSearch, InboxStore } from '../../application/ports/service-inbox.ts';
import type { InboxCounts, InboxTask } from '../../contract/api/inbox.ts';
import { localDayOf, startOf } from '../calendar/work-calendar.ts';
import { presentTask, soonUntil } from './present-task.ts';

export interface InboxParts {
  readonly store: InboxStore;
  readonly users: UserStore;
  readonly catalogue: CatalogueStore;
  /** What of his tasks authorizations and tenants leave an officer; undefined: all. */
  readonly scopeOf: (caller: Caller, needs: readonly Need[]) => Promise<Scope | undefined>;
  readonly now: () => number;
}

export interface InboxQuery {
  readonly tab: 'mine' | 'available' | 'soon' | 'late';
  readonly search?: string | undefined;
  readonly service?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Counting stops here: nobody reads more, and it must not cost more the more tasks wait. */
const MOST_COUNTED = 1_000;

/**
 * One page of an officer's tasks, first due first: a union of one short read per group, or one search when something
 * is looked for.
 */
export async function listInbox(
  caller: Caller,
  query: InboxQuery,
  parts: InboxParts,
): Promise<{ readonly tasks: InboxTask[]; readonly next: string | null }> {
  const after = query.after === undefined ? undefined : readCursor(query.after);
  const services = await serviceNames(parts.catalogue);
  const words = readWords(query.search ?? '', services);
  const scope = await parts.scopeOf(caller, readTask);
  const reading = { parts, limit: query.limit + 1, ...(scope ? { scope } : {}), ...(after ? { after } : {}) };
  const places =
    words.length === 0 && query.service === undefined
      ? await readPlaces(caller, query.tab, reading)
      : await parts.store.search({
          userId: caller.userId ?? '',
          groups: caller.groups,
          held: query.tab !== 'available',
          available: query.tab !== 'mine',
          words,
          ...(query.service === undefined ? {} : { serviceKey: query.service }),
          range: rangeOf(query.tab, reading),
        });
  const page = places.slice(0, query.limit);
  const last = page.at(-1);
  const rows = await parts.store.readTasks(page.map((place) => place.id));
  const people = await parts.users.findNames([...new Set(rows.flatMap((row) => row.assignee ?? []))]);
  return {
    tasks: rows.map((row) => presentTask(row, { now: parts.now(), people, services })),
    next: places.length > query.limit && last ? writeCursor(last) : null,
  };
}

/** Number of tasks per tab, each counted to 1000 at most. */
export async function countInbox(caller: Caller, parts: InboxParts): Promise<InboxCounts> {
  const scope = await parts.scopeOf(caller, readTask);
  const count = async (tab: InboxQuery['tab']) =>
    (await readPlaces(caller, tab, { parts, limit: MOST_COUNTED, ...(scope ? { scope } : {}) })).length;
  const today = startOf(localDayOf(parts.now()));
  const [mine, available, soon, late, doneToday] = await Promise.all([
    count('mine'),
    count('available'),
    count('soon'),
    count('late'),
    parts.store.countDone(caller.userId ?? '', today),
  ]);
  return { mine, available, soon, late, doneToday };
}

interface Reading {
  readonly parts: InboxParts;
  readonly limit: number;
  readonly scope?: Scope;
  readonly after?: InboxPlace;
}

function rangeOf(tab: InboxQuery['tab'], { parts, limit, scope, after }: Reading): InboxRange {
  const now = parts.now();
  const due =
    tab === 'late' ? { dueBefore: now } : tab === 'soon' ? { dueFrom: now, dueBefore: soonUntil(now) + 1 } : {};
  return { limit, ...(scope ? { scope } : {}), ...due, ...(after ? { after } : {}) };
}

async function readPlaces(caller: Caller, tab: InboxQuery['tab'], reading: Reading): Promise<InboxPlace[]> {
  const { store } = reading.parts;
  const userId = caller.userId ?? '';
  const range = rangeOf(tab, reading);
  const reads: Promise<readonly InboxPlace[]>[] = [];
  if (tab !== 'available') reads.push(store.listHeld(userId, range));
  if (tab !== 'mine') {
    reads.push(store.listAvailable({ kind: 'user', name: userId }, range));
    for (const group of caller.groups) reads.push(store.listAvailable({ kind: 'group', name: group }, range));
  }
  const byId = new Map((await Promise.all(reads)).flat().map((place) => [place.id, place]));
  return [...byId.values()]
    .sort((left, right) => left.dueAt - right.dueAt || (left.id < right.id ? -1 : 1))
    .slice(0, reading.limit);
}

/** The words of a search, each with the services whose names hold it. */
function readWords(search: string, services: ReadonlyMap<string, string>): InboxSearch['words'] {
  const names = [...services].map(([key, name]) => ({ key, name: foldText(name) }));
  return foldText(search)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((text) => ({ text, serviceKeys: names.filter(({ name }) => name.includes(text)).map(({ key }) => key) }));
}

/** Names of services by key. */
export async function serviceNames(catalogue: CatalogueStore): Promise<ReadonlyMap<string, string>> {
  return new Map((await catalogue.listEntries()).map((entry) => [entry.key, entry.description.name]));
}

function writeCursor({ dueAt, id }: InboxPlace): string {
  return `${dueAt}_${id}`;
}

function readCursor(text: string): InboxPlace {
  const match = /^(\d{1,17})_([\w.:@-]{1,80})$/.exec(text);
  if (!match)
    throw new InvalidInput({
      id: 'Tanda halaman tidak benar. Muat ulang daftar tugas.',
      en: 'The page mark is not right. Reload the list.',
    });
  return { dueAt: Number(match[1]), id: match[2] ?? '' };
}
