import type { InstanceState } from '../engine/instance/state.ts';
import { Rejection } from '../engine/errors.ts';
import type { Variables, VariableValue } from '../engine/instance/value.ts';
import { reachesTenant } from './access/tenant.ts';
import { InvalidInput } from './errors.ts';
import type { InstanceViews } from './instance-views.ts';
import type { Caller } from './ports/caller.ts';
import type { Definitions } from './ports/definitions.ts';
import type { DeploymentStore } from './ports/deployment-store.ts';
import type { CommandResult, Dispatcher } from './ports/dispatcher.ts';
import type { MessageAddress } from './ports/kept-messages.ts';
import type { Alongside, MessageSubscriber, RuntimeStore } from './ports/runtime-store.ts';
import { startProcess } from './start-process.ts';

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
  readonly views: InstanceViews;
  readonly dispatcher: Dispatcher;
  readonly newId: () => string;
}

/** More waiting instances than this are not compared for one message. */
const MOST_CANDIDATES = 1_000;

/**
 * Delivers a message to the instance that waits for it; if none does, to a message start event (Camunda 7 semantics,
 * section 7). A message with a process instance id never starts a new one.
 */
export async function correlateMessage(
  request: Correlation,
  caller: Caller,
  options: CorrelationOptions,
): Promise<readonly Correlated[]> {
  const waiting = await findReceivers(request, caller, options);
  if (!request.all && waiting.length > 1)
    throw mismatch(request, `${waiting.length} executions match the correlation keys`);
  const correlated: Correlated[] = [];
  for (const subscriber of waiting) {
    try {
      const result = await deliverMessage({ message: request, receiver: subscriber }, caller, options);
      correlated.push({ type: 'execution', subscriber, result });
    } catch (error) {
      // Somebody else's message was faster: nobody waits here any more.
      if (!(error instanceof Rejection && error.reason === 'notFound')) throw error;
    }
  }
  if ((correlated.length > 0 && !request.all) || request.processInstanceId !== undefined) {
    if (correlated.length === 0 && !request.all) throw nobodyWaits(request);
    return correlated;
  }
  const starts =
    request.localCorrelationKeys.size > 0
      ? []
      : (await options.deployments.findEventStarts('message', request.name, request.tenantId)).filter(({ tenantId }) =>
          reachesTenant(caller, tenantId),
        );
  if (!request.all && starts.length > 1)
    throw mismatch(request, `${starts.length} process definitions start with this message`);
  for (const start of starts) {
    const found = await options.definitions.findProcess({ by: 'id', id: start.definitionId });
    if (!found) continue;
    const { id, result } = await startProcess(
      {
        ...found,
        businessKey: request.businessKey ?? null,
        variables: new Map([...request.variables, ...request.localVariables]),
        caller,
        startActivityId: start.activityId,
      },
      options,
    );
    correlated.push({
      type: 'definition',
      processInstanceId: id,
      definitionId: found.row.id,
      definitionKey: found.row.key,
      businessKey: request.businessKey ?? null,
      tenantId: found.row.tenantId,
      result,
    });
  }
  if (correlated.length === 0 && !request.all) throw nobodyWaits(request);
  return correlated;
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
  return await dispatcher.send({
    processInstanceId: receiver.processInstanceId,
    userId: caller.userId,
    groups: caller.groups,
    command: {
      type: 'deliverMessage',
      subscriptionId: receiver.subscriptionId,
      variables: message.variables,
      localVariables: message.localVariables,
    },
    ...(alongside ? { alongside } : {}),
  });
}

/** Those that wait for the message and that the caller reaches. */
export async function findReceivers(
  message: MessageAddress,
  caller: Caller,
  options: Pick<CorrelationOptions, 'store' | 'views'>,
): Promise<readonly MessageSubscriber[]> {
  return (await findWaiting(message, options)).filter(({ tenantId }) => reachesTenant(caller, tenantId));
}

async function findWaiting(
  request: MessageAddress,
  options: Pick<CorrelationOptions, 'store' | 'views'>,
): Promise<readonly MessageSubscriber[]> {
  const subscribers = await options.store.findMessageSubscribers(
    {
      name: request.name,
      ...(request.businessKey === undefined ? {} : { businessKey: request.businessKey }),
      ...(request.processInstanceId === undefined ? {} : { processInstanceId: request.processInstanceId }),
      ...(request.tenantId === undefined ? {} : { tenantId: request.tenantId }),
    },
    MOST_CANDIDATES,
  );
  if (request.correlationKeys.size === 0 && request.localCorrelationKeys.size === 0) return subscribers;
  const states = await options.views.findMany(subscribers.map((subscriber) => subscriber.processInstanceId));
  return subscribers.filter((subscriber) => {
    const state = states.get(subscriber.processInstanceId);
    return (
      state !== undefined &&
      equalIn(state, state.id, request.correlationKeys) &&
      equalIn(state, subscriber.activityInstanceId, request.localCorrelationKeys)
    );
  });
}

function equalIn(state: InstanceState, scopeId: string, keys: Variables): boolean {
  const scope = state.variables.get(scopeId);
  return [...keys].every(([name, value]) => isEqual(scope?.get(name), value));
}

/** Numbers of different types are equal when their values are. */
function isEqual(left: VariableValue | undefined, right: VariableValue): boolean {
  return (
    left !== undefined && String(left.value) === String(right.value) && (left.value === null) === (right.value === null)
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
