import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Command } from '../../server/engine/record/command.ts';
import { modelled } from '../kit/modelled-process.ts';
import { compare } from '../kit/oracle/compare.ts';
import { type DrawnPlan, drawPlan, type Occurrence } from '../kit/oracle/drawn-plan.ts';
import { plans } from '../kit/oracle/plan.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const RUNS = Number(process.env['RANDOM_PLANS'] ?? 2_000);
const MOST_COMMANDS = 1_000;

/** Events that have come already, by the activity instance they came to. */
type Seen = Set<string>;

/** All that could be done now to go on as the plan says; who does it first is for chance to say. */
function possibleCommands(scenario: Scenario, drawn: DrawnPlan, seen: Seen): (() => void)[] {
  const { state } = scenario;
  const send = (command: Command) => () => void scenario.command(command);
  const actions: (() => void)[] = [];
  for (const { id, activityId, activityInstanceId } of state.tasks.values()) {
    const occurrence = drawn.occurrences.get(activityId);
    if (occurrence && !seen.has(activityInstanceId))
      actions.push(() => {
        seen.add(activityInstanceId);
        happen(scenario, activityInstanceId, occurrence);
      });
    else actions.push(send({ type: 'completeTask', taskId: id }));
  }
  for (const { id } of state.externalTasks.values())
    actions.push(send({ type: 'completeExternalTask', externalTaskId: id }));
  for (const job of state.jobs.values()) {
    const node = scenario.definition.nodes.get(job.activityId);
    const decided = isDecided(scenario, drawn, job);
    if (job.kind !== 'timer' || (node?.kind === 'intermediateCatchEvent' && decided))
      actions.push(send({ type: 'executeJob', jobId: job.id }));
  }
  for (const subscription of state.subscriptions.values()) {
    const kind = scenario.definition.nodes.get(subscription.activityId)?.kind;
    if (kind === 'receiveTask' || (kind === 'intermediateCatchEvent' && isDecided(scenario, drawn, subscription)))
      actions.push(send({ type: 'deliverMessage', subscriptionId: subscription.id }));
  }
  return actions;
}

/** Of the events behind a gateway only the planned one comes. */
function isDecided(
  { state }: Scenario,
  drawn: DrawnPlan,
  wait: { readonly activityId: string; readonly activityInstanceId: string },
): boolean {
  const holder = state.activities.get(wait.activityInstanceId)?.activityId ?? '';
  const decision = drawn.decisions.get(holder);
  return decision === undefined || decision === wait.activityId;
}

function happen(scenario: Scenario, hostId: string, { trigger, eventId }: Occurrence): void {
  const { state } = scenario;
  const scopes = new Set([hostId, state.activities.get(hostId)?.parentId]);
  const mine = (wait: { readonly activityId: string; readonly activityInstanceId: string }) =>
    wait.activityId === eventId && scopes.has(wait.activityInstanceId);
  switch (trigger) {
    case 'timer':
      for (const job of state.jobs.values())
        if (mine(job)) return void scenario.command({ type: 'executeJob', jobId: job.id });
      break;
    case 'message':
    case 'signal':
      for (const subscription of state.subscriptions.values())
        if (mine(subscription))
          return void scenario.command({ type: 'deliverMessage', subscriptionId: subscription.id });
      break;
    case 'error':
      return void scenario.command({ type: 'throwBpmnError', activityInstanceId: hostId, code: 'FAIL', message: null });
    case 'escalation':
      return void scenario.command({ type: 'throwEscalation', activityInstanceId: hostId, code: 'RAISE' });
    case 'conditional': {
      // A variable of its own, local to who waits, so that nobody else's condition holds.
      const waiting = [...state.subscriptions.values()].find(mine);
      assert.ok(waiting, `nobody waits for ${eventId}`);
      return void scenario.command({
        type: 'changeVariables',
        scopeId: waiting.activityInstanceId,
        local: true,
        modifications: typed({ [eventId]: 1 }),
        deletions: [],
      });
    }
  }
  assert.fail(`nobody waits for ${eventId}`);
}

function completedTasks(scenario: Scenario): string[] {
  const activityOf = new Map<string, string>();
  const completed: string[] = [];
  for (const event of scenario.world.events) {
    if (event.type === 'activityCreated') activityOf.set(event.activity.id, event.activity.activityId);
    if (event.type !== 'activityEnded' || event.canceled) continue;
    const id = activityOf.get(event.activityInstanceId) ?? '';
    if (/^t\d+$/.test(id)) completed.push(id);
  }
  return completed;
}

describe('random processes of all blocks', () => {
  it(`do what an independent oracle says, in whatever order the work is done (${RUNS} processes)`, async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), async (plan, order) => {
        const drawn = drawPlan(plan);
        const definition = await modelled(drawn.elements, { around: drawn.around });
        const scenario = Scenario.start(definition, { variables: drawn.variables });
        const seen: Seen = new Set();
        for (let count = 0; scenario.state.ended === null; count += 1) {
          assert.ok(count < MOST_COMMANDS, `it does not end:\n${scenario.tree()}`);
          const actions = possibleCommands(scenario, drawn, seen);
          const chosen = actions[(order[count % order.length] ?? 0) % actions.length];
          assert.ok(chosen, `nothing can be done, and it has not ended:\n${scenario.tree()}`);
          chosen();
        }
        scenario.hasEnded();
        assert.equal(compare(drawn.expected, completedTasks(scenario)), null);
      }),
      {
        numRuns: RUNS,
        includeErrorInReport: true,
        ...(process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}),
      },
    );
  });
});
