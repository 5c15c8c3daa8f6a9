import type { CommandRequest, CommandResult, Dispatcher } from './ports/dispatcher.ts';

/**
 * Sends requests that are done all or none: they commit together, and nothing has changed when one is refused.
 * @returns their results; undefined for one that was left out (`ifGone`)
 * @throws what the first that cannot be done is refused with
 */
export async function sendAsOne(
  requests: readonly CommandRequest[],
  dispatcher: Dispatcher,
): Promise<readonly (CommandResult | undefined)[]> {
  const [first, ...together] = requests;
  if (!first) return [];
  if (together.length === 0) return [await dispatcher.send(first)];
  const { together: others = [], ...own } = await dispatcher.send({ ...first, together });
  return [own, ...others];
}
