import type { Condition, Expression, ValueSource } from '../definition/expression.ts';
import { ProcessingFailure } from '../errors.ts';
import type { ActivityInstance, UserTaskInstance } from '../instance/state.ts';
import { findVariable, findVariableScope, visibleVariables } from '../instance/tree.ts';
import type { VariableValue } from '../instance/value.ts';
import type { EvaluationContext, VariableScope } from '../ports.ts';
import type { Context } from './context.ts';
import { removeVariable, setLocalVariable, setVariable } from './variables.ts';

/** Variables as seen from an activity instance. */
export function variableScope(context: Context, scopeId: string): VariableScope {
  return {
    get: (name) => findVariable(context.state, scopeId, name),
    has: (name) => findVariableScope(context.state, scopeId, name) !== undefined,
    names: () => visibleVariables(context.state, scopeId).keys(),
  };
}

/** Variables of somebody else, as they came with a command. */
export function variablesAsScope(variables: ReadonlyMap<string, VariableValue>): VariableScope {
  return { get: (name) => variables.get(name), has: (name) => variables.has(name), names: () => variables.keys() };
}

export interface EvaluationOptions {
  /** Where variables are looked up and set, if not at the activity itself (input mappings: the scope around it). */
  readonly scopeId?: string;
  /** The flow node or sequence flow at hand, if not the activity's own. */
  readonly activityId?: string;
  readonly eventName?: string;
  readonly task?: Pick<UserTaskInstance, 'id' | 'name' | 'assignee'>;
}

export function evaluationContext(
  context: Context,
  activity: ActivityInstance,
  options: EvaluationOptions = {},
): EvaluationContext {
  const scopeId = options.scopeId ?? activity.id;
  const activityId = options.activityId ?? activity.activityId;
  const { state, definition } = context;
  return {
    // What concerns a task is seen from the task, which is not there yet while its attributes are evaluated.
    variables: variableScope(context, options.task && state.tasks.has(options.task.id) ? options.task.id : scopeId),
    execution: {
      id: activity.id,
      processInstanceId: state.id,
      processDefinitionId: state.definitionId,
      businessKey: state.businessKey,
      activityId,
      activityName: definition.nodes.get(activityId)?.name ?? null,
      activityInstanceId: activity.id,
      tenantId: state.tenantId,
      eventName: options.eventName ?? null,
      setVariable: (name, value) => setVariable(context, scopeId, { name, value }),
      setVariableLocal: (name, value) => setLocalVariable(context, scopeId, { name, value }),
      removeVariable: (name) => removeVariable(context, scopeId, name),
      getVariableLocal: (name) => state.variables.get(scopeId)?.get(name),
    },
    ...(options.task
      ? { task: { id: options.task.id, name: options.task.name, assignee: options.task.assignee } }
      : {}),
  };
}

/**
 * Whether a condition holds. @throws ProcessingFailure when it gives neither true nor false (nor null, which is false).
 */
function holds(result: unknown, at: { readonly activityId: string; readonly what: string }): boolean {
  if (result === true) return true;
  if (result === false || result === null || result === undefined) return false;
  throw new ProcessingFailure(
    at.activityId,
    `The condition of ${at.what} gives ${describe(result)}, not true or false. Correct the condition.`,
  );
}

/** Whether a condition of the model holds. @throws ProcessingFailure when it does not say. */
export function conditionHolds(
  context: Context,
  condition: Condition,
  at: { readonly evaluation: EvaluationContext; readonly what: string },
): boolean {
  const { activityId } = at.evaluation.execution;
  const where = { activityId, what: at.what };
  if (condition.type === 'expression') return holds(context.evaluate(condition.expression, at.evaluation), where);
  const result = context.runScript(condition.script, at.evaluation);
  if ('value' in result) return holds(result.value, where);
  throw new ProcessingFailure(
    activityId,
    `The condition of ${at.what} threw BPMN error ${result.bpmnError.code}. A condition can only be true or false.`,
  );
}

/** The text of an expression's value; null when it gives null. */
export function evaluateText(context: Context, expression: Expression, evaluation: EvaluationContext): string | null {
  const value = context.evaluate(expression, evaluation);
  return value === null || value === undefined ? null : String(value);
}

/** @throws ProcessingFailure when the expression gives null or empty text. */
export function evaluateName(
  context: Context,
  expression: Expression,
  use: { readonly evaluation: EvaluationContext; readonly what: string },
): string {
  const text = evaluateText(context, expression, use.evaluation);
  if (text === null || text === '') {
    throw new ProcessingFailure(
      use.evaluation.execution.activityId,
      `${use.what} is empty: ${expression.source} gives no text.`,
    );
  }
  return text;
}

/** @throws ProcessingFailure when the expression gives no whole number. */
export function evaluateInteger(
  context: Context,
  expression: Expression,
  use: { readonly evaluation: EvaluationContext; readonly what: string },
): number {
  const value = context.evaluate(expression, use.evaluation);
  const number =
    typeof value === 'number' ? value : Number(typeof value === 'string' && value.trim() !== '' ? value : Number.NaN);
  if (!Number.isInteger(number)) {
    throw new ProcessingFailure(
      use.evaluation.execution.activityId,
      `${use.what} must be a whole number; ${expression.source} gives ${describe(value)}.`,
    );
  }
  return number;
}

/** The plain value of an input or output parameter. */
export function evaluateSource(context: Context, source: ValueSource, evaluation: EvaluationContext): unknown {
  switch (source.type) {
    case 'expression':
      return context.evaluate(source.expression, evaluation);
    case 'script': {
      const result = context.runScript(source.script, evaluation);
      if ('value' in result) return result.value;
      throw new ProcessingFailure(
        evaluation.execution.activityId,
        `A script of an input or output parameter threw BPMN error ${result.bpmnError.code}. Throw it in a script task instead, where it can be caught.`,
      );
    }
    case 'list':
      return source.items.map((item) => evaluateSource(context, item, evaluation));
    case 'map':
      return Object.fromEntries(
        source.entries.map(([key, value]) => [
          evaluateText(context, key, evaluation) ?? '',
          evaluateSource(context, value, evaluation),
        ]),
      );
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `the text "${value.slice(0, 80)}"`;
  return value === null || value === undefined
    ? 'nothing'
    : typeof value === 'object'
      ? 'a list or structure'
      : String(value);
}
