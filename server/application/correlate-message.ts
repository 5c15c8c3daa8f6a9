import { Rejection } from '../engine/errors.ts';
import type { Variables, VariableType } from '../engine/instance/value.ts';
import { reachesTenant } from './access/tenant.ts';
import { InvalidInput } from './errors.ts';
import { startDefinition } from './access/needs.ts';
import type { Reach } from './access/reach.ts';
import type { Caller } from './ports/caller.ts';
import type { Definitions } from './ports/definitions.ts';
import type { DeploymentStore } from './ports/deployment-store.ts';
import type { CommandRequest, CommandResult, Dispatcher } from './ports/dispatcher.ts';
import type { MessageAddress } from './ports/kept-messages.ts';
import type { Alongside, MessageSubscriber, RuntimeStore, StoredValue } from './ports/runtime-store.ts';
import { sendAsOne } from './send-as-one.ts';
import { refuseSuspended, startCommand, startProcess } from './start-process.ts';

export interface Correlation extends MessageAddress {
  /** Every match, instead of exactly one. */
  readonly all: boolean;
}
export type Correlated =
  | { readonly type: 'execution'; readonly subscriber: MessageSubscriber; readonly result: CommandResult }
  | {
      readonly type: 'definition';
      readonly processInstanceId: string;
      readonly definitionId: string;
      readonly definitionKey: string;
      readonly businessKey: string | null;
      readonly tenantId: string | null;
      readonly result: CommandResult;
    };

/** Nobody waits for the message, or more than one. */
export class MismatchingCorrelation extends InvalidInput {}

/** Nobody waits for the message, and no process starts with it. */
export class NobodyWaits extends MismatchingCorrelation {}

export interface CorrelationOptions {
  readonly store: RuntimeStore;
  readonly deployments: DeploymentStore;
  readonly definitions: Definitions;
  readonly dispatcher: Dispatcher;
  readonly newId: () => string;
}

const NUMBERS: readonly VariableType[] = ['Short', 'Integer', 'Long', 'Double'];

/** More instances than this do not get one message. */
const MOST_CANDIDATES = 1_000;

/**
 * Delivers a message to the instance that waits for it; if none does, to a message start event (Camunda 7 semantics,
 * section 7). A message with a process instance id never starts a new one.
 */
export async function correlateMessage(
  request: Correlation,
  caller: Caller,
  options: CorrelationOptions & { readonly reach: Reach },
): Promise<readonly Correlated[]> {
  const waiting = await findReceivers(request, caller, options);
  if (!request.all && waiting.length > 1)
    throw mismatch(request, `${waiting.length} executions match the correlation keys`);
  await options.reach.require('process-instance', new Set(waiting.map(({ processInstanceId }) => processInstanceId)));
  if (request.all) return await correlateAll(request, waiting, { caller, options });
  const [receiver] = waiting;
  if (receiver)
    try {
      const result = await deliverMessage({ message: request, receiver }, caller, options);
      return [{ type: 'execution', subscriber: receiver, result }];
    } catch (error) {
      // Somebody else's message was faster: nobody waits here any more.
      if (!(error instanceof Rejection && error.reason === 'notFound')) throw error;
    }
  const [start] = await findStarts(request, caller, options);
  if (!start) throw nobodyWaits(request);
  const { id, result } = await startProcess({ ...startOf(request, start), caller }, options);
  return [describeStart(id, { found: start.found, request, result })];
}

/** All of them get it or none does (Camunda 7, `CorrelateAllMessageCmd`). */
async function correlateAll(
  request: Correlation,
  waiting: readonly MessageSubscriber[],
  { caller, options }: { readonly caller: Caller; readonly options: CorrelationOptions & { readonly reach: Reach } },
): Promise<readonly Correlated[]> {
  const starts = (await findStarts(request, caller, options)).map((start) => ({ ...start, id: options.newId() }));
  for (const { found } of starts) refuseSuspended(found.row);
  const results = await sendAsOne(
    [
      ...waiting.map((receiver) => ({
        ...deliveryOf({ message: request, receiver }, caller),
        ifGone: 'leaveOut' as const,
      })),
      ...starts.map((start) => startCommand({ ...startOf(request, start), caller }, start.id)),
    ],
    options.dispatcher,
  );
  return [
    ...waiting.flatMap((subscriber, index): Correlated[] => {
      const result = results[index];
      return result ? [{ type: 'execution', subscriber, result }] : [];
    }),
    ...starts.flatMap(({ id, found }, index): Correlated[] => {
      const result = results[waiting.length + index];
      return result ? [describeStart(id, { found, request, result })] : [];
    }),
  ];
}

