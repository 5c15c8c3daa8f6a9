import assert from 'node:assert/strict';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { Rejection } from '../../server/engine/errors.ts';
import { toPlain, toVariableValue } from '../../server/engine/instance/convert.ts';
import type { ActivityInstance, EndState, InstanceState, Job } from '../../server/engine/instance/state.ts';
import { childrenOf } from '../../server/engine/instance/tree.ts';
import type { Variables } from '../../server/engine/instance/value.ts';
import type { Ports } from '../../server/engine/ports.ts';
import type { Command } from '../../server/engine/record/command.ts';
import { after, KitPorts } from './ports.ts';
import { ProcessWorld } from './process-world.ts';

export type PlainVariables = Readonly<Record<string, unknown>>;

export interface ScenarioOptions {
  readonly variables?: PlainVariables;
  readonly businessKey?: string;
  /** The start event, if not the none start event. */
  readonly startAt?: string;
  /** Ports that the test answers itself (decisions, for instance). */
  readonly ports?: Partial<Ports>;
  /** Definitions that call activities may call. */
  readonly called?: readonly ProcessDefinition[];
}

/**
 * One process instance told as a chain of plain calls. After every command the harness checks the events, the undo and
 * the tree (see `checkedStep`). Activities are named by their ids in the drawing; of several the oldest is meant.
 */
export class Scenario {
  readonly world: ProcessWorld;
  readonly id: string;
  readonly definition: ProcessDefinition;

  private constructor(world: ProcessWorld, definition: ProcessDefinition, id: string) {
    this.world = world;
    this.definition = definition;
    this.id = id;
  }

  static start(definition: ProcessDefinition, options: ScenarioOptions = {}): Scenario {
    const ports = new KitPorts(options.ports);
    const world = new ProcessWorld(ports, [definition, ...(options.called ?? [])]);
    const instanceId = ports.newId();
    world.start(definition, {
      type: 'startProcessInstance',
      instanceId,
      businessKey: options.businessKey ?? null,
      variables: typed(options.variables),
      startUserId: ports.userId,
      ...(options.startAt === undefined ? {} : { startActivityId: options.startAt }),
    });
    return new Scenario(world, definition, instanceId);
  }

  get state(): InstanceState {
    const entry = this.world.instances.get(this.id);
    if (!entry) throw new Error(`There is no process instance ${this.id}.`);
    return entry.state;
  }

  /** The scenario of the instance that a call activity has called. */
  called(activityId: string): Scenario {
    const { calledInstanceId } = this.#activity(activityId);
    const entry = calledInstanceId === null ? undefined : this.world.instances.get(calledInstanceId);
    assert.ok(entry && calledInstanceId !== null, `${activityId} has called nobody`);
    return new Scenario(this.world, entry.definition, calledInstanceId);
  }

  /** What works or waits now, tokens at joins left out: each as often as it is there, in any order. */
  isAt(...activityIds: string[]): this {
    const parents = new Set([...this.state.activities.values()].map(({ parentId }) => parentId));
    const leaves = [...this.state.activities.values()].filter(({ id, parentId, activityId }) => {
      const kind = this.definition.nodes.get(activityId)?.kind;
      return parentId !== null && !parents.has(id) && (kind === 'eventBasedGateway' || !kind?.endsWith('Gateway'));
    });
    assert.deepEqual(leaves.map(({ activityId }) => activityId).sort(), [...activityIds].sort());
    return this;
  }

  hasEnded(state: EndState = 'COMPLETED'): this {
    assert.equal(this.state.ended, state, `the instance is at\n${this.tree()}`);
    return this;
  }

  /** The activity instance tree as text, two blanks for each level. */
  tree(): string {
    const { state } = this;
    const lines: string[] = [];
    const write = (activity: ActivityInstance, depth: number) => {
      lines.push(
        '  '.repeat(depth) + activity.activityId + (activity.state === 'active' ? '' : ` (${activity.state})`),
      );
      for (const child of childrenOf(state, activity.id)) write(child, depth + 1);
    };
    const root = state.activities.get(state.id);
    if (root) write(root, 0);
    return lines.join('\n');
  }

  /** Ids of the activities that have started, in that order. */
  passed(): string[] {
    return this.world.events.flatMap((event) => (event.type === 'activityCreated' ? [event.activity.activityId] : []));
  }

  /** Variables of the process instance, or of the activity named. */
  variables(activityId?: string): Record<string, unknown> {
    const scopeId = activityId === undefined ? this.id : this.#activity(activityId).id;
    return Object.fromEntries(
      [...(this.state.variables.get(scopeId) ?? [])].map(([name, value]) => [name, toPlain(value)]),
    );
  }

