import type { JobKind } from './state.ts';
import { definitionsOf, type TimerDefinition } from '../definition/event-definition.ts';
import type { FlowNode } from '../definition/flow-node.ts';

/** What kind of job a node makes, in Camunda's words (Camunda 7 REST, "Job Definition"). */
export interface JobType {
  readonly type: string;
  /** Null: Camunda has no job definition of it. */
  readonly configuration: string | null;
}

export function jobTypeOf(node: FlowNode, kind: JobKind, processKey: string): JobType {
  if (kind === 'asyncBefore') return { type: 'async-continuation', configuration: 'async-before' };
  if (kind === 'asyncAfter') return { type: 'async-continuation', configuration: 'async-after' };
  if (kind === 'event') return { type: 'event', configuration: null };
  return { type: timerType(node, processKey), configuration: timerConfiguration(node) };
}

/** All timers of one event share a job definition here, so only the first is told. */
function timerConfiguration(node: FlowNode): string {
  const timer = firstTimerOf(node);
  return timer ? `${timer.kind.toUpperCase()}: ${timer.text.source}` : '';
}

/** The timer of an event, or of the first timeout listener of a user task; undefined when the node has none. */
export function firstTimerOf(node: FlowNode): TimerDefinition | undefined {
  if (node.kind === 'userTask') return node.timeouts?.[0]?.timer;
  if (!('event' in node)) return undefined;
  return definitionsOf(node.event).find((event) => event.type === 'timer')?.timer;
}

function timerType(node: FlowNode, processKey: string): string {
  if (node.kind === 'userTask') return 'timer-task-listener';
  if (node.kind === 'boundaryEvent') return 'timer-transition';
  if (node.kind !== 'startEvent') return 'timer-intermediate-transition';
  return node.scopeId === processKey ? 'timer-start-event' : 'timer-start-event-subprocess';
}
