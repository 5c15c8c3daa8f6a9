import assert from 'node:assert/strict';
import { assertOneWins, openTasks, type Prize, type Race, startAt, winners } from '../kit/declare-races.ts';
import type { RaceCourt } from '../kit/race-court.ts';
import { external, laterJob } from '../kit/race-models.ts';

const workers = Array.from({ length: 10 }, (_, index) => `w${index}`);

async function startLater(court: RaceCourt): Promise<Prize> {
  const prize = await startAt(court, 'laterJob');
  const [job] = await court.list<{ readonly id: string }>(`/job?processInstanceId=${prize.instance}`);
  assert.ok(job);
  return { ...prize, task: job.id };
}

export const jobRaces: readonly Race[] = [
  {
    name: 'd-11 an external task is completed by its worker many times and by others',
    models: [external],
    async setUp(court) {
      const prize = await startAt(court, 'external');
      const answer = await court.call('POST', `/external-task/${prize.task}/lock`, {
        workerId: 'w0',
        lockDuration: 60_000,
      });
      assert.equal(answer.status, 204, answer.text);
      return prize;
    },
    contenders: (court, { task }) =>
      ['w0', 'w0', ...workers].map(
        (workerId) => (node: number) => court.call('POST', `/external-task/${task}/complete`, { workerId }, node),
      ),
    async judge(court, prize, answers) {
      assert.equal(winners(answers).length, 1, answers.map(({ status, text }) => `${status} ${text}`).join('\n'));
      for (const { status, text } of answers) assert.ok([204, 400, 404].includes(status), `${status} ${text}`);
      assert.deepEqual(await openTasks(court, prize), ['after']);
    },
  },
  {
    name: 'd-15 a job is executed by ten at once',
    models: [laterJob],
    setUp: startLater,
    contenders: (court, { task: job }) =>
      workers.map(() => (node: number) => court.call('POST', `/job/${job}/execute`, undefined, node)),
    async judge(court, prize, answers) {
      assertOneWins(answers, { status: 404, type: /^InvalidRequestException$/ });
      assert.deepEqual(await openTasks(court, prize), ['after']);
    },
  },
  {
    name: 'd-15 the retries of a job are set while it runs',
    models: [laterJob],
    setUp: startLater,
    contenders: (court, { task: job }) => [
      (node) => court.call('POST', `/job/${job}/execute`, undefined, node),
      (node) => court.call('PUT', `/job/${job}/retries`, { retries: 7 }, node),
    ],
    async judge(court, prize) {
      const rows = await court.rows(`select retries from job where process_instance_id = '${prize.instance}'`);
      // Either it has run and is gone, or its run was lost and it has the tries it was given.
      assert.deepEqual(await openTasks(court, prize), rows.length === 0 ? ['after'] : []);
      if (rows.length > 0) assert.equal(Number(rows[0]?.['retries']), 7);
    },
  },
  {
    name: 'd-15 a job is deleted while it runs',
    models: [laterJob],
    setUp: startLater,
    contenders: (court, { task: job }) => [
      (node) => court.call('POST', `/job/${job}/execute`, undefined, node),
      (node) => court.call('DELETE', `/job/${job}`, undefined, node),
    ],
    async judge(court, prize, answers) {
      assert.equal(winners(answers).length, 1, answers.map(({ status, text }) => `${status} ${text}`).join('\n'));
      // A deleted timer leaves an instance that waits for nothing: as in Camunda, it is somebody's wish.
      await court.call('DELETE', `/process-instance/${prize.instance}`);
    },
  },
];
