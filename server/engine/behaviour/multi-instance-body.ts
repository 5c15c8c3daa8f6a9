import type { Behaviour, Context } from '../context/context.ts';
import { conditionHolds, evaluationContext, evaluateInteger } from '../context/evaluation.ts';
import { setLocalVariable, setVariable } from '../context/variables.ts';
import { getNode } from '../definition/definition-index.ts';
import type { RepeatingScope, Repetition } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import { toExact, toVariableValue } from '../instance/convert.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { findVariable, hasChildren } from '../instance/tree.ts';
import { throwBehaviourEvents } from './multi-instance-events.ts';

type MultiInstance = Extract<Repetition, { type: 'multiInstance' }>;

/**
 * The instances of a multi-instance activity, all at once or one after the other (BPMN 2.0.2, 13.3.7), with Camunda's
 * counters: `nrOfInstances`, `nrOfCompletedInstances` and `nrOfActiveInstances` on the body, `loopCounter` (from 0) and
 * the element on each instance.
 */
export const multiInstanceBody: Behaviour<RepeatingScope> = {
  activated(body, node, context) {
    const repetition = repetitionOf(node);
    const elements = readElements(context, body, repetition);
    const count = elements?.length ?? readCount(context, body, repetition);
    if (count === 0) return context.schedule({ type: 'complete', activityInstanceId: body.id });
    setCount(context, body, 'nrOfInstances', count);
    setCount(context, body, 'nrOfCompletedInstances', 0);
    setCount(context, body, 'nrOfActiveInstances', repetition.sequential ? 1 : count);
    const first = repetition.sequential ? 1 : count;
    for (let counter = 0; counter < first; counter += 1) startInstance(context, body, { node, counter, elements });
  },
  childCompletes(body, child, node, context) {
    const repetition = repetitionOf(node);
    const completed = getCount(context, body, 'nrOfCompletedInstances') + 1;
    setCount(context, body, 'nrOfCompletedInstances', completed);
    if (!repetition.sequential)
      setCount(context, body, 'nrOfActiveInstances', getCount(context, body, 'nrOfActiveInstances') - 1);
    collectOutput(context, body, { child, repetition });
    throwBehaviourEvents(context, body, { node, throws: repetition.throws, completed });
    const { completionCondition } = repetition;
    const evaluation = evaluationContext(context, child);
    if (
      completionCondition &&
      conditionHolds(
        context,
        { type: 'expression', expression: completionCondition },
        { evaluation, what: `the completion of ${child.activityId}` },
      )
    )
      return context.schedule({ type: 'terminateScope', scopeId: body.id });
    if (repetition.sequential && completed < getCount(context, body, 'nrOfInstances'))
      // Read again before each instance of a sequence: the list may have changed (Camunda).
      startInstance(context, body, { node, counter: completed, elements: readElements(context, body, repetition) });
  },
  settle(body, _node, context) {
    if (!hasChildren(context.state, body.id)) context.schedule({ type: 'complete', activityInstanceId: body.id });
  },
};

function repetitionOf(node: RepeatingScope): MultiInstance {
  if (node.repetition.type !== 'multiInstance') throw new Error(`${node.id} is no multi-instance body.`);
  return node.repetition;
}

function startInstance(
  context: Context,
  body: ActivityInstance,
  {
    node,
    counter,
    elements,
  }: { readonly node: RepeatingScope; readonly counter: number; readonly elements: readonly unknown[] | undefined },
): void {
  const repetition = repetitionOf(node);
  const variables = new Map([['loopCounter', toVariableValue(counter)]]);
  if (repetition.elementVariable !== undefined && elements)
    variables.set(repetition.elementVariable, toVariableValue(elements[counter]));
  context.schedule({
    type: 'activate',
    node: getNode(context.definition, node.children[0] ?? ''),
    parentId: body.id,
    arrivedBy: null,
    variables,
  });
}

function readCount(context: Context, body: ActivityInstance, repetition: MultiInstance): number {
  if (!repetition.cardinality) return 0;
  const evaluation = evaluationContext(context, body);
  const count = evaluateInteger(context, repetition.cardinality, { evaluation, what: 'The number of instances' });
  if (count < 0)
    throw new ProcessingFailure(
      body.activityId,
      `Invalid number of instances: must be a non-negative integer value, but was ${count}.`,
    );
  return count;
}

function readElements(
  context: Context,
  body: ActivityInstance,
  repetition: MultiInstance,
): readonly unknown[] | undefined {
  if (!repetition.collection) return undefined;
  const value = context.evaluate(repetition.collection, evaluationContext(context, body));
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new ProcessingFailure(
    body.activityId,
    `The collection ${repetition.collection.source} is no list. Give a variable that holds a list, or an expression that makes one.`,
  );
}

function collectOutput(
  context: Context,
  body: ActivityInstance,
  { child, repetition }: { readonly child: ActivityInstance; readonly repetition: MultiInstance },
): void {
  const { outputCollection, outputElement } = repetition;
  if (outputCollection === undefined || outputElement === undefined) return;
  const plain = (scopeId: string, name: string) => {
    const value = findVariable(context.state, scopeId, name);
    return value === undefined ? null : toExact(value);
  };
  const collected = plain(body.id, outputCollection);
  const list = Array.isArray(collected) ? [...(collected as unknown[])] : [];
  list[Number(plain(child.id, 'loopCounter'))] = plain(child.id, outputElement);
  setVariable(context, body.id, {
    name: outputCollection,
    value: toVariableValue(Array.from(list, (each) => each ?? null)),
  });
}

function setCount(context: Context, body: ActivityInstance, name: string, count: number): void {
  setLocalVariable(context, body.id, { name, value: toVariableValue(count) });
}

function getCount(context: Context, body: ActivityInstance, name: string): number {
  return Number(context.state.variables.get(body.id)?.get(name)?.value ?? 0);
}
