import type { JobKind } from './state.ts';
import { definitionsOf } from '../definition/event-definition.ts';
import type { FlowNode } from '../definition/flow-node.ts';

/** What kind of job a node makes, in Camunda's words (Camunda 7 REST, "Job Definition"). */
export interface JobType {
  readonly type: string;
  readonly configuration: string;
}

export function jobTypeOf(node: FlowNode, kind: JobKind, processKey: string): JobType {
  if (kind === 'asyncBefore') return { type: 'async-continuation', configuration: 'async-before' };
  if (kind === 'asyncAfter') return { type: 'async-continuation', configuration: 'async-after' };
  return { type: timerType(node, processKey), configuration: timerConfiguration(node) };
}

/** All timers of one event share a job definition here, so only the first is told. */
function timerConfiguration(node: FlowNode): string {
  if (!('event' in node)) return '';
  const timer = definitionsOf(node.event).find((event) => event.type === 'timer');
  return timer?.type === 'timer' ? `${timer.timer.kind.toUpperCase()}: ${timer.timer.text.source}` : '';
}

function timerType(node: FlowNode, processKey: string): string {
  if (node.kind === 'boundaryEvent') return 'timer-transition';
  if (node.kind !== 'startEvent') return 'timer-intermediate-transition';
  return node.scopeId === processKey ? 'timer-start-event' : 'timer-start-event-subprocess';
}
