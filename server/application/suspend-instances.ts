import type { Dispatcher } from './ports/dispatcher.ts';
import type { ListReader, ListRequest } from './ports/list-reader.ts';
import { sendTogether } from './send-together.ts';

/** Instances that are looked up at once: what waits in memory does not grow with their number. */
const PAGE = 500;

/**
 * Suspends or activates all instances that a search finds, page by page, and leaves room for others between the groups.
 * What is done is not found again: a request that broke off goes on where it was when it is sent anew.
 */
export async function suspendInstances(
  { filters, scope }: Pick<ListRequest, 'filters' | 'scope'>,
  { suspended, userId }: { readonly suspended: boolean; readonly userId: string | null },
  { reader, dispatcher }: { readonly reader: ListReader; readonly dispatcher: Dispatcher },
): Promise<void> {
  const others = new Map([...filters, [suspended ? 'active' : 'suspended', true] as const]);
  // By cursor: those that are done leave the search while it is read.
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const rows = await reader.list('process-instance', {
      filters: others,
      sorting: [],
      firstResult: 0,
      maxResults: PAGE,
      cursor,
      ...(scope ? { scope } : {}),
    });
    await sendTogether(
      rows.map(({ id }) => ({ processInstanceId: String(id), userId, command: { type: 'setSuspended', suspended } })),
      dispatcher,
      { whenGone: 'done' },
    );
    const next = rows.at(-1)?.['next_cursor'];
    cursor = rows.length === PAGE && typeof next === 'string' ? next : undefined;
  }
}
