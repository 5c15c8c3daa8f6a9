import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ProcessingFailure } from '../../server/engine/errors.ts';
import type { Command } from '../../server/engine/record/command.ts';
import { blocks, ProcessDrawing } from '../kit/random-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const RUNS = Number(process.env['RANDOM_PROCESSES'] ?? 500);
/** Commands after which a process must have ended when everything is just worked off. */
const MOST_COMMANDS = 400;

/** Everything that could be asked of the instance now, in a stable order. */
function possibleCommands(scenario: Scenario, v: number): Command[] {
  const { state } = scenario;
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
  for (const { id } of state.subscriptions.values())
    commands.push({ type: 'deliverMessage', subscriptionId: id, variables });
  for (const { id } of state.jobs.values()) {
    commands.push(
      { type: 'executeJob', jobId: id },
      { type: 'failJob', jobId: id, errorMessage: 'no', errorDetails: null, failedActivityId: null },
      { type: 'changeJob', jobId: id, change: { retries: v % 3 } },
    );
  }
  for (const { id } of state.activities.values())
    commands.push({
      type: 'changeVariables',
      scopeId: id,
      local: v % 2 === 0,
      modifications: typed({ local: v }),
      deletions: v % 3 === 0 ? ['local'] : [],
    });
  return commands;
}

/** One thing that brings the instance nearer to its end: work before events, the oldest first. */
function finishingCommand(scenario: Scenario): Command {
  const { state } = scenario;
  const variables = typed({ v: 1 });
  for (const job of state.jobs.values()) if (job.kind !== 'timer') return { type: 'executeJob', jobId: job.id };
  for (const { id } of state.tasks.values()) return { type: 'completeTask', taskId: id, variables };
  for (const { id } of state.externalTasks.values())
    return { type: 'completeExternalTask', externalTaskId: id, variables };
  const waiting = (entry: { readonly activityId: string }) =>
    scenario.definition.nodes.get(entry.activityId)?.kind === 'intermediateCatchEvent';
  for (const job of state.jobs.values()) if (waiting(job)) return { type: 'executeJob', jobId: job.id };
  for (const subscription of state.subscriptions.values())
    if (waiting(subscription)) return { type: 'deliverMessage', subscriptionId: subscription.id };
  throw new Error(`nothing is left to do, but it has not ended:\n${scenario.tree()}`);
}

describe('random block-structured processes', () => {
  it(`keep every invariant after every command and can end (${RUNS} processes)`, () => {
    const choices = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 30 })), { maxLength: 20 });
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 30 }), choices, (block, v, chosen) => {
        const { definition } = ProcessDrawing.of(block);
        const scenario = Scenario.start(definition, { variables: { v } });
        // An error that nobody catches ends its token, after which a join may wait for ever: such a run is cancelled.
        let lostToken = false;
        for (const [choice, value] of chosen) {
          if (scenario.state.ended !== null) break;
          const commands = possibleCommands(scenario, value);
          const command = commands[choice % commands.length];
          assert.ok(command);
          lostToken ||= command.type === 'throwBpmnError';
          try {
            scenario.command(command);
          } catch (error) {
            // `v % 5 == 0` with a body that never waits cannot be: each loop holds a task.
            if (!(error instanceof ProcessingFailure) || !/no outgoing/i.test(error.message)) throw error;
          }
        }
        if (lostToken && scenario.state.ended === null) {
          scenario.cancel().hasEnded('EXTERNALLY_TERMINATED');
          return;
        }
        for (let count = 0; scenario.state.ended === null; count += 1) {
          assert.ok(count < MOST_COMMANDS, `${MOST_COMMANDS} commands, and it has not ended:\n${scenario.tree()}`);
          scenario.command(finishingCommand(scenario));
        }
        scenario.hasEnded();
      }),
      { numRuns: RUNS, includeErrorInReport: true },
    );
  });
});
