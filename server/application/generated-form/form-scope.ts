import { Pending, ProcessingFailure } from '../../engine/errors.ts';
import { toVariableValue } from '../../engine/instance/convert.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { EvaluationContext, Ports } from '../../engine/ports.ts';
import type { Evaluate } from './show-form.ts';
import { FormFieldRefused } from './submit-form.ts';

/** Gives the same ports again and again while answers come in. */
export interface FormPorts {
  attempt(): Pick<Ports, 'evaluate'>;
}

/** Where a form is shown: the variables seen from there, and what expressions may ask about it. */
export interface FormPlace {
  readonly variables: Variables;
  readonly execution: Pick<
    EvaluationContext['execution'],
    | 'id'
    | 'processInstanceId'
    | 'processDefinitionId'
    | 'businessKey'
    | 'activityId'
    | 'activityName'
    | 'activityInstanceId'
    | 'tenantId'
  >;
  readonly task?: NonNullable<EvaluationContext['task']>;
}

/**
 * Does what needs expressions of a form; where one has to wait (FEEL in a thread of its own), it is done again when the
 * answer is there.
 * @throws FormFieldRefused, and ProcessingFailure for an expression that fails and a value that is not of its type
 */
export async function withExpressions<T>(
  place: FormPlace,
  ports: FormPorts,
  work: (evaluate: Evaluate) => T,
): Promise<T> {
  for (;;) {
    const { evaluate } = ports.attempt();
    try {
      return work((expression, variables) => toVariableValue(evaluate(expression, contextOf(place, variables))));
    } catch (error) {
      if (error instanceof FormFieldRefused || !(error instanceof Error)) throw error;
      if (!(error instanceof Pending))
        throw new ProcessingFailure(place.execution.activityId, error.message, { cause: error });
      await error.answer;
    }
  }
}

function contextOf({ execution, task }: FormPlace, variables: Variables): EvaluationContext {
  const refuse = (): never => {
    throw new Error(`The form of ${execution.activityId} sets variables. Its expressions may only read them.`);
  };
  return {
    variables: {
      get: (name) => variables.get(name),
      has: (name) => variables.has(name),
      names: () => variables.keys(),
    },
    execution: {
      ...execution,
      eventName: null,
      setVariable: refuse,
      setVariableLocal: refuse,
      removeVariable: refuse,
      getVariableLocal: (name) => variables.get(name),
    },
    ...(task ? { task } : {}),
  };
}
