import { definitionsOf } from './event-definition.ts';
import type { FlowNode } from './flow-node.ts';
import type { ProcessModel } from './process-definition.ts';

/** What one activity of the old definition becomes in the new one. */
export interface MigrationInstruction {
  readonly sourceActivityId: string;
  readonly targetActivityId: string;
  /** Timers, messages and signals are made anew from the new model instead of kept. */
  readonly updateEventTrigger: boolean;
}

/** Why an instruction cannot be carried out, in Camunda 7's words. */
export interface InstructionReport {
  readonly instruction: MigrationInstruction;
  readonly failures: readonly string[];
}

const MIGRATABLE = new Set<FlowNode['kind']>([
  'userTask',
  'serviceTask',
  'sendTask',
  'businessRuleTask',
  'receiveTask',
  'callActivity',
  'subProcess',
  'transaction',
  'adHocSubProcess',
  'eventSubProcess',
  'multiInstanceBody',
  'standardLoop',
  'intermediateCatchEvent',
  'boundaryEvent',
  'eventBasedGateway',
  'parallelGateway',
  'inclusiveGateway',
]);

/** Equal ids with equal meaning, as far as they can be migrated (Camunda 7: `/migration/generate`). */
export function generateMigrationPlan(
  source: ProcessModel,
  target: ProcessModel,
  updateEventTriggers: boolean,
): readonly MigrationInstruction[] {
  const candidates: MigrationInstruction[] = [];
  for (const node of source.nodes.values()) {
    if (!canWait(node) || !target.nodes.has(node.id)) continue;
    candidates.push({
      sourceActivityId: node.id,
      targetActivityId: node.id,
      updateEventTrigger: (updateEventTriggers && isTriggered(node)) || hasCondition(node),
    });
  }
  const failing = new Set(
    validateMigrationPlan(candidates, source, target).map(({ instruction }) => instruction.sourceActivityId),
  );
  return candidates.filter(({ sourceActivityId }) => !failing.has(sourceActivityId));
}

/** A task that an expression does at once never waits, and neither does a thrown event. */
function canWait(node: FlowNode): boolean {
  if (!MIGRATABLE.has(node.kind)) return false;
  return !('implementation' in node) || node.implementation === undefined || node.implementation.type === 'external';
}

function isTriggered(node: FlowNode): boolean {
  return node.kind === 'intermediateCatchEvent' || node.kind === 'boundaryEvent' || node.kind === 'receiveTask';
}

function hasCondition(node: FlowNode): boolean {
  return 'event' in node && definitionsOf(node.event).some(({ type }) => type === 'conditional');
}

/** @returns the instructions that cannot be carried out; none when the plan is fine */
export function validateMigrationPlan(
  plan: readonly MigrationInstruction[],
  source: ProcessModel,
  target: ProcessModel,
): readonly InstructionReport[] {
  const targets = new Map(plan.map(({ sourceActivityId, targetActivityId }) => [sourceActivityId, targetActivityId]));
  return plan.flatMap((instruction) => {
    const failures = failuresOf(instruction, { source, target, targets, plan });
    return failures.length > 0 ? [{ instruction, failures }] : [];
  });
}

function failuresOf(
  instruction: MigrationInstruction,
  all: {
    readonly source: ProcessModel;
    readonly target: ProcessModel;
    readonly targets: ReadonlyMap<string, string>;
    readonly plan: readonly MigrationInstruction[];
  },
): readonly string[] {
  const { sourceActivityId, targetActivityId } = instruction;
  const from = all.source.nodes.get(sourceActivityId);
  const to = all.target.nodes.get(targetActivityId);
  if (!from) return [`Source activity '${sourceActivityId}' does not exist`];
  if (!to) return [`Target activity '${targetActivityId}' does not exist`];
  const failures: string[] = [];
  if (all.plan.filter((each) => each.sourceActivityId === sourceActivityId).length > 1)
    failures.push('There are multiple mappings for source activity id ' + `'${sourceActivityId}'`);
  if (!canWait(from)) failures.push(`The activity '${sourceActivityId}' (${from.kind}) cannot be migrated`);
  if (!sameBehaviour(from, to))
    failures.push(`Activities have incompatible types (${from.kind} is not compatible with ${to.kind})`);
  if ('event' in from && 'event' in to && from.event.type !== to.event.type)
    failures.push(`Events are not of the same type (${from.event.type} != ${to.event.type})`);
  if (hasCondition(from) && !instruction.updateEventTrigger)
    failures.push('Conditional event migration requires updateEventTrigger');
  if (
    from.kind === 'boundaryEvent' &&
    to.kind === 'boundaryEvent' &&
    all.targets.get(from.attachedTo) !== to.attachedTo
  )
    failures.push(
      `The source activity's event scope (${from.attachedTo}) must be mapped to the target activity's event scope (${to.attachedTo})`,
    );
  if (isGateway(from) && from.incoming.length > to.incoming.length)
    failures.push(
      'The target gateway must have at least the same number of incoming sequence flows that the source gateway has',
    );
  const scope = nearestMappedScope(all.source, from, all.targets);
  if (scope !== undefined && !isInside(all.target, to, scope))
    failures.push(`The closest mapped ancestor '${scope}' is not a scope around target activity '${to.id}'`);
  return failures;
}

function sameBehaviour(from: FlowNode, to: FlowNode): boolean {
  const kindOf = ({ kind }: FlowNode) => (kind === 'transaction' ? 'subProcess' : kind);
  return kindOf(from) === kindOf(to);
}

function isGateway(node: FlowNode): boolean {
  return node.kind === 'parallelGateway' || node.kind === 'inclusiveGateway';
}

/** Where the nearest scope around a node goes that is migrated itself. */
function nearestMappedScope(
  model: ProcessModel,
  node: FlowNode,
  targets: ReadonlyMap<string, string>,
): string | undefined {
  for (let scope = model.nodes.get(node.scopeId); scope; scope = model.nodes.get(scope.scopeId)) {
    const target = targets.get(scope.id);
    if (target !== undefined) return target;
  }
  return undefined;
}

function isInside(model: ProcessModel, node: FlowNode, scopeId: string): boolean {
  for (let scope = model.nodes.get(node.scopeId); scope; scope = model.nodes.get(scope.scopeId))
    if (scope.id === scopeId) return true;
  return false;
}
