import { conditionText } from '../engine/context/condition.ts';
import { definitionsOf, type EventDefinition } from '../engine/definition/event-definition.ts';
import type { Expression } from '../engine/definition/expression.ts';
import type { ProcessModel } from '../engine/definition/process-definition.ts';
import type { StartSubscriptionRow } from './ports/deployment-store.ts';

/** What start events say in text that may hold expressions, evaluated without variables. */
export interface StartReader {
  firstDue(event: Extract<EventDefinition, { type: 'timer' }>): { readonly dueAt: number; readonly repeat: unknown };
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
    const common = { definitionKey: model.key, activityId: node.id, tenantId, dueAt: null, repeat: null, priority: 0 };
    if (node.kind === 'startEvent' || (node.kind === 'intermediateCatchEvent' && startsInstance(model, node.incoming)))
      return definitionsOf(node.event).flatMap((event) =>
        subscriptionOf(event, { ...common, priority: reader.priority(node.jobPriority ?? model.jobPriority) }, reader),
      );
    if (node.kind === 'receiveTask' && node.message && (node.instantiate || startsInstance(model, node.incoming)))
      return [{ ...common, kind: 'message', name: reader.eventName({ name: node.message }) }];
    return [];
  });
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
