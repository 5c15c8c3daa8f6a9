import { applyChanges } from '../context/variables.ts';
import { endJob } from '../context/job.ts';
import { getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { MigrationInstruction } from '../definition/migration-plan.ts';
import type { ProcessDefinition } from '../definition/process-definition.ts';
import { MigrationRefused } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import type { CommandOf } from '../record/command.ts';
import { triggers } from '../trigger/registry.ts';
import { openScope } from './ensure-scope.ts';
import type { StepContext } from './step-context.ts';

/**
 * Turns an instance of `source` into one of the step's definition (Camunda 7: process instance migration). Every
 * activity instance needs an instruction. Scopes that only the new model has are opened; what waits for events is kept,
 * renamed, made anew or dropped as the new model and the instructions say.
 * @throws MigrationRefused when an activity instance has no instruction
 */
export function migrate(context: StepContext, command: CommandOf<'migrateProcessInstance'>): void {
  const instructions = new Map(command.instructions.map((each) => [each.sourceActivityId, each]));
  const before = [...context.state.activities.values()].sort((left, right) => left.order - right.order);
  refuseUnmapped(context, before, instructions);
  const source = command.source;
  const { id, key } = context.definition;
  context.emit({ type: 'processInstanceMigrated', definitionId: id, processKey: key });
  if (command.variables.size > 0) applyChanges(context, context.state.id, { variables: command.variables });
  const opened = new Map<string, ActivityInstance>();
  for (const activity of before) {
    const instruction = instructions.get(activity.activityId);
    if (activity.parentId === null || !instruction) continue;
    const node = getNode(context.definition, instruction.targetActivityId);
    const parent = newParent(context, { activity, node, opened });
    context.emit({
      type: 'activityMigrated',
      activityInstanceId: activity.id,
      activityId: node.id,
      parentId: parent.id,
    });
    migrateWork(context, activity, node);
  }
  for (const activity of before)
    migrateTriggers(context, activity, { source, instructions, isRoot: activity.parentId === null });
  for (const record of [...context.state.compensations.values()]) {
    const instruction = instructions.get(record.activityId);
    context.emit({ type: 'compensationRemoved', recordId: record.id });
    if (instruction)
      context.emit({ type: 'compensationRecorded', record: { ...record, activityId: instruction.targetActivityId } });
  }
}

function refuseUnmapped(
  context: StepContext,
  activities: readonly ActivityInstance[],
  instructions: ReadonlyMap<string, MigrationInstruction>,
): void {
  const unmapped = activities.filter(({ parentId, activityId }) => parentId !== null && !instructions.has(activityId));
  if (unmapped.length === 0) return;
  throw new MigrationRefused(
    context.state.id,
    unmapped.map(({ id, activityId }) => ({
      activityInstanceId: id,
      activityId,
      failures: ["There is no migration instruction for this instance's activity"],
    })),
  );
}

/** The instance of the scope around the new node: a migrated one, or one opened now, once for all that go into it. */
function newParent(
  context: StepContext,
  {
    activity,
    node,
    opened,
  }: { readonly activity: ActivityInstance; readonly node: FlowNode; readonly opened: Map<string, ActivityInstance> },
): ActivityInstance {
  const scopes: FlowNode[] = [];
  let ancestor = getActivity(context.state, activity.parentId ?? context.state.id);
  for (
    let scope = context.definition.nodes.get(node.scopeId);
    scope;
    scope = context.definition.nodes.get(scope.scopeId)
  ) {
    if (scope.id === ancestor.activityId) break;
    scopes.unshift(scope);
  }
  for (const scope of scopes) {
    const place = `${ancestor.id} ${scope.id}`;
    const known = opened.get(place) ?? openScope(context, scope, ancestor);
    opened.set(place, known);
    ancestor = known;
  }
  return ancestor;
}

function migrateWork(context: StepContext, activity: ActivityInstance, node: FlowNode): void {
  const { tasks, externalTasks, incidents } = context.state;
  for (const [work, all] of [
    ['task', tasks],
    ['externalTask', externalTasks],
    ['incident', incidents],
  ] as const)
    for (const each of [...all.values()])
      if (each.activityInstanceId === activity.id)
        context.emit({ type: 'workMigrated', work, id: each.id, activityId: node.id });
}

/** Jobs and subscriptions of an activity instance, its own and those of the events on it and in it. */
function migrateTriggers(
  context: StepContext,
  activity: ActivityInstance,
  {
    source,
    instructions,
    isRoot,
  }: {
    readonly source: ProcessDefinition;
    readonly instructions: ReadonlyMap<string, MigrationInstruction>;
    readonly isRoot: boolean;
  },
): void {
  const now = getActivity(context.state, activity.id);
  const awaited = awaitedEvents(context, now);
  const kept = new Set<string>();
  const { jobs, subscriptions } = context.state;
  const waits = [
    ...[...jobs.values()].map((job) => ({ work: 'job' as const, ...job })),
    ...[...subscriptions.values()].map((subscription) => ({ work: 'subscription' as const, ...subscription })),
  ].filter(({ activityInstanceId }) => activityInstanceId === activity.id);
  for (const wait of waits) {
    const own = wait.activityId === activity.activityId;
    const instruction = instructions.get(wait.activityId) ?? implicit(source, wait.activityId, instructions);
    const target = own ? now.activityId : instruction?.targetActivityId;
    const isEvent = !own || wait.work !== 'job' || wait.kind === 'timer' || wait.subscriptionId !== null;
    const stays =
      target !== undefined &&
      (own || awaited.some(({ id }) => id === target)) &&
      !(isEvent && instruction?.updateEventTrigger === true);
    if (stays) {
      context.emit({ type: 'workMigrated', work: wait.work, id: wait.id, activityId: target });
      kept.add(target);
    } else if (wait.work === 'job') {
      const job = jobs.get(wait.id);
      if (job) endJob(context, job, 'deleted');
    } else context.emit({ type: 'subscriptionClosed', subscriptionId: wait.id });
  }
  if (now.state !== 'active') return;
  for (const node of awaited)
    if (!kept.has(node.id) && 'event' in node) triggers[node.event.type].arm?.(now, node, context);
  if (isRoot || kept.has(now.activityId)) return;
  const node = getNode(context.definition, now.activityId);
  const waited = waits.some(({ activityId }) => activityId === activity.activityId);
  if (waited && node.kind === 'intermediateCatchEvent') triggers[node.event.type].arm?.(now, node, context);
}

/** The start event of a mapped event sub-process goes with it. */
function implicit(
  source: ProcessDefinition,
  activityId: string,
  instructions: ReadonlyMap<string, MigrationInstruction>,
): MigrationInstruction | undefined {
  const node = source.nodes.get(activityId);
  const scope = node?.kind === 'startEvent' ? instructions.get(node.scopeId) : undefined;
  return scope && { ...scope, sourceActivityId: activityId, targetActivityId: activityId };
}

/** Events that the new model has on an activity or in a scope. */
function awaitedEvents(context: StepContext, activity: ActivityInstance): readonly FlowNode[] {
  const { boundaryEvents, eventSubProcesses } = context.index;
  return [
    ...(boundaryEvents.get(activity.activityId) ?? []),
    ...(eventSubProcesses.get(activity.activityId) ?? []).map(({ start }) => start),
  ];
}
