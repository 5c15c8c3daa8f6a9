import type { Condition } from '../../engine/definition/expression.ts';
import { Pending } from '../../engine/errors.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { EvaluationContext, Ports } from '../../engine/ports.ts';

/** Gives the same ports again and again while answers come in. */
export interface ConditionPorts {
  attempt(): Ports;
}

/**
 * Whether the condition of a start event holds for variables that no instance has yet. A variable that is not among
 * them makes it false (Camunda).
 * @throws Error when it cannot be evaluated or is a script that throws
 */
export async function evaluateStartCondition(
  condition: Condition,
  of: { readonly processDefinitionId: string; readonly activityId: string; readonly variables: Variables },
  ports: ConditionPorts,
): Promise<boolean> {
  const context = startContext(of);
  for (;;) {
    try {
      const attempt = ports.attempt();
      if (condition.type === 'expression') return attempt.evaluate(condition.expression, context) === true;
      const result = attempt.runScript(condition.script, context);
      if ('value' in result) return result.value === true;
      throw new Error(
        `The condition of ${of.activityId} threw BPMN error ${result.bpmnError.code}. A condition can only be true or false.`,
      );
    } catch (error) {
      if (error instanceof Error && 'unknown' in error && error.unknown === 'property') return false;
      if (!(error instanceof Pending)) throw error;
      await error.answer;
    }
  }
}

/** There is no execution yet: what is asked of it is empty, and it takes no variables. */
function startContext({
  processDefinitionId,
  activityId,
  variables,
}: Parameters<typeof evaluateStartCondition>[1]): EvaluationContext {
  const refuse = (): never => {
    throw new Error(`The condition of ${activityId} sets variables. A condition may only read them.`);
  };
  return {
    variables: {
      get: (name) => variables.get(name),
      has: (name) => variables.has(name),
      names: () => variables.keys(),
    },
    execution: {
      id: '',
      processInstanceId: '',
      processDefinitionId,
      businessKey: null,
      activityId,
      activityName: null,
      activityInstanceId: '',
      tenantId: null,
      eventName: null,
      setVariable: refuse,
      setVariableLocal: refuse,
      removeVariable: refuse,
      getVariableLocal: (name) => variables.get(name),
    },
  };
}
