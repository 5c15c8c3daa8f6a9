import type { EvaluateText } from '../../application/ports/service-expressions.ts';
import { evaluateJuel } from '../../expression/juel/evaluate-juel.ts';

/**
 * Evaluates letters with the platform's `${…}` language: the variables, a read-only `execution`, and the letter's
 * functions.
 */
export function createLetterEvaluator(now: () => number): EvaluateText {
  return (source, variables, functions) => {
    const refuse = () => {
      throw new Error('A letter cannot change variables.');
    };
    return evaluateJuel(
      source,
      {
        variables: {
          get: (name) => variables.get(name),
          has: (name) => variables.has(name),
          names: () => variables.keys(),
        },
        execution: {
          id: '',
          processInstanceId: '',
          processDefinitionId: '',
          businessKey: null,
          activityId: '',
          activityName: null,
          activityInstanceId: '',
          tenantId: null,
          eventName: null,
          setVariable: refuse,
          setVariableLocal: refuse,
          removeVariable: refuse,
          getVariableLocal: (name) => variables.get(name),
        },
      },
      {
        now: now(),
        userId: null,
        groups: [],
        functions: new Map(
          [...functions].map(([name, run]) => [
            name,
            (_now: number, ...parameters: readonly unknown[]) => run(...parameters),
          ]),
        ),
      },
    );
  };
}
