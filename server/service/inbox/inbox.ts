import type { Caller } from '../../application/ports/caller.ts';
import { InvalidInput } from '../../application/errors.ts';
import type { UserStore } from '../../application/ports/identity-users.ts';
import type { CatalogueStore } from '../../application/ports/service-catalogue.ts';
import type { InboxPlace, InboxRange, InboxRow, InboxStore } from '../../application/ports/service-inbox.ts';
import type { InboxCounts, InboxTask } from '../../contract/api/inbox.ts';
import { localDayOf, startOf } from '../calendar/work-calendar.ts';
import { presentTask, soonUntil } from './present-task.ts';

export interface InboxParts {
  readonly store: InboxStore;
  readonly users: UserStore;
  readonly catalogue: CatalogueStore;
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
/** A search looks through this many tasks, first due first. */
const MOST_SEARCHED = 1_000;

/** One page of an officer's tasks, first due first: a union of one short read per group. */
export async function listInbox(
  caller: Caller,
  query: InboxQuery,
  parts: InboxParts,
): Promise<{ readonly tasks: InboxTask[]; readonly next: string | null }> {
  const filtered = Boolean(query.search?.trim()) || query.service !== undefined;
  const limit = filtered ? MOST_SEARCHED : query.limit + 1;
  const after = query.after === undefined ? undefined : readCursor(query.after);
  const places = await readPlaces(caller, query.tab, { parts, limit, ...(after ? { after } : {}) });
  const rows = await readInChunks(
    places.map((place) => place.id),
    parts.store,
  );
  const services = await serviceNames(parts.catalogue);
  const matching = filtered ? rows.filter((row) => matches(row, query, services)) : rows;
  const page = matching.slice(0, query.limit);
  const last = page.at(-1);
  const lastPlace = last && places.find((place) => place.id === last.id);
  const people = await parts.users.findNames([...new Set(page.flatMap((row) => row.assignee ?? []))]);
  return {
    tasks: page.map((row) => presentTask(row, { now: parts.now(), people, services })),
    next: matching.length > query.limit && lastPlace ? writeCursor(lastPlace) : null,
  };
}

/** Number of tasks per tab, each counted to 1000 at most. */
export async function countInbox(caller: Caller, parts: InboxParts): Promise<InboxCounts> {
  const count = async (tab: InboxQuery['tab']) =>
    (await readPlaces(caller, tab, { parts, limit: MOST_COUNTED })).length;
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

async function readPlaces(
  caller: Caller,
  tab: InboxQuery['tab'],
  {
    parts: { store, now },
    limit,
    after,
  }: { readonly parts: InboxParts; readonly limit: number; readonly after?: InboxPlace },
): Promise<InboxPlace[]> {
  const userId = caller.userId ?? '';
  const due =
    tab === 'late' ? { dueBefore: now() } : tab === 'soon' ? { dueFrom: now(), dueBefore: soonUntil(now()) + 1 } : {};
  const range: InboxRange = { limit, ...due, ...(after ? { after } : {}) };
  const reads: Promise<readonly InboxPlace[]>[] = [];
  if (tab !== 'available') reads.push(store.listHeld(userId, range));
  if (tab !== 'mine') {
    reads.push(store.listAvailable({ kind: 'user', name: userId }, range));
    for (const group of caller.groups) reads.push(store.listAvailable({ kind: 'group', name: group }, range));
  }
  const byId = new Map((await Promise.all(reads)).flat().map((place) => [place.id, place]));
  return [...byId.values()]
    .sort((left, right) => left.dueAt - right.dueAt || (left.id < right.id ? -1 : 1))
    .slice(0, limit);
}

async function readInChunks(ids: readonly string[], store: InboxStore): Promise<InboxRow[]> {
  const rows: InboxRow[] = [];
  for (let at = 0; at < ids.length; at += 200) rows.push(...(await store.readTasks(ids.slice(at, at + 200))));
  return rows;
}

function matches(row: InboxRow, { search, service }: InboxQuery, services: ReadonlyMap<string, string>): boolean {
  if (service !== undefined && row.serviceKey !== service) return false;
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const text = [row.number, row.applicantName, row.name, services.get(row.serviceKey ?? '')].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Names of services by key. */
export async function serviceNames(catalogue: CatalogueStore): Promise<ReadonlyMap<string, string>> {
  return new Map((await catalogue.listEntries()).map((entry) => [entry.key, entry.description.name]));
}

function writeCursor({ dueAt, id }: InboxPlace): string {
  return `${dueAt}_${id}`;
}

function readCursor(text: string): InboxPlace {
  const match = /^(\d{1,17})_([\w-]{1,80})$/.exec(text);
  if (!match)
    throw new InvalidInput({
      id: 'Tanda halaman tidak benar. Muat ulang daftar tugas.',
      en: 'The page mark is not right. Reload the list.',
    });
  return { dueAt: Number(match[1]), id: match[2] ?? '' };
}
