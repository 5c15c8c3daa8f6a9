import type { StartEvent } from '../../engine/definition/flow-node.ts';
import { evaluateJuel } from '../../expression/juel/evaluate-juel.ts';
import type { ExpressionFunction } from '../../expression/juel/environment.ts';
import { firstDue } from '../../expression/time/timer.ts';

/** What deployment asks of start events: their texts may hold expressions, but no variables exist yet. */
export function createStartReader(options: {
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
  readonly now: () => number;
}) {
  const evaluate = (source: string): unknown =>
    evaluateJuel(
      source,
      { variables: { get: () => undefined, has: () => false, names: () => [] } },
      { now: options.now(), userId: null, groups: [], functions: options.functions },
    );
  return {
    firstDue({ event }: StartEvent) {
      if (event.type !== 'timer') throw new Error('Only a timer start event has a due time.');
      return firstDue(event.timer.kind, evaluate(event.timer.text.source), options.now());
    },
    messageName({ event }: StartEvent) {
      if (event.type !== 'message') throw new Error('Only a message start event has a message name.');
      return String(evaluate(event.name.source));
    },
  };
}
