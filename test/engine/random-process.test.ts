import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { ProcessingFailure, Rejection } from '../../server/engine/errors.ts';
import type { InstanceState } from '../../server/engine/instance/state.ts';
import type { Command } from '../../server/engine/record/command.ts';
import { blocks } from '../kit/random-blocks.ts';
import { called, ProcessDrawing } from '../kit/random-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const RUNS = Number(process.env['RANDOM_PROCESSES'] ?? 500);
/** Commands after which a process must have ended when everything is just worked off. */
const MOST_COMMANDS = 2000;

interface Asked {
  readonly instanceId: string;
  readonly command: Command;
}
type Running = readonly [
  instanceId: string,
  entry: { readonly definition: ProcessDefinition; readonly state: InstanceState },
];

function runningInstances(scenario: Scenario): Running[] {
  return [...scenario.world.instances].filter(([, { state }]) => state.ended === null);
}

/** Everything that could be asked of the instances now, in a stable order. */
function possibleCommands(scenario: Scenario, v: number): Asked[] {
  return runningInstances(scenario).flatMap(([instanceId, { definition, state }]) => [
    ...workOf(state, v).map((command) => ({ instanceId, command })),
    ...operationsOn(definition, state, v).map((command) => ({ instanceId, command })),
  ]);
}

function workOf(state: InstanceState, v: number): Command[] {
  const variables = typed({ v });
  const commands: Command[] = [];
  for (const { id, activityInstanceId } of state.tasks.values()) {
    commands.push(
      { type: 'completeTask', taskId: id, variables },
      { type: 'changeTask', taskId: id, change: { assignee: `officer${v}` } },
    );
    if (v % 4 === 0) commands.push({ type: 'throwBpmnError', activityInstanceId, code: 'FAIL', message: null });
  }
  for (const { id } of state.externalTasks.values()) {
    commands.push({ type: 'completeExternalTask', externalTaskId: id, variables });
    commands.push({
      type: 'failExternalTask',
      externalTaskId: id,
      errorMessage: 'no',
      errorDetails: null,
      retries: v % 2,
      retryTimeout: 10,
    });
  }
  for (const { id, kind } of state.subscriptions.values())
    if (kind !== 'conditional') commands.push({ type: 'deliverEvent', subscriptionId: id, variables });
  for (const { id } of state.jobs.values()) {
    commands.push(
      { type: 'executeJob', jobId: id },
      { type: 'failJob', jobId: id, errorMessage: 'no', errorDetails: null, failedActivityId: null },
      { type: 'changeJob', jobId: id, change: { retries: v % 3 } },
    );
  }
  return commands;
}

function operationsOn(definition: ProcessDefinition, state: InstanceState, v: number): Command[] {
  const commands: Command[] = [];
  for (const { id } of state.activities.values())
    commands.push({
      type: 'changeVariables',
      scopeId: id,
      local: v % 2 === 0,
      modifications: typed({ local: v }),
      deletions: v % 3 === 0 ? ['local'] : [],
    });
  if (v % 6 !== 0) return commands;
  const options = { type: 'modifyProcessInstance', skipListeners: false, skipMappings: false, reason: null } as const;
  const leaves = [...state.activities.values()].filter(({ parentId }) => parentId !== null);
  const nodes = [...definition.nodes.values()].filter(({ kind }) => kind !== 'eventSubProcess');
  for (const [place, { id }] of leaves.entries()) {
    commands.push({ ...options, instructions: [{ type: 'cancelInstance', activityInstanceId: id }] });
    const node = nodes[(place * 7 + v) % nodes.length];
    if (!node) continue;
    commands.push({
      ...options,
      instructions: [
        { type: 'startBefore', activityId: node.id },
        { type: 'cancelInstance', activityInstanceId: id },
      ],
    });
  }
  return commands;
}

/** One thing that brings the instances nearer to their end: work before events, the oldest first. */
function finishingCommand(scenario: Scenario, count: number): Asked {
  const variables = typed({ v: 1 + (count % 2) });
  const running = runningInstances(scenario);
  for (const [instanceId, { state }] of running) {
    const ask = (command: Command) => ({ instanceId, command });
    for (const job of state.jobs.values()) if (job.kind !== 'timer') return ask({ type: 'executeJob', jobId: job.id });
    for (const { id } of state.tasks.values()) return ask({ type: 'completeTask', taskId: id, variables });
    for (const { id } of state.externalTasks.values())
      return ask({ type: 'completeExternalTask', externalTaskId: id, variables });
  }
  for (const [instanceId, { definition, state }] of running) {
    const waiting = (entry: { readonly activityId: string }) =>
      definition.nodes.get(entry.activityId)?.kind === 'intermediateCatchEvent';
    for (const job of state.jobs.values())
      if (waiting(job)) return { instanceId, command: { type: 'executeJob', jobId: job.id } };
    for (const { id, activityId } of state.subscriptions.values())
      if (waiting({ activityId })) return { instanceId, command: { type: 'deliverEvent', subscriptionId: id } };
  }
  throw new Error(`nothing is left to do, but it has not ended:\n${scenario.tree()}`);
}

/** Rejections and failures are answers too, as long as the model or the command is the reason. */
function isAnswer(error: unknown, command: Command): boolean {
  if (error instanceof ProcessingFailure) return /no outgoing|condition of early/i.test(error.message);
  return error instanceof Rejection && command.type === 'modifyProcessInstance' && error.reason === 'invalid';
}

describe('random block-structured processes', () => {
  it(`keep every invariant after every command and can end (${RUNS} processes)`, () => {
    const choices = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 30 })), { maxLength: 20 });
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 30 }), choices, (block, v, chosen) => {
        const { definition } = ProcessDrawing.of(block);
        const scenario = Scenario.start(definition, { variables: { v }, called: [called] });
        // After an error that nobody catches, or a modification, a join may wait for ever: such a run is cancelled.
        let lostToken = false;
        for (const [choice, value] of chosen) {
          if (scenario.state.ended !== null) break;
          const asked = possibleCommands(scenario, value);
          const { instanceId, command } = asked[choice % asked.length] ?? {};
          assert.ok(instanceId !== undefined && command);
          lostToken ||= command.type === 'throwBpmnError' || command.type === 'modifyProcessInstance';
          try {
            scenario.world.send(instanceId, command);
          } catch (error) {
            if (!isAnswer(error, command)) throw error;
          }
        }
        if (lostToken && scenario.state.ended === null) scenario.cancel().hasEnded('EXTERNALLY_TERMINATED');
        for (let count = 0; scenario.state.ended === null; count += 1) {
          assert.ok(count < MOST_COMMANDS, `${MOST_COMMANDS} commands, and it has not ended:\n${scenario.tree()}`);
          const { instanceId, command } = finishingCommand(scenario, count);
          scenario.world.send(instanceId, command);
        }
        if (!lostToken) scenario.hasEnded();
        assert.deepEqual(runningInstances(scenario), []);
      }),
      { numRuns: RUNS, includeErrorInReport: true },
    );
  });
});
