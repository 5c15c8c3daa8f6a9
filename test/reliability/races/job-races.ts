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
    name: 'd-11 a worker whose lock has run out completes what another has now',
    models: [external],
    async setUp(court) {
      const prize = await startAt(court, 'external');
      for (const [workerId, lockDuration] of [
        ['old', 1],
        ['new', 60_000],
      ] as const) {
        const answer = await court.call('POST', `/external-task/${prize.task}/lock`, { workerId, lockDuration });
        assert.equal(answer.status, 204, answer.text);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return prize;
    },
    contenders: (court, { task }) =>
      ['new', 'old', 'old', 'old'].map(
        (workerId) => (node: number) =>
          court.call(
            'POST',
            `/external-task/${task}/complete`,
            { workerId, variables: { by: { value: workerId } } },
            node,
          ),
      ),
    async judge(court, { instance }, answers) {
      for (const { status, text } of answers) assert.ok([204, 400, 404].includes(status), `${status} ${text}`);
      const rows = await court.rows(`select value from variable where process_instance_id = '${instance}'`);
      assert.ok(
        rows.every((row) => /new/.test(String(row['value']))),
        'the old worker has completed it',
      );
      assert.equal(winners(answers).length, rows.length);
    },
  },
  {
    name: 'd-11 ten workers fetch what there is: no two get the same',
    isNeverHeld: true,
    models: [external],
    async setUp(court) {
      for (let count = 0; count < 12; count += 1) await startAt(court, 'external');
      return { instance: '', task: '', all: [] };
    },
    contenders: (court) =>
      workers.map(
        (workerId) => (node: number) =>
          court.call(
            'POST',
            '/external-task/fetchAndLock',
            { workerId, maxTasks: 5, topics: [{ topicName: 'race', lockDuration: 600_000 }] },
            node,
          ),
      ),
    async judge(court, _, answers) {
      const ids = answers.flatMap(({ json }) => (json as readonly { readonly id: string }[]).map(({ id }) => id));
      assert.equal(new Set(ids).size, ids.length, 'two workers have the same task');
      assert.ok(ids.length >= Math.min(12, answers.length * 5), `${ids.length} were fetched`);
      for (const id of ids)
        assert.equal(
          (await court.rows(`select id from external_task where id = '${id}' and worker_id is not null`)).length,
          1,
        );
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
