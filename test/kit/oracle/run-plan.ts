import assert from 'node:assert/strict';
import type { Command } from '../../../server/engine/record/command.ts';
import type { ActivityInstance } from '../../../server/engine/instance/state.ts';
import type { ProcessWorld, RunningInstance } from '../process-world.ts';
import { typed } from '../scenario.ts';
import type { Occurrence } from './drawing.ts';
import type { DrawnPlan } from './drawn-plan.ts';

const MOST_COMMANDS = 1_000;

/** Something that could be done now. Sorted by its place, so that one run can be done again like another. */
interface Action {
  readonly place: string;
  readonly instanceId: string;
  readonly command: Command;
  /** What an event has come to, so that it comes once. */
  readonly comesTo?: string;
}

/** Who decides which world the next command is sent to: one that lives on, or one that was just loaded. */
export interface PlanRun {
  world(): ProcessWorld;
  send(instanceId: string, command: Command): void | Promise<void>;
  /** The plan's name for an id of this run, when the two are not the same. */
  originalOf?(activityId: string): string;
}

/**
 * Does the work of a plan until every instance has ended, in the order that the numbers say.
 * @throws AssertionError when nothing can be done and it has not ended, or when it does not end
 */
export async function runPlan(drawn: DrawnPlan, order: readonly number[], run: PlanRun): Promise<void> {
  const seen = new Set<string>();
  for (let count = 0; ; count += 1) {
    const world = run.world();
    const running = [...world.instances].filter(([, { state }]) => state.ended === null);
    if (running.length === 0) return;
    assert.ok(count < MOST_COMMANDS, `it does not end: ${describe(world)}`);
    const actions = running
      .flatMap(([instanceId]) => new Choice(world, instanceId, drawn, run).actions(seen))
      .sort((left, right) => (left.place < right.place ? -1 : 1));
    const chosen = actions[(order[count % order.length] ?? 0) % actions.length];
    assert.ok(chosen, `nothing can be done, and it has not ended: ${describe(world)}`);
    if (chosen.comesTo !== undefined) seen.add(chosen.comesTo);
    await run.send(chosen.instanceId, chosen.command);
  }
}

function describe(world: ProcessWorld): string {
  return [...world.instances.values()]
    .flatMap(({ state }) => [...state.activities.values()].map((each) => `${each.activityId} (${each.state})`))
    .join(', ');
}

function failureOfExternalTask(externalTaskId: string): Command {
  const failure = { errorMessage: 'It failed.', errorDetails: null, retries: 1, retryTimeout: 0 };
  return { type: 'failExternalTask', externalTaskId, ...failure };
}

function failureOfJob(jobId: string): Command {
  return { type: 'failJob', jobId, errorMessage: 'It failed.', errorDetails: null, failedActivityId: null };
}

/** What can be done with one instance so that it goes on as planned. */
class Choice {
  readonly #world: ProcessWorld;
  readonly #instanceId: string;
  readonly #instance: RunningInstance;
  readonly #drawn: DrawnPlan;
  readonly #run: PlanRun;

  constructor(world: ProcessWorld, instanceId: string, drawn: DrawnPlan, run: PlanRun) {
    const instance = world.instances.get(instanceId);
    assert.ok(instance);
    this.#world = world;
    this.#instanceId = instanceId;
    this.#instance = instance;
    this.#drawn = drawn;
    this.#run = run;
  }

