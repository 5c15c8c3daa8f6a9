import { evaluateSource, evaluationContext } from '../context/evaluation.ts';
import { setLocalVariable, setVariable } from '../context/variables.ts';
import type { Context } from '../context/context.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { Pending } from '../errors.ts';
import { toVariableValue } from '../instance/convert.ts';
import type { ActivityInstance } from '../instance/state.ts';

/**
 * Input parameters: all evaluated before the first is set, so that none sees another, then local to the activity
 * (Camunda). An instance of a multi-instance activity has its element and number already, which they do see.
 */
export function mapInputs(context: Context, activity: ActivityInstance, node: FlowNode): void {
  if (node.inputs.length === 0 || context.skips.mappings) return;
  const evaluation = evaluationContext(context, activity);
  const values = node.inputs.map(({ name, value }) => ({
    name,
    value: toVariableValue(evaluateSource(context, value, evaluation)),
  }));
  for (const entry of values) setLocalVariable(context, activity.id, entry);
}

/** Output parameters: evaluated inside the activity, set outward from the scope around it (Camunda). */
export function mapOutputs(context: Context, activity: ActivityInstance, node: FlowNode): void {
  if (context.skips.mappings) return;
  const evaluation = evaluationContext(context, activity);
  for (const { name, value } of node.outputs) {
    setVariable(context, activity.parentId ?? activity.id, {
      name,
      value: toVariableValue(evaluateSource(context, value, evaluation)),
    });
  }
}

/**
 * As `mapOutputs`, for an activity that is interrupted: what is not there yet is left out instead of stopping the
 * interruption.
 */
export function mapOutputsOnInterruption(context: Context, activity: ActivityInstance, node: FlowNode): void {
  for (const output of node.outputs) {
    try {
      mapOutputs(context, activity, { ...node, outputs: [output] });
    } catch (error) {
      if (error instanceof Pending) throw error;
    }
  }
}
