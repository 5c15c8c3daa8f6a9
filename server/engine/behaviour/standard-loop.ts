import type { Behaviour, Context } from '../context/context.ts';
import { conditionHolds, evaluateInteger, evaluationContext } from '../context/evaluation.ts';
import { setLocalVariable } from '../context/variables.ts';
import { getNode } from '../definition/definition-index.ts';
import type { RepeatingScope } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import { toVariableValue } from '../instance/convert.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { hasChildren } from '../instance/tree.ts';

/**
 * A standard loop (BPMN 2.0.2, 13.3.6): the activity runs again while the condition holds, tested before or after each
 * run, at most as often as the maximum says. `loopCounter` counts the runs from 0.
 */
export const standardLoop: Behaviour<RepeatingScope> = {
  activated(loop, node, context) {
    setLocalVariable(context, loop.id, { name: 'loopCounter', value: toVariableValue(0) });
    const { repetition } = node;
    const maximum = readMaximum(context, loop, node);
    const runs =
      maximum !== 0 && (repetition.type !== 'standardLoop' || !repetition.testBefore || again(context, loop, node));
    if (runs) startRun(context, loop, node);
    else context.schedule({ type: 'complete', activityInstanceId: loop.id });
  },
  childCompletes(loop, _child, node, context) {
    const runs = Number(context.state.variables.get(loop.id)?.get('loopCounter')?.value ?? 0) + 1;
    setLocalVariable(context, loop.id, { name: 'loopCounter', value: toVariableValue(runs) });
    const maximum = readMaximum(context, loop, node);
    if ((maximum === undefined || runs < maximum) && again(context, loop, node)) startRun(context, loop, node);
  },
  settle(loop, _node, context) {
    if (!hasChildren(context.state, loop.id)) context.schedule({ type: 'complete', activityInstanceId: loop.id });
  },
};

function startRun(context: Context, loop: ActivityInstance, node: RepeatingScope): void {
  context.schedule({
    type: 'activate',
    node: getNode(context.definition, node.children[0] ?? ''),
    parentId: loop.id,
    arrivedBy: null,
  });
}

function again(context: Context, loop: ActivityInstance, node: RepeatingScope): boolean {
  const condition = node.repetition.type === 'standardLoop' ? node.repetition.condition : undefined;
  if (!condition) return true;
  return conditionHolds(context, condition, {
    evaluation: evaluationContext(context, loop),
    what: `the loop of ${node.children[0] ?? node.id}`,
  });
}

function readMaximum(context: Context, loop: ActivityInstance, node: RepeatingScope): number | undefined {
  const maximum = node.repetition.type === 'standardLoop' ? node.repetition.maximum : undefined;
  if (!maximum) return undefined;
  const evaluation = evaluationContext(context, loop);
  const count = evaluateInteger(context, maximum, { evaluation, what: 'The maximum of the loop' });
  if (count < 0)
    throw new ProcessingFailure(loop.activityId, `The maximum of the loop is ${count}; it must be 0 or more.`);
  return count;
}