  actions(seen: ReadonlySet<string>): Action[] {
    const { state } = this.#instance;
    const actions: Action[] = [];
    const can = (activityInstanceId: string, command: Command, how = '') =>
      actions.push({ place: this.#placeOf(activityInstanceId) + how, instanceId: this.#instanceId, command });
    for (const { id, activityId, activityInstanceId } of state.tasks.values()) {
      if (this.#drawn.idle.has(activityId)) continue;
      const occurrence = this.#drawn.occurrences.get(activityId);
      const around = occurrence ? this.#around(activityInstanceId) : [];
      const holder = around.find((each) => each.activityId === occurrence?.holderId);
      if (occurrence) assert.ok(holder, `${occurrence.holderId} is not around ${activityId}`);
      if (!occurrence || !holder || seen.has(holder.id)) can(activityInstanceId, { type: 'completeTask', taskId: id });
      else
        actions.push({
          ...this.#happen(activityInstanceId, new Set(around.map((each) => each.id)), occurrence),
          place: this.#placeOf(activityInstanceId),
          comesTo: holder.id,
        });
    }
    for (const { id, activityInstanceId, retries } of state.externalTasks.values()) {
      can(activityInstanceId, { type: 'completeExternalTask', externalTaskId: id });
      if (retries === null) can(activityInstanceId, failureOfExternalTask(id), ' fails');
    }
    for (const job of state.jobs.values())
      if (job.kind !== 'timer' || (this.#kindOf(job) === 'intermediateCatchEvent' && this.#isDecided(job)))
        can(job.activityInstanceId, { type: 'executeJob', jobId: job.id });
    // Work that failed is tried again and changes nothing.
    for (const job of state.jobs.values())
      if (job.kind !== 'timer' && job.retries > 1) can(job.activityInstanceId, failureOfJob(job.id), ' fails');
    for (const each of state.subscriptions.values()) {
      const kind = this.#kindOf(each);
      if (kind === 'receiveTask' || (kind === 'intermediateCatchEvent' && this.#isDecided(each)))
        can(each.activityInstanceId, { type: 'deliverEvent', subscriptionId: each.id });
    }
    return actions;
  }

  #kindOf({ activityId }: { readonly activityId: string }) {
    return this.#instance.definition.nodes.get(activityId)?.kind;
  }

  /** Where something waits: sorts like the plan's ids, of several instances the older one first. */
  #placeOf(activityInstanceId: string): string {
    const activity = this.#instance.state.activities.get(activityInstanceId);
    const id = activity?.activityId ?? '';
    const original = this.#run.originalOf?.(id) ?? id;
    return `${original} ${this.#instanceId} ${String(activity?.order ?? 0).padStart(6, '0')}`;
  }

  /** Of the events behind a gateway only the planned one comes. */
  #isDecided(wait: { readonly activityId: string; readonly activityInstanceId: string }): boolean {
    const holder = this.#instance.state.activities.get(wait.activityInstanceId)?.activityId ?? '';
    const decision = this.#drawn.decisions.get(holder);
    return decision === undefined || decision === wait.activityId;
  }

  /** The activity and all around it, into the instances that have called this one. */
  #around(activityInstanceId: string): ActivityInstance[] {
    const around: ActivityInstance[] = [];
    let [state, next] = [this.#instance.state, activityInstanceId as string | null];
    while (next !== null) {
      const activity: ActivityInstance | undefined = state.activities.get(next);
      assert.ok(activity);
      around.push(activity);
      next = activity.parentId;
      if (next !== null || state.superProcessInstanceId === null) continue;
      next = state.superActivityInstanceId;
      const caller = this.#world.instances.get(state.superProcessInstanceId);
      assert.ok(caller);
      state = caller.state;
    }
    return around;
  }

  #happen(
    hostId: string,
    around: ReadonlySet<string>,
    { trigger, eventId }: Occurrence,
  ): { readonly instanceId: string; readonly command: Command } {
    if (trigger === 'error')
      return this.#here({ type: 'throwBpmnError', activityInstanceId: hostId, code: 'FAIL', message: null });
    if (trigger === 'escalation')
      return this.#here({ type: 'throwEscalation', activityInstanceId: hostId, code: 'RAISE' });
    const isMine = (wait: { readonly activityId: string; readonly activityInstanceId: string }) =>
      wait.activityId === eventId && around.has(wait.activityInstanceId);
    for (const [instanceId, { state }] of this.#world.instances) {
      const job = [...state.jobs.values()].find(isMine);
      if (job) return { instanceId, command: { type: 'executeJob', jobId: job.id } };
      const waiting = [...state.subscriptions.values()].find(isMine);
      if (waiting?.kind === 'conditional')
        // A variable of its own, local to who waits, so that nobody else's condition holds.
        return {
          instanceId,
          command: {
            type: 'changeVariables',
            scopeId: waiting.activityInstanceId,
            local: true,
            modifications: typed({ [eventId]: 1 }),
            deletions: [],
          },
        };
      if (waiting) return { instanceId, command: { type: 'deliverEvent', subscriptionId: waiting.id } };
    }
    return assert.fail(`nobody waits for ${eventId}`);
  }

  #here(command: Command): { readonly instanceId: string; readonly command: Command } {
    return { instanceId: this.#instanceId, command };
  }
}
