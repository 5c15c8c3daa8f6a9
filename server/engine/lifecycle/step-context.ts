import { apply } from '../apply/apply.ts';
import type { MutableState, UndoLog } from '../apply/mutable-state.ts';
import { startState } from '../apply/process-instance.ts';
import type { Context, Transition } from '../context/context.ts';
import { type DefinitionIndex, indexDefinition } from '../definition/definition-index.ts';
import type { VariableEvent } from '../definition/event-definition.ts';
import type { Expression, Script } from '../definition/expression.ts';
import type { ProcessDefinition } from '../definition/process-definition.ts';
import { MigrationRefused, Pending, ProcessingFailure, Rejection } from '../errors.ts';
import type { InstanceState, Subscription } from '../instance/state.ts';
import type { EvaluationContext, Ports } from '../ports.ts';
import type { Effect } from '../record/effect.ts';
import type { Event } from '../record/event.ts';
import { assertTransition } from './transitions.ts';

/** More transitions than this in one step mean that it never ends. */
const MOST_TRANSITIONS = 10_000;

interface VariableChange {
  readonly scopeId: string;
  readonly name: string;
  readonly kind: VariableEvent;
}

/** One step under way: its agenda, what has happened so far, and how to take it back. */
export class StepContext implements Context {
  readonly definition: ProcessDefinition;
  readonly index: DefinitionIndex;
  readonly now: number;
  readonly userId: string | null;
  readonly events: Event[] = [];
  effects: Effect[] = [];
  skips = { listeners: false, mappings: false };
  readonly undo: UndoLog = [];
  /** The flow node at which something is being done, for reporting failures. */
  activityAtHand: string;
  /** A transient variable was set: it goes at the end of the step. */
  sawTransient = false;
  readonly #ports: Ports;
  #state: MutableState | null;
  /** The next transition is the last of the stack, so that each token runs to its rest before the next one moves. */
  #stack: Transition[] = [];
  #scheduled: Transition[] = [];
  /** Scopes that tokens have left. They are looked at when no token is moving any more. */
  readonly #scopes = new Set<string>();

  #transitions = 0;
  /** Changes of variables that conditional events have not been told of, and where in them each event was armed. */
  #changes: VariableChange[] = [];
  readonly #armedAt = new Map<string, number>();

  constructor(definition: ProcessDefinition, state: InstanceState | null, ports: Ports) {
    this.definition = definition;
    this.index = indexDefinition(definition);
    this.#ports = ports;
    // The one place where a state is opened for writing; it is written by `apply` only.
    this.#state = state as MutableState | null;
    this.now = ports.now;
    this.userId = ports.userId;
    this.activityAtHand = definition.key;
  }

