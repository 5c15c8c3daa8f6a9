import type { Context } from '../context/context.ts';
import { evaluateSource, evaluationContext } from '../context/evaluation.ts';
import { setLocalVariable } from '../context/variables.ts';
import type { DataAssociation, DataItem } from '../definition/data-flow.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { toExact, toVariableValue } from '../instance/convert.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { findVariable, pathToRoot } from '../instance/tree.ts';
import type { VariableValue } from '../instance/value.ts';

const NULL: VariableValue = { type: 'Null', value: null };

/** Data objects, properties and data outputs are variables of their holder from its beginning, null until written. */
export function holdData(context: Context, scopeId: string, names: readonly string[]): void {
  for (const name of names)
    if (!context.state.variables.get(scopeId)?.has(name)) setLocalVariable(context, scopeId, { name, value: NULL });
}

/** Data input associations of an activity or event that begins. A source without a value gives null. */
export function passDataIn(context: Context, activity: ActivityInstance, { data }: FlowNode): void {
  if (!data) return;
  holdData(context, activity.id, data.holds);
  if (context.skips.mappings) return;
  for (const association of data.inputs) pass(context, activity, association);
}

/** Data output associations of an activity or event that completes. An output that is null leaves its target alone. */
export function passDataOut(context: Context, activity: ActivityInstance, { data }: FlowNode): void {
  if (!data || context.skips.mappings) return;
  for (const association of data.outputs)
    if (!copies(association) || isAvailable(context, activity, association)) pass(context, activity, association);
}

function copies({ transformation, assignments }: DataAssociation): boolean {
  return transformation === undefined && assignments.length === 0;
}

function isAvailable(context: Context, activity: ActivityInstance, { sources }: DataAssociation): boolean {
  return sources.every((source) => read(context, activity, source).value !== null);
}

function pass(context: Context, activity: ActivityInstance, association: DataAssociation): void {
  const { sources, target, transformation, assignments } = association;
  const [source] = sources;
  if (transformation)
    write(
      context,
      activity,
      target,
      toVariableValue(evaluate(context, activity, { association, source: transformation })),
    );
  else if (copies(association) && source) write(context, activity, target, read(context, activity, source));
  for (const { from, path } of assignments) {
    const value = evaluate(context, activity, { association, source: from });
    const whole = path.length === 0 ? value : withPart(toExact(read(context, activity, target)), path, value);
    write(context, activity, target, toVariableValue(whole));
  }
}

/** The sources are seen by their names, also where a variable further in has the same one. */
function evaluate(
  context: Context,
  activity: ActivityInstance,
  {
    association,
    source,
  }: { readonly association: DataAssociation; readonly source: Parameters<typeof evaluateSource>[1] },
): unknown {
  const evaluation = evaluationContext(context, activity);
  const { variables } = evaluation;
  const named = new Map(association.sources.map((item) => [item.name, item]));
  return evaluateSource(context, source, {
    ...evaluation,
    variables: {
      get: (name) => {
        const item = named.get(name);
        return item ? read(context, activity, item) : variables.get(name);
      },
      has: (name) => named.has(name) || variables.has(name),
      names: () => new Set([...variables.names(), ...named.keys()]).keys(),
    },
  });
}

function read(context: Context, activity: ActivityInstance, { name, holder }: DataItem): VariableValue {
  if (holder === undefined) return findVariable(context.state, activity.id, name) ?? NULL;
  return context.state.variables.get(findHolder(context, activity, holder))?.get(name) ?? NULL;
}

function write(context: Context, activity: ActivityInstance, { name, holder }: DataItem, value: VariableValue): void {
  const scopeId = holder === undefined ? activity.id : findHolder(context, activity, holder);
  setLocalVariable(context, scopeId, { name, value });
}

/** The instance of the process or sub-process around an activity instance. */
function findHolder(context: Context, activity: ActivityInstance, holder: string): string {
  return pathToRoot(context.state, activity.id).find(({ activityId }) => activityId === holder)?.id ?? context.state.id;
}

/** A copy of a structure with one of its parts set; what is no structure becomes one. */
function withPart(whole: unknown, [field = '', ...rest]: readonly string[], part: unknown): unknown {
  const entries = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? Object.entries(whole) : [];
  const before: unknown = entries.find(([name]) => name === field)?.[1];
  const value = rest.length === 0 ? part : withPart(before, rest, part);
  return Object.fromEntries([...entries.filter(([name]) => name !== field), [field, value]]);
}
