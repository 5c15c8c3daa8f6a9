import assert from 'node:assert/strict';
import { it } from 'node:test';
import { timerStartJobId } from '../../server/application/ports/timer-start-jobs.ts';
import { SqlDeploymentStore } from '../../server/store/deployment-store.ts';
import { createJobDefinitionSettings } from '../../server/store/job-definition-settings.ts';
import { createJobSuspension } from '../../server/store/job-suspension.ts';
import { createTimerStartJobs } from '../../server/store/timer-start-jobs.ts';
import { forEachDatabase } from '../kit/database.ts';

forEachDatabase('jobs of timer start events', (test) => {
  it('fail apart from their cycle, run again, and leave nothing behind', async () => {
    const { database } = test;
    const store = new SqlDeploymentStore(database);
    let ids = 0;
    const jobs = createTimerStartJobs(database, { newId: () => `i${(ids += 1)}`, now: () => 5_000 });
    await database.transaction(async (transaction) => {
      await transaction.insert('process_definition', [
        { id: 'p:1', key: 'p', version: 1, resource_name: 'p.bpmn', deployment_id: 'd' },
      ]);
      await transaction.insert('start_subscription', [
        {
          definition_id: 'p:1',
          definition_key: 'p',
          activity_id: 's',
          kind: 'timer',
          name: '',
          due_at: 1_000,
          repeat: '{}',
          retries: 2,
        },
      ]);
    });
    const [series] = await store.findDueTimerStarts(2_000);
    assert.ok(series);
    const next = { dueAt: 9_000, repeat: '{}', retries: 2 };
    const failure = { errorMessage: 'rusak', errorDetails: null };
    await jobs.fail(series, { failure, next, delay: 0 });
    await jobs.fail(series, { failure, next, delay: 0 });
    const [failed, ...others] = await store.findDueTimerStarts(2_000);
    assert.ok(failed);
    assert.deepEqual([failed.retries, failed.name, others], [1, '1000', []], 'the second report came too late');
    await jobs.fail(failed, { failure, next: null, delay: 0 });
    assert.deepEqual(await store.findDueTimerStarts(2_000), []);
    const incident = async () => (await database.query('select configuration, message, state from start_incident'))[0];
    assert.deepEqual(await incident(), { configuration: timerStartJobId(failed), message: 'rusak', state: 'open' });
    assert.equal(await jobs.change(timerStartJobId(failed), { retries: 1 }), true);
    assert.equal((await incident())?.['state'], 'resolved');
    const [again] = await store.findDueTimerStarts(2_000);
    assert.ok(again);
    const over = { dueAt: null, repeat: null, retries: 2 };
    assert.equal(await database.transaction((transaction) => store.advanceTimerStart(transaction, again, over)), true);
    assert.equal(await database.transaction((transaction) => store.advanceTimerStart(transaction, again, over)), false);
    assert.deepEqual(await database.query('select name, due_at, retries from start_subscription'), [
      { name: '', due_at: 9_000, retries: 2 },
    ]);
  });

  it('are suspended by themselves and with their job definition', async () => {
    const { database } = test;
    const store = new SqlDeploymentStore(database);
    const settings = createJobDefinitionSettings(database, { wake: () => {}, prioritiesChanged: () => {} });
    const suspension = createJobSuspension(
      database,
      () => {},
      () => 0,
    );
    await database.transaction((transaction) =>
      transaction.insert('start_subscription', [
        {
          definition_id: 'q:1',
          definition_key: 'q',
          activity_id: 's',
          kind: 'timer',
          name: '',
          due_at: 1_000,
          retries: 2,
        },
      ]),
    );
    const due = async () =>
      (await store.findDueTimerStarts(2_000)).filter(({ definitionKey }) => definitionKey === 'q').length;
    const definition = { id: 'q:1:s:timer', ownerId: 'q:1' };
    await suspension.setSuspended({ by: 'job', id: 'q:1:s' }, true);
    assert.equal(await due(), 0);
    await suspension.setSuspended({ by: 'jobDefinition', id: definition.id, processDefinitionId: 'q:1' }, false);
    assert.equal(await due(), 1);
    await settings.suspend([definition], { includeJobs: true, now: 1 });
    assert.equal(await due(), 0);
    await settings.activate([definition], { includeJobs: false });
    assert.equal(await due(), 0);
    await suspension.setSuspended({ by: 'processDefinitions', ids: ['q:1'] }, false);
    assert.equal(await due(), 1);
    await settings.setPriority(definition, 5, { includeJobs: true });
    assert.deepEqual(await settings.listPriorities(), new Map([['q:1:s:timer', 5]]));
    assert.deepEqual(await database.query("select priority from start_subscription where definition_key = 'q'"), [
      { priority: 5 },
    ]);
  });
});
