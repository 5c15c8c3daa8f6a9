import assert from 'node:assert/strict';
import { complete, openTasks, type Race, startAt, winners } from '../kit/declare-races.ts';
import { joinOf, telling, threeOfFive } from '../kit/race-models.ts';

/** All branches of a fork end at the same time: the join lets one token through. */
function join(branches: number, kind: 'parallelGateway' | 'inclusiveGateway' = 'parallelGateway'): Race {
  const key = `${kind === 'parallelGateway' ? 'join' : 'or'}Of${branches}`;
  return {
    name: `${kind === 'parallelGateway' ? 'd-5' : 'd-6'} ${branches} branches reach a ${kind} at once`,
    models: [joinOf(branches, kind)],
    setUp: (court) => startAt(court, key),
    contenders: (court, { all }) => all.map((task) => complete(court, task)),
    async judge(court, prize, answers) {
      // What was lost at its commit is still to be done; then the token goes on, once.
      const left = await court.list<{ readonly id: string; readonly taskDefinitionKey: string }>(
        `/task?processInstanceId=${prize.instance}`,
      );
      for (const { id, taskDefinitionKey } of left)
        if (taskDefinitionKey !== 'after') assert.equal((await complete(court, id)(0)).status, 204);
      assert.equal(winners(answers).length, answers.length, answers.map(({ text }) => text).join('\n'));
      assert.deepEqual(await openTasks(court, prize), ['after']);
    },
  };
}

export const flowRaces: readonly Race[] = [
  join(2),
  join(3),
  join(10),
  join(3, 'inclusiveGateway'),
  {
    name: 'd-6 five instances end at once of which three are enough',
    models: [threeOfFive],
    setUp: (court) => startAt(court, 'threeOfFive'),
    contenders: (court, { all }) => all.map((task) => complete(court, task)),
    async judge(court, prize, answers) {
      const won = winners(answers).length;
      // Where one was lost at its commit, four were left.
      assert.equal(won, 3, answers.map(({ status, text }) => `${status} ${text}`).join('\n'));
      assert.deepEqual(await openTasks(court, prize), ['after']);
    },
  },
  {
    name: 'd-6 a task ends while events tell without ending it',
    models: [telling],
    setUp: (court) => startAt(court, 'telling'),
    contenders: (court, { instance, task }) => [
      complete(court, task),
      ...Array.from(
        { length: 5 },
        () => (node: number) =>
          court.call('POST', '/message', { messageName: 'tell', processInstanceId: instance }, node),
      ),
    ],
    async judge(court, prize, answers) {
      const told = answers.filter(({ status, json }) => status === 204 || (status === 200 && json !== undefined));
      const open = await openTasks(court, prize);
      const isWorking = open.includes('work');
      // Each message that was taken has its note; the completion itself leaves none.
      const done = told.length - (isWorking ? 0 : 1);
      assert.equal(
        open.filter((name) => name === 'note').length,
        done,
        `${open.join(', ')} after ${told.length} answers`,
      );
    },
  },
];