  get state(): InstanceState {
    if (!this.#state) throw new Error('The process instance has not started yet.');
    return this.#state;
  }

  emit(event: Event): void {
    this.events.push(event);
    if (event.type === 'processInstanceStarted') {
      this.#state = startState(event, this.definition.key, this.now);
      return;
    }
    if (!this.#state) throw new Error('The process instance has not started yet.');
    if (event.type === 'activityEnded') this.#checkParent(event.activityInstanceId);
    else if (event.type === 'activityStateChanged') {
      const before = this.#state.activities.get(event.activityInstanceId);
      if (before) assertTransition(before.state, event.state, before.activityId);
      this.#checkParent(event.activityInstanceId);
    } else if (event.type === 'variableSet' && event.value.transient) this.sawTransient = true;
    if (this.index.hasConditionalEvents) this.#noteChange(event);
    apply(event, { state: this.#state, at: this.now, undo: this.undo });
  }

  #noteChange(event: Event): void {
    if (event.type === 'subscriptionOpened' && event.subscription.kind === 'conditional')
      this.#armedAt.set(event.subscription.id, this.#changes.length);
    if (event.type !== 'variableSet' && event.type !== 'variableRemoved') return;
    const { scopeId, name } = event;
    const existed = this.#state?.variables.get(scopeId)?.has(name) === true;
    const kind = event.type === 'variableRemoved' ? 'delete' : existed ? 'update' : 'create';
    this.#changes.push({ scopeId, name, kind });
  }

  /** Conditional subscriptions with the changes of variables since they were last looked at. */
  changedConditions(): readonly { readonly subscription: Subscription; readonly changes: readonly VariableChange[] }[] {
    if (this.#changes.length === 0) return [];
    const changes = this.#changes;
    const armedAt = new Map(this.#armedAt);
    this.#changes = [];
    this.#armedAt.clear();
    return [...this.state.subscriptions.values()]
      .filter(({ kind }) => kind === 'conditional')
      .map((subscription) => ({ subscription, changes: changes.slice(armedAt.get(subscription.id) ?? 0) }));
  }

  /** A token has left (or will not come to) this scope. */
  checkScope(scopeId: string): void {
    this.#scopes.add(scopeId);
  }

  #checkParent(activityInstanceId: string): void {
    const parentId = this.#state?.activities.get(activityInstanceId)?.parentId;
    if (parentId) this.#scopes.add(parentId);
  }

  schedule(transition: Transition): void {
    this.#scheduled.push(transition);
  }

  request(effect: Effect): void {
    this.effects.push(effect);
  }

  /** Takes the request for a called instance back. @returns whether it was still there. */
  withdrawCall(instanceId: string): boolean {
    const kept = this.effects.filter((effect) => effect.type !== 'callProcess' || effect.instanceId !== instanceId);
    const withdrawn = kept.length < this.effects.length;
    this.effects = kept;
    return withdrawn;
  }

  /** Tokens that are on their way inside a scope are gone: the scope is interrupted. */
  dropTokensOf(scopeId: string): void {
    const stays = (transition: Transition) => transition.type !== 'activate' || transition.parentId !== scopeId;
    this.#stack = this.#stack.filter(stays);
    this.#scheduled = this.#scheduled.filter(stays);
  }

  /** @throws ProcessingFailure when the step never comes to a wait: a loop without a wait state */
  countTransition(): void {
    this.#transitions += 1;
    if (this.#transitions <= MOST_TRANSITIONS) return;
    throw new ProcessingFailure(
      this.activityAtHand,
      `The process does not come to a wait: more than ${MOST_TRANSITIONS} transitions in one step, the last at ${this.activityAtHand}. Check for a loop without a task, or make an activity in it asynchronous.`,
    );
  }

  nextTransition(): Transition | undefined {
    while (this.#scheduled.length > 0) this.#stack.push(this.#scheduled.pop() as Transition);
    return this.#stack.pop();
  }

  nextScope(): string | undefined {
    for (const scopeId of this.#scopes) {
      this.#scopes.delete(scopeId);
      return scopeId;
    }
    return undefined;
  }

  newId(): string {
    return this.#ports.newId();
  }

  evaluate(expression: Expression, evaluation: EvaluationContext): unknown {
    try {
      return this.#ports.evaluate(expression, evaluation);
    } catch (error) {
      throw toFailure(error, evaluation.execution.activityId, `Cannot evaluate ${expression.source}`);
    }
  }

  runScript(script: Script, evaluation: EvaluationContext) {
    try {
      return this.#ports.runScript(script, evaluation);
    } catch (error) {
      throw toFailure(error, evaluation.execution.activityId, 'A script failed');
    }
  }

  decide(...[reference, variables, at]: Parameters<Ports['decide']>) {
    try {
      return this.#ports.decide(reference, variables, at);
    } catch (error) {
      throw toFailure(error, this.activityAtHand, `Cannot evaluate decision ${reference.key}`);
    }
  }

  firstDue(...given: Parameters<Ports['firstDue']>) {
    return this.#ports.firstDue(...given);
  }

  overridingPriority(...given: Parameters<Ports['overridingPriority']>) {
    return this.#ports.overridingPriority(...given);
  }

  nextDue(text: string, dueAt: number): number {
    return this.#ports.nextDue(text, dueAt);
  }

  retryCycle(text: string) {
    return this.#ports.retryCycle(text);
  }
}

/**
 * What a port threw, as the failure of the flow node at hand. What the engine itself has said already stays as it is.
 */
export function toFailure(error: unknown, activityId: string, what: string): Error {
  if (
    error instanceof Pending ||
    error instanceof Rejection ||
    error instanceof ProcessingFailure ||
    error instanceof MigrationRefused
  )
    return error;
  return new ProcessingFailure(
    activityId,
    `${what} at ${activityId}: ${error instanceof Error ? error.message : String(error)}`,
    { cause: error },
  );
}
