import assert from 'node:assert/strict';
import {
  assertOneWins,
  complete,
  type Contender,
  openTasks,
  type Prize,
  type Race,
  startAt,
  winners,
} from '../kit/declare-races.ts';
import type { RaceCourt } from '../kit/race-court.ts';
import { bounded, twoTasks } from '../kit/race-models.ts';

interface Named {
  readonly id: string;
}
/** Clients that are after one thing. */
const CLIENTS = 50;
const everybody = Array.from({ length: CLIENTS }, (_, index) => index);
const GONE = { status: 500, type: /^(?:RestException|NullValueException)$/ };

/** What is done to the instance of a task while somebody completes it. */
function against(name: string, disturb: (court: RaceCourt, prize: Prize, node: number) => ReturnType<Contender>): Race {
  return {
    name: `d-3 a task is completed while ${name}`,
    models: [twoTasks],
    setUp: (court) => startAt(court, 'twoTasks'),
    contenders: (court, prize) => [complete(court, prize.task), (node) => disturb(court, prize, node)],
    async judge(court, prize, answers) {
      assert.ok(winners(answers).length >= 1, answers.map(({ text }) => text).join('\n'));
      const open = await openTasks(court, prize);
      // A modification may start the second task beside the one that a completion has led to.
      assert.ok(open.length <= (/modified/.test(name) ? 2 : 1), `open: ${open.join(', ')}`);
    },
  };
}

export const taskRaces: readonly Race[] = [
  {
    name: 'd-1 one of fifty completes a task',
    models: [twoTasks],
    setUp: (court) => startAt(court, 'twoTasks'),
    contenders: (court, prize) => everybody.map(() => complete(court, prize.task)),
    async judge(court, prize, answers) {
      assertOneWins(answers, GONE);
      assert.deepEqual(await openTasks(court, prize), ['second']);
    },
  },
  {
    name: 'd-2 one of fifty claims a task',
    models: [twoTasks],
    setUp: (court) => startAt(court, 'twoTasks'),
    contenders: (court, { task }) =>
      everybody.map(
        (each) => (node: number) => court.call('POST', `/task/${task}/claim`, { userId: `u${each}` }, node),
      ),
    async judge(court, { task }, answers) {
      assertOneWins(answers, { status: 500, type: /^TaskAlreadyClaimedException$/ });
      const [row] = await court.rows(`select assignee from task where id = '${task}'`);
      assert.match(String(row?.['assignee']), /^u\d+$/);
    },
  },
  against('its instance is deleted', (court, { instance }, node) =>
    court.call('DELETE', `/process-instance/${instance}`, undefined, node),
  ),
  against('its instance is suspended', (court, { instance }, node) =>
    court.call('PUT', `/process-instance/${instance}/suspended`, { suspended: true }, node),
  ),
  against('its instance is migrated', async (court, { instance }, node) => {
    const [definition] = await court.list<Named>('/process-definition?key=twoTasks&latestVersion=true');
    const id = definition?.id;
    const plan = {
      sourceProcessDefinitionId: id,
      targetProcessDefinitionId: id,
      instructions: ['first', 'second'].map((activity) => ({
        sourceActivityIds: [activity],
        targetActivityIds: [activity],
      })),
    };
    return await court.call(
      'POST',
      '/migration/execute',
      { migrationPlan: plan, processInstanceIds: [instance] },
      node,
    );
  }),
  against('its instance is modified', (court, { instance }, node) =>
    court.call(
      'POST',
      `/process-instance/${instance}/modification`,
      {
        instructions: [
          { type: 'cancel', activityId: 'first' },
          { type: 'startBeforeActivity', activityId: 'second' },
        ],
      },
      node,
    ),
  ),
  {
    name: 'd-4 a task is completed, overdue and recalled at the same time: one way is taken',
    models: [bounded],
    setUp: (court) => startAt(court, 'bounded'),
    contenders: (court, prize) => [
      complete(court, prize.task),
      async (node) => {
        const [job] = await court.list<Named>(`/job?processInstanceId=${prize.instance}`);
        return await court.call('POST', `/job/${job?.id ?? 'gone'}/execute`, undefined, node);
      },
      (node) => court.call('POST', '/message', { messageName: 'recall', processInstanceId: prize.instance }, node),
    ],
    async judge(court, prize, answers) {
      assert.equal(winners(answers).length, 1, answers.map(({ status, text }) => `${status} ${text}`).join('\n'));
      assert.equal((await openTasks(court, prize)).length, 1);
    },
  },
  {
    name: 'd-12 fifty set variables: each has its value, the shared one has the value of one of them',
    models: [twoTasks],
    setUp: (court) => startAt(court, 'twoTasks'),
    contenders: (court, { instance }) =>
      everybody.map(
        (each) => (node: number) =>
          court.call(
            'POST',
            `/process-instance/${instance}/variables`,
            { modifications: { [`own${each}`]: { value: each }, shared: { value: each } } },
            node,
          ),
      ),
    async judge(court, { instance }, answers) {
      assert.equal(winners(answers).length, answers.length, answers.map(({ text }) => text).join('\n'));
      const rows = await court.rows(`select name, value from variable where process_instance_id = '${instance}'`);
      const own = rows.filter((row) => row['name'] !== 'shared');
      assert.equal(own.length, answers.length, 'a variable is lost');
      assert.ok(own.every((row) => row['name'] === `own${String(row['value'])}`));
      assert.ok(own.some((row) => row['value'] === rows.find((each) => each['name'] === 'shared')?.['value']));
    },
  },
];