function startOf(request: Correlation, { found, activityId }: { readonly found: Found; readonly activityId: string }) {
  return {
    ...found,
    businessKey: request.businessKey ?? null,
    variables: new Map([...request.variables, ...request.localVariables, ...request.triggeredVariables]),
    startActivityId: activityId,
  };
}
type Found = NonNullable<Awaited<ReturnType<Definitions['findProcess']>>>;

function describeStart(
  processInstanceId: string,
  { found, request, result }: { readonly found: Found; readonly request: Correlation; readonly result: CommandResult },
): Correlated {
  return {
    type: 'definition',
    processInstanceId,
    definitionId: found.row.id,
    definitionKey: found.row.key,
    businessKey: request.businessKey ?? null,
    tenantId: found.row.tenantId,
    result,
  };
}

/** Processes that start with the message, which the caller may start. @throws MismatchingCorrelation, MissingPermission */
async function findStarts(
  request: Correlation,
  caller: Caller,
  { deployments, definitions, reach }: CorrelationOptions & { readonly reach: Reach },
) {
  // A message for one instance starts none.
  if (request.localCorrelationKeys.size > 0 || request.processInstanceId !== undefined) return [];
  const starts = (await deployments.findEventStarts('message', request.name, request.tenantId)).filter(({ tenantId }) =>
    reachesTenant(caller, tenantId),
  );
  if (!request.all && starts.length > 1)
    throw mismatch(request, `${starts.length} process definitions start with this message`);
  await reach.require(
    'process-definition',
    starts.map(({ definitionId }) => definitionId),
    startDefinition,
  );
  const found = await Promise.all(
    starts.map(async ({ definitionId, activityId }) => {
      const process = await definitions.findProcess({ by: 'id', id: definitionId });
      return process ? [{ found: process, activityId }] : [];
    }),
  );
  return found.flat();
}

/** Hands the message to one that waits; `alongside` commits with it. @throws Rejection when it waits no longer */
export async function deliverMessage(
  {
    message,
    receiver,
    alongside,
  }: { readonly message: MessageAddress; readonly receiver: MessageSubscriber; readonly alongside?: Alongside },
  caller: Pick<Caller, 'userId' | 'groups'>,
  { dispatcher }: Pick<CorrelationOptions, 'dispatcher'>,
): Promise<CommandResult> {
  return await dispatcher.send({ ...deliveryOf({ message, receiver }, caller), ...(alongside ? { alongside } : {}) });
}

function deliveryOf(
  { message, receiver }: { readonly message: MessageAddress; readonly receiver: MessageSubscriber },
  { userId, groups }: Pick<Caller, 'userId' | 'groups'>,
): CommandRequest {
  return {
    processInstanceId: receiver.processInstanceId,
    userId,
    groups,
    command: {
      type: 'deliverEvent',
      subscriptionId: receiver.subscriptionId,
      variables: message.variables,
      localVariables: message.localVariables,
      triggeredVariables: message.triggeredVariables,
    },
  };
}

/** Those that wait for the message and that the caller reaches. */
export async function findReceivers(
  message: MessageAddress,
  caller: Caller,
  options: Pick<CorrelationOptions, 'store'>,
): Promise<readonly MessageSubscriber[]> {
  return (await findWaiting(message, options)).filter(({ tenantId }) => reachesTenant(caller, tenantId));
}

async function findWaiting(
  request: MessageAddress,
  { store }: Pick<CorrelationOptions, 'store'>,
): Promise<readonly MessageSubscriber[]> {
  const keys = (variables: Variables, scope: StoredValue['scope']): StoredValue[] =>
    [...variables].map(([name, { type, value }]) => ({
      name,
      value: value === null ? null : String(value),
      // Numbers of different types are equal when their values are.
      types: NUMBERS.includes(type) ? NUMBERS : [type],
      scope,
    }));
  return await store.findMessageSubscribers(
    {
      name: request.name,
      ...(request.businessKey === undefined ? {} : { businessKey: request.businessKey }),
      ...(request.processInstanceId === undefined ? {} : { processInstanceId: request.processInstanceId }),
      ...(request.tenantId === undefined ? {} : { tenantId: request.tenantId }),
      variables: [...keys(request.correlationKeys, 'instance'), ...keys(request.localCorrelationKeys, 'execution')],
    },
    MOST_CANDIDATES,
  );
}

function mismatch(request: Correlation, reason: string): MismatchingCorrelation {
  return new MismatchingCorrelation(describeMismatch(request, reason));
}

function nobodyWaits(request: Correlation): NobodyWaits {
  return new NobodyWaits(describeMismatch(request, 'No process definition or execution matches the parameters'));
}

function describeMismatch({ name }: Correlation, reason: string): string {
  return `org.camunda.bpm.engine.MismatchingMessageCorrelationException: Cannot correlate message '${name}': ${reason}`;
}
