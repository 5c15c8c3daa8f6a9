import type { Command } from '../../engine/record/command.ts';
import { InvalidInput } from '../errors.ts';
import { restartCommands } from '../restart-instances.ts';
import type { BatchOperationOf } from './batch-operation.ts';
import {
  type BatchAuthor,
  type BatchContext,
  type BatchWork,
  type BatchWorks,
  failed,
  readItems,
  single,
} from './batch-work.ts';

interface Items {
  readonly items: readonly string[];
  readonly by: BatchAuthor;
}

/** The same command for each process instance. */
export function commandEach(
  { items, by }: Items,
  command: (processInstanceId: string) => Command,
  whenGone: 'done' | 'failed',
): BatchWorks {
  return new Map(
    items.map((processInstanceId) => [
      processInstanceId,
      single({ processInstanceId, ...by, command: command(processInstanceId) }, whenGone),
    ]),
  );
}

export async function modify(
  { items, by }: Items,
  { definitionId, instructions, skipListeners, skipMappings }: BatchOperationOf<'instance-modification'>,
  { reader }: BatchContext,
): Promise<BatchWorks> {
  const strangers = definitionId === null ? new Map<string, BatchWork>() : await refuse(items, definitionId, reader);
  const works = commandEach(
    { items, by },
    () => ({ type: 'modifyProcessInstance', instructions, skipListeners, skipMappings, reason: null }),
    'failed',
  );
  return new Map([...works, ...strangers]);
}

/** @throws InvalidInput when a definition is no longer there */
export async function migrate(
  { items, by }: Items,
  operation: BatchOperationOf<'instance-migration'>,
  { reader, definitions }: BatchContext,
): Promise<BatchWorks> {
  const { sourceDefinitionId, targetDefinitionId, instructions, variables, skipListeners, skipMappings } = operation;
  const [source, target] = await Promise.all(
    [sourceDefinitionId, targetDefinitionId].map((id) => getDefinition(id, definitions)),
  );
  if (!source || !target) throw new Error('Two definitions were asked for.');
  const command: Command = {
    type: 'migrateProcessInstance',
    source: source.definition,
    instructions,
    variables,
    skipListeners,
    skipMappings,
  };
  return new Map([
    ...items.map((processInstanceId): [string, BatchWork] => [
      processInstanceId,
      single({ processInstanceId, ...by, definition: target.definition, command }, 'failed'),
    ]),
    ...(await refuse(items, source.row.id, reader)),
  ]);
}

/** @throws InvalidInput when the definition is no longer there, Rejection when it is suspended */
export async function restart(
  { items, by }: Items,
  { definitionId, type: _type, ...how }: BatchOperationOf<'instance-restart'>,
  context: BatchContext,
): Promise<BatchWorks> {
  const found = await getDefinition(definitionId, context.definitions);
  const commands = await restartCommands(items, { ...found, ...how, caller: by }, context);
  return new Map(
    [...commands].map(([id, command]) => [
      id,
      command instanceof InvalidInput ? failed(command) : single(command, 'failed'),
    ]),
  );
}

/** To every event of an instance that waits for the message, or to none; an instance that waits for none is done. */
export async function correlate(
  { items, by }: Items,
  { messageName, variables }: BatchOperationOf<'correlate-message'>,
  { reader }: BatchContext,
): Promise<BatchWorks> {
  const rows = await reader.list('event-subscription', {
    filters: new Map<string, string | readonly string[]>([
      ['processInstanceIdIn', items],
      ['eventType', 'message'],
      ...(messageName === null ? [] : ([['eventName', messageName]] as const)),
    ]),
    sorting: [{ sortBy: 'created', descending: false }],
    firstResult: 0,
    maxResults: null,
  });
  const works = new Map<string, BatchWork>();
  for (const item of items) {
    const [first, ...together] = rows
      .filter((row) => row['process_instance_id'] === item)
      .map((row) => ({
        processInstanceId: item,
        ...by,
        command: { type: 'deliverEvent' as const, subscriptionId: String(row['id']), variables },
        // The first may have ended what the next would have come to.
        ifGone: 'leaveOut' as const,
      }));
    if (first) works.set(item, single({ ...first, together }, 'done'));
  }
  return works;
}

/** Failures of the instances that do not run or are of another definition. */
async function refuse(
  items: readonly string[],
  definitionId: string,
  reader: BatchContext['reader'],
): Promise<ReadonlyMap<string, BatchWork>> {
  const rows = await readItems('process-instance', 'processInstanceIds', { items, reader });
  return new Map(
    items.flatMap((id) => {
      const found = rows.get(id)?.['definition_id'];
      if (found === definitionId) return [];
      const problem =
        found === undefined ? 'does not exist or has ended' : `is of definition ${String(found)}, not ${definitionId}`;
      return [[id, failed(new InvalidInput(`Process instance '${id}' ${problem}.`))] as const];
    }),
  );
}

async function getDefinition(id: string, definitions: BatchContext['definitions']) {
  const found = await definitions.findProcess({ by: 'id', id });
  if (found) return found;
  throw new InvalidInput(`Process definition '${id}' does not exist. It may have been deleted meanwhile.`);
}
