import type { Behaviour, Context } from '../context/context.ts';
import { evaluateInteger, evaluateText, evaluationContext } from '../context/evaluation.ts';
import { createTimeoutJobs } from '../context/job.ts';
import { runListeners } from '../context/listeners.ts';
import type { Expression } from '../definition/expression.ts';
import type { UserTask } from '../definition/flow-node.ts';
import type { ActivityInstance, UserTaskInstance } from '../instance/state.ts';
import type { EvaluationContext } from '../ports.ts';

/** Priority of a task whose model names none (Camunda). */
const DEFAULT_PRIORITY = 50;

/** Creates a task and waits until it is completed. Listeners: `create`, then `assignment` if somebody is assigned. */
export const userTask: Behaviour<UserTask> = {
  activated(activity, node, context) {
    const task = createTask(activity, node, context);
    context.emit({ type: 'taskCreated', task });
    createTimeoutJobs(context, activity, node);
    if (node.listeners.length === 0) return;
    if (!runListeners(context, node.listeners, { activity, event: 'create', task })) return;
    if (task.assignee !== null) runListeners(context, node.listeners, { activity, event: 'assignment', task });
  },
};

function createTask(activity: ActivityInstance, node: UserTask, context: Context): UserTaskInstance {
  const id = context.newId();
  const evaluation = evaluationContext(context, activity, { task: { id, name: node.name ?? null, assignee: null } });
  const text = (expression: Expression | undefined) =>
    expression ? evaluateText(context, expression, evaluation) : null;
  return {
    id,
    activityInstanceId: activity.id,
    activityId: node.id,
    name: node.nameExpression ? text(node.nameExpression) : (node.name ?? null),
    description: text(node.description),
    assignee: text(node.assignee) || null,
    owner: null,
    parentTaskId: null,
    delegationState: null,
    candidateUsers: evaluateNames(context, node.candidateUsers, evaluation),
    candidateGroups: evaluateNames(context, node.candidateGroups, evaluation),
    priority: node.priority
      ? evaluateInteger(context, node.priority, { evaluation, what: 'The priority of the task' })
      : DEFAULT_PRIORITY,
    createdAt: context.now,
    dueAt: evaluateTime(context, node.dueDate, evaluation),
    followUpAt: evaluateTime(context, node.followUpDate, evaluation),
    formKey: text(node.formKey),
    formRef: node.formRef ?? null,
  };
}

/** Each expression gives one name, names with commas between, or a list; every name once. */
function evaluateNames(
  context: Context,
  expressions: readonly Expression[],
  evaluation: EvaluationContext,
): readonly string[] {
  if (expressions.length === 0) return [];
  const names = new Set<string>();
  for (const expression of expressions) {
    const value = context.evaluate(expression, evaluation);
    const parts: readonly unknown[] = Array.isArray(value)
      ? value
      : value === null || value === undefined
        ? []
        : String(value).split(',');
    for (const part of parts) {
      const name = String(part).trim();
      if (name !== '') names.add(name);
    }
  }
  return [...names];
}

function evaluateTime(
  context: Context,
  expression: Expression | undefined,
  evaluation: EvaluationContext,
): number | null {
  if (!expression) return null;
  const value = context.evaluate(expression, evaluation);
  return value === null || value === undefined || value === '' ? null : context.firstDue('date', value).dueAt;
}
