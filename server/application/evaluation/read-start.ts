import type { EventDefinition } from '../../engine/definition/event-definition.ts';
import type { Expression } from '../../engine/definition/expression.ts';
import { evaluateJuel } from '../../expression/juel/evaluate-juel.ts';
import type { ExpressionFunction } from '../../expression/juel/environment.ts';
import { readRetryCycle } from '../../expression/time/retry-cycle.ts';
import { firstDue } from '../../expression/time/timer.ts';

type DefinitionOf<T extends EventDefinition['type']> = Extract<EventDefinition, { type: T }>;

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
    firstDue({ timer }: DefinitionOf<'timer'>, from: number = options.now()) {
      return firstDue(timer.kind, evaluate(timer.text.source), from);
    },
    retryCycle(expression: Expression | undefined) {
      if (!expression) return null;
      try {
        return readRetryCycle(String(evaluate(expression.source)), options.now());
      } catch {
        return null;
      }
    },
    priority(expression: Expression | undefined) {
      if (!expression) return 0;
      try {
        const value = Number(evaluate(expression.source));
        return Number.isInteger(value) ? value : 0;
      } catch {
        return 0;
      }
    },
    eventName({ name }: { readonly name: Expression }) {
      return String(evaluate(name.source));
    },
  };
}
