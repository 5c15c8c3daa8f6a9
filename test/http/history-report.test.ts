import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../server/store/open-database.ts';
import { forEachDatabase } from '../kit/database.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

const at = (date: string, minutes = 0) => Date.parse(`${date}T10:00:00Z`) + minutes * 60_000;

forEachDatabase('reports over history', (test) => {
  let server: TestServer;
  const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
  const report = async (path: string) => bodyOf<Record<string, unknown>[]>(await rest('GET', path));

  before(async () => {
    server = await startTestServer({ database: await openDatabase(test.location) });
    const form = deploymentForm('lapor', {
      'lapor.bpmn': oneNode('lapor', '<bpmn:userTask id="node" name="Periksa"/>'),
    });
    bodyOf(await rest('POST', '/deployment/create', form));
    // Instances that the engine ran, moved to where the report should find them.
    const times = [
      { started: at('2026-01-05'), ended: at('2026-01-05', 10) },
      { started: at('2025-01-20'), ended: at('2025-02-20', 0) },
      { started: at('2026-05-01'), ended: at('2026-05-01', 30) },
    ];
    for (const { started, ended } of times) {
      const { id } = bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/lapor/start', {}));
      const [task] = bodyOf<{ id: string }[]>(await rest('GET', `/task?processInstanceId=${id}`));
      assert.equal((await rest('POST', `/task/${task?.id}/complete`, {})).status, 204);
      await test.database.transaction(async (transaction) => {
        await transaction.update('history_process_instance', ['id'], [{ id, started_at: started, ended_at: ended }]);
        await transaction.update(
          'history_task',
          ['id'],
          [{ id: task?.id ?? '', started_at: started, ended_at: ended }],
        );
      });
    }
    bodyOf(await rest('POST', '/process-definition/key/lapor/start', {}));
  });
  after(() => server.close());

  describe('of process instances', () => {
    it('tell the durations of ended ones by the month or quarter of their start, over all years', async () => {
      const january = 31 * 24 * 3_600_000;
      assert.deepEqual(await report('/history/process-instance/report?reportType=duration&periodUnit=month'), [
        { period: 1, periodUnit: 'MONTH', minimum: 600_000, maximum: january, average: (600_000 + january) / 2 },
        { period: 5, periodUnit: 'MONTH', minimum: 1_800_000, maximum: 1_800_000, average: 1_800_000 },
      ]);
      const quarters = await report('/history/process-instance/report?reportType=duration&periodUnit=quarter');
      assert.deepEqual(
        quarters.map((row) => [row['period'], row['periodUnit']]),
        [
          [1, 'QUARTER'],
          [2, 'QUARTER'],
        ],
      );
    });
    it('are narrowed by definition and by start', async () => {
      const path = '/history/process-instance/report?reportType=duration&periodUnit=month';
      assert.deepEqual(await report(`${path}&processDefinitionKeyIn=lain`), []);
      const late = await report(
        `${path}&processDefinitionKeyIn=lain,lapor&startedAfter=2026-02-01T00:00:00.000%2B0000`,
      );
      assert.deepEqual(
        late.map((row) => row['period']),
        [5],
      );
    });
    it('come as CSV when that is asked for', async () => {
      const answer = await fetch(
        `${server.url}/engine-rest/history/process-instance/report?reportType=duration&periodUnit=quarter&startedAfter=2026-02-01`,
        {
          headers: {
            accept: 'text/csv',
            authorization: `Basic ${Buffer.from('root:kata-sandi-panjang-123').toString('base64')}`,
          },
        },
      );
      assert.match(answer.headers.get('content-type') ?? '', /text\/csv/);
      assert.equal(
        await answer.text(),
        'PERIOD,PERIOD_UNIT,MINIMUM,MAXIMUM,AVERAGE\n2,QUARTER,1800000,1800000,1800000',
      );
    });
    it('say what is missing', async () => {
      for (const query of [
        '',
        '?reportType=duration',
        '?reportType=count&periodUnit=month',
        '?reportType=duration&periodUnit=week',
      ])
        assert.equal((await rest('GET', `/history/process-instance/report${query}`)).status, 400, query);
    });
  });

  describe('of tasks', () => {
    it('tell the durations of completed ones by the month of their end', async () => {
      const rows = await report('/history/task/report?reportType=duration&periodUnit=MONTH');
      assert.deepEqual(
        rows.map((row) => [row['period'], row['minimum']]),
        [
          [1, 600_000],
          [2, 31 * 24 * 3_600_000],
          [5, 1_800_000],
        ],
      );
    });
    it('count completed ones by name or by process definition', async () => {
      const [byName, ...none] = await report('/history/task/report?reportType=count&groupBy=taskName');
      assert.deepEqual(
        [byName?.['taskName'], byName?.['count'], byName?.['processDefinitionKey']],
        ['Periksa', 3, 'lapor'],
      );
      assert.equal(none.length, 0);
      const [byDefinition] = await report(
        '/history/task/report?reportType=count&groupBy=processDefinition&completedBefore=2026-02-01T00:00:00.000%2B0000',
      );
      assert.deepEqual(
        [byDefinition?.['taskName'], byDefinition?.['count'], byDefinition?.['processDefinitionName']],
        [null, 2, 'lapor'],
      );
    });
    it('say what is missing', async () => {
      for (const query of ['', '?reportType=duration', '?reportType=count', '?reportType=count&groupBy=owner'])
        assert.equal((await rest('GET', `/history/task/report${query}`)).status, 400, query);
    });
  });
});
