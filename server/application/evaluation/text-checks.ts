import type { TextChecks } from '../../bpmn/parse-bpmn.ts';
import { checkFeel } from '../../expression/feel/evaluate-feel.ts';
import { checkJuel } from '../../expression/juel/evaluate-juel.ts';
import { checkDatePattern } from '../../expression/time/date-pattern.ts';
import { firstDue } from '../../expression/time/timer.ts';

/**
 * Syntax checks of a model's texts, for deployment. `functions` are those that expressions may call besides the
 * built-in ones.
 */
export function createTextChecks(functions: { has(name: string): boolean }): TextChecks {
  return {
    checkExpression: ({ language, source }) =>
      (language === 'feel' ? checkFeel(source) : checkJuel(source, functions))?.message ?? null,
    checkDatePattern,
    checkTimer: (kind, text) => {
      try {
        firstDue(kind, text, 0);
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}
