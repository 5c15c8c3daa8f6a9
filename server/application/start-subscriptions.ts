import { DEFAULT_RETRIES } from '../engine/context/job.ts';
import { conditionText } from '../engine/context/condition.ts';
import { definitionsOf, type EventDefinition } from '../engine/definition/event-definition.ts';
import type { Expression } from '../engine/definition/expression.ts';
import type { ProcessModel } from '../engine/definition/process-definition.ts';
import type { StartSubscriptionRow } from './ports/deployment-store.ts';

/** What start events say in text that may hold expressions, evaluated without variables. */
export interface StartReader {
  /** Counted from now, or from `from`. */
  firstDue(
    event: Extract<EventDefinition, { type: 'timer' }>,
    from?: number,
  ): { readonly dueAt: number; readonly repeat: unknown };
  /** How often and after which delays a failed start is tried again; null: the default. */
  retryCycle(expression: Expression | undefined): { readonly retries: number; delay(failures: number): number } | null;
  eventName(event: { readonly name: Expression }): string;
  /** A whole number; 0 when there is none to be had without variables. */
  priority(expression: Expression | undefined): number;
}

type Start = Omit<StartSubscriptionRow, 'definitionId'>;

/**
 * What a process waits for from its deployment on: its start events, receive tasks that instantiate, and the events
 * behind an event-based gateway that does.
 */
export function startSubscriptionsOf(
  model: ProcessModel,
  tenantId: string | null,
  reader: StartReader,
): readonly Start[] {
  return model.children.flatMap((id): readonly Start[] => {
    const node = model.nodes.get(id);
    if (!node) return [];
    const common = {
      definitionKey: model.key,
      activityId: node.id,
      tenantId,
      dueAt: null,
      repeat: null,
      priority: 0,
      retries: retriesOf(node.retryTimeCycle, reader),
    };
    if (node.kind === 'startEvent' || (node.kind === 'intermediateCatchEvent' && startsInstance(model, node.incoming)))
      return definitionsOf(node.event).flatMap((event) =>
        subscriptionOf(event, { ...common, priority: reader.priority(node.jobPriority ?? model.jobPriority) }, reader),
      );
    if (node.kind === 'receiveTask' && node.message && (node.instantiate || startsInstance(model, node.incoming)))
      return [{ ...common, kind: 'message', name: reader.eventName({ name: node.message }) }];
    return [];
  });
}

/** Tries of a timer start. */
export function retriesOf(cycle: Expression | undefined, reader: StartReader): number {
  return Math.max(reader.retryCycle(cycle)?.retries ?? DEFAULT_RETRIES, 1);
}

/** Whether an instantiating event-based gateway leads to a node with these incoming flows. */
function startsInstance(model: ProcessModel, incoming: readonly string[]): boolean {
  return incoming.some((flowId) => {
    const source = model.nodes.get(model.flows.get(flowId)?.sourceId ?? '');
    return source?.kind === 'eventBasedGateway' && source.instantiate;
  });
}

function subscriptionOf(
  event: EventDefinition,
  common: Omit<Start, 'kind' | 'name'>,
  reader: StartReader,
): readonly Start[] {
  switch (event.type) {
    case 'message':
    case 'signal':
      return [{ ...common, kind: event.type, name: reader.eventName(event) }];
    case 'conditional':
      return [{ ...common, kind: 'conditional', name: conditionText(event) }];
    case 'timer': {
      const { dueAt, repeat } = reader.firstDue(event);
      return [{ ...common, kind: 'timer', name: '', dueAt, repeat: repeat ? JSON.stringify(repeat) : null }];
    }
    default:
      return [];
  }
}
