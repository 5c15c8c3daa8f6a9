import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { KitPorts } from '../kit/ports.ts';
import type { Database } from '../../server/application/ports/database.ts';
import type { Event } from '../../server/engine/record/event.ts';
import { modelledFile } from '../kit/modelled-process.ts';
import { compare } from '../kit/oracle/compare.ts';
import { completedTasks } from '../kit/oracle/completed-tasks.ts';
import { drawPlan } from '../kit/oracle/drawn-plan.ts';
import { plans } from '../kit/oracle/plans.ts';
import { runPlan } from '../kit/oracle/run-plan.ts';
import { openMemoryDatabase, RestartingWorld, tablesInUse } from '../kit/restarting-world.ts';
import { Scenario } from '../kit/scenario.ts';
import { bpmnFile } from '../kit/xml-model.ts';

/** A twentieth of the plans of a long run; a restart costs a thousand times a step. */
const RUNS = Math.ceil(Number(process.env['RANDOM_PLANS'] ?? 6_000) / 20);

describe('a random process on a server that stops after every command', () => {
  let database: Database;
  before(async () => (database = await openMemoryDatabase()));
  after(() => database.close());
  let runs = 0;

  it(`goes on from the database as if nothing had happened, event by event (${RUNS} processes)`, async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        async (plan, order, inReverse) => {
          const drawn = drawPlan(plan);
          const compile = () => modelledFile(bpmnFile(drawn.elements, { around: drawn.around }));
          const [definition, ...called] = await compile();
          runs += 1;
          const newId = idsOf(runs);
          const lasting = Scenario.start(definition, { variables: drawn.variables, called, ports: { newId } });
          await runPlan(drawn, order, {
            world: () => lasting.world,
            send: (instanceId, command) => lasting.world.send(instanceId, command),
          });
          const restarting = await RestartingWorld.start(
            { database, compile, inReverse, ports: new KitPorts({ newId: idsOf(runs) }) },
            drawn.variables,
          );
          await runPlan(drawn, order, {
            world: () => restarting.world,
            send: (instanceId, command) => restarting.send(instanceId, command),
          });
          assert.equal(compare(drawn.expected, completedTasks(restarting.events)), null);
          const told = inReverse ? withoutClosings : (events: readonly Event[]) => events;
          assert.deepEqual(told(restarting.events), told(lasting.world.events));
        },
      ),
      {
        numRuns: RUNS,
        includeErrorInReport: true,
        ...(process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}),
      },
    );
    assert.deepEqual(await tablesInUse(database), []);
  });
});

/** The same ids each time, and others than those of another run. */
function idsOf(run: number): () => string {
  let count = 0;
  return () => `${run}-${String((count += 1)).padStart(6, '0')}`;
}

/** Without the waits that are over because something else has ended them: in which order they go makes no difference. */
function withoutClosings(events: readonly Event[]): readonly Event[] {
  return events.filter(({ type }) => !['subscriptionClosed', 'jobEnded', 'variableRemoved'].includes(type));
}
