import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertOneWins, complete, openTasks, type Race, startAt, winners } from '../kit/declare-races.ts';
import { eventGateway, soonWaiting, twoTasks, waiting } from '../kit/race-models.ts';

const everybody = Array.from({ length: 50 }, (_, index) => index);
const NOBODY_WAITS = { status: 400, type: /^(?:RestException|MismatchingMessageCorrelationException)$/ };

export const messageRaces: readonly Race[] = [
  {
    name: 'd-7 fifty send the message that one instance waits for',
    models: [waiting],
    setUp: (court) => startAt(court, 'waiting'),
    contenders: (court, { instance }) =>
      everybody.map(
        () => (node: number) =>
          court.call('POST', '/message', { messageName: 'go', processInstanceId: instance }, node),
      ),
    async judge(court, prize, answers) {
      assertOneWins(answers, NOBODY_WAITS);
      assert.deepEqual(await openTasks(court, prize), ['after']);
    },
  },
  {
    name: 'd-8 a message comes while its subscription is made: it is taken or refused, never lost',
    models: [soonWaiting],
    setUp: (court) => startAt(court, 'soonWaiting'),
    contenders: (court, { instance, task }) => [
      complete(court, task),
      (node) => court.call('POST', '/message', { messageName: 'soon', processInstanceId: instance }, node),
    ],
    async judge(court, prize, answers) {
      const taken = winners(answers).length;
      const open = await openTasks(court, prize);
      const state = open[0] ?? 'wait';
      if (taken === 2) assert.equal(state, 'after');
      // One of them alone: the task was completed and the message refused, or the completion was lost.
      else assert.ok(taken === 1 ? state === 'wait' : state === 'before', `${taken} taken, at ${state}`);
    },
  },
  {
    name: 'd-9 fifty start with one key: there is one instance',
    models: [twoTasks],
    setUp: () => Promise.resolve({ instance: randomUUID(), task: '', all: [] }),
    contenders: (court, { instance: key }) =>
      everybody.map(
        () => (node: number) =>
          court.call('POST', '/process-definition/key/twoTasks/start', { businessKey: key }, node, {
            'Idempotency-Key': key,
          }),
      ),
    async judge(court, { instance: key }, answers) {
      const rows = await court.rows(`select id from history_process_instance where business_key = '${key}'`);
      assert.ok(rows.length <= 1, `${rows.length} instances`);
      for (const { status, json } of winners(answers)) {
        assert.equal(status, 200);
        assert.equal((json as { id: string }).id, rows[0]?.['id']);
      }
      assert.ok(answers.every(({ status }) => status === 200 || status === 409));
    },
  },
  {
    name: 'd-10 two events of an event-based gateway come at once: one wins',
    models: [eventGateway],
    setUp: (court) => startAt(court, 'eventGateway'),
    contenders: (court, { instance }) =>
      ['yes', 'no'].map(
        (name) => (node: number) =>
          court.call('POST', '/message', { messageName: name, processInstanceId: instance }, node),
      ),
    async judge(court, prize, answers) {
      assertOneWins(answers, NOBODY_WAITS);
      const open = await openTasks(court, prize);
      assert.ok(open.length === 1 && /^(?:granted|refused)$/.test(open[0] ?? ''), open.join(', '));
      const left = await court.rows(`select id from subscription where process_instance_id = '${prize.instance}'`);
      assert.equal(left.length, 0, 'the subscription of the other event is left');
    },
  },
];