  /** The process instance has at least these variables. */
  hasVariables(expected: PlainVariables): this {
    const actual = this.variables();
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, actual[name]])), expected);
    return this;
  }

  /** Completes what waits there: user task, external task, receive task or message event. */
  complete(activityId: string, variables?: PlainVariables): this {
    const activity = this.#activity(activityId);
    const { tasks, externalTasks, subscriptions } = this.state;
    const task = [...tasks.values()].find(({ activityInstanceId }) => activityInstanceId === activity.id);
    if (task) return this.command({ type: 'completeTask', taskId: task.id, variables: typed(variables) });
    const externalTask = [...externalTasks.values()].find(
      ({ activityInstanceId }) => activityInstanceId === activity.id,
    );
    if (externalTask)
      return this.command({
        type: 'completeExternalTask',
        externalTaskId: externalTask.id,
        variables: typed(variables),
      });
    const subscription = [...subscriptions.values()].find(
      (each) => each.activityInstanceId === activity.id && each.activityId === activityId,
    );
    if (subscription)
      return this.command({ type: 'deliverEvent', subscriptionId: subscription.id, variables: typed(variables) });
    return this.command({ type: 'signalActivity', activityInstanceId: activity.id, variables: typed(variables) });
  }

  /** Delivers a message to whoever of this instance waits for it. */
  correlate(name: string, variables?: PlainVariables): this {
    const subscription = [...this.state.subscriptions.values()].find((each) => each.name === name);
    assert.ok(subscription, `nobody waits for message ${name}`);
    return this.command({ type: 'deliverEvent', subscriptionId: subscription.id, variables: typed(variables) });
  }

  throwError(
    activityId: string,
    code: string,
    options: { readonly message?: string; readonly variables?: PlainVariables } = {},
  ): this {
    return this.command({
      type: 'throwBpmnError',
      activityInstanceId: this.#activity(activityId).id,
      code,
      message: options.message ?? null,
      variables: typed(options.variables),
    });
  }

  /**
   * Lets time pass (ISO 8601 duration or milliseconds); timers fire at the moment they are due. Other jobs wait for
   * `executeJobs`.
   */
  passTime(time: string | number): this {
    const { ports } = this.world;
    const until = typeof time === 'number' ? ports.now + time : after(ports.now, time);
    for (let next = this.#nextTimer(until); next; next = this.#nextTimer(until)) {
      ports.now = Math.max(ports.now, next.job.dueAt ?? 0);
      this.world.send(next.instanceId, { type: 'executeJob', jobId: next.job.id });
    }
    ports.now = until;
    return this;
  }

  #nextTimer(until: number): { readonly instanceId: string; readonly job: Job } | undefined {
    const timers = [...this.world.instances].flatMap(([instanceId, { state }]) =>
      state.suspended
        ? []
        : [...state.jobs.values()]
            .filter(({ kind, dueAt, retries }) => kind === 'timer' && retries > 0 && (dueAt ?? 0) <= until)
            .map((job) => ({ instanceId, job })),
    );
    return timers.sort((left, right) => (left.job.dueAt ?? 0) - (right.job.dueAt ?? 0))[0];
  }

  /** Executes async continuations until none is due. */
  executeJobs(): this {
    for (let job = this.#nextContinuation(); job; job = this.#nextContinuation())
      this.command({ type: 'executeJob', jobId: job.id });
    return this;
  }

  #nextContinuation(): Job | undefined {
    return [...this.state.jobs.values()].find(
      ({ kind, dueAt, retries }) => kind !== 'timer' && retries > 0 && (dueAt ?? 0) <= this.world.ports.now,
    );
  }

  /** The job of an activity or timer event. */
  job(activityId: string): Job {
    const job = [...this.state.jobs.values()].find((each) => each.activityId === activityId);
    assert.ok(job, `${activityId} has no job`);
    return job;
  }

  cancel(reason = 'cancelled by a test'): this {
    return this.command({ type: 'cancelProcessInstance', reason, internally: false });
  }

  command(command: Command): this {
    this.world.send(this.id, command);
    return this;
  }

  /** What `attempt` does is refused, and nothing has happened. */
  refuses(attempt: (scenario: this) => unknown, expected: RegExp | Rejection['reason']): this {
    const before = this.tree();
    assert.throws(
      () => attempt(this),
      (error: unknown) => {
        if (typeof expected === 'string') return error instanceof Rejection && error.reason === expected;
        return error instanceof Error && expected.test(error.message);
      },
    );
    assert.equal(this.tree(), before);
    return this;
  }

  #activity(activityId: string): ActivityInstance {
    const found = [...this.state.activities.values()]
      .filter((activity) => activity.activityId === activityId)
      .sort((left, right) => Number(isOver(left)) - Number(isOver(right)) || left.order - right.order)[0];
    assert.ok(found, `${activityId} is not active; the instance is at\n${this.tree()}`);
    return found;
  }
}

/** Complete, with a job that has yet to lead away. */
function isOver({ state }: ActivityInstance): boolean {
  return state === 'afterAsync';
}

export function typed(plain: PlainVariables = {}): Variables {
  return new Map(Object.entries(plain).map(([name, value]) => [name, toVariableValue(value)]));
}
