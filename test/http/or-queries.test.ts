import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { forEachDatabase } from '../kit/database.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}

forEachDatabase('filters of lists', (test) => {
  let server: TestServer;
  const ids: Record<string, string> = {};
  const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
  /** Business keys of what a query finds; its count must agree. */
  const found = async (path: string, query: object): Promise<readonly string[]> => {
    const rows = bodyOf<Named[]>(await rest('POST', path, query));
    assert.deepEqual(bodyOf(await rest('POST', `${path}/count`, query)), { count: rows.length }, path);
    const keyOf = (row: Named) =>
      Object.keys(ids).find((key) => ids[key] === (row['processInstanceId'] ?? row.id)) ?? row.id;
    return rows.map(keyOf).sort((left, right) => (left < right ? -1 : 1));
  };
  before(async () => {
    server = await startTestServer({ database: await openDatabase(test.location) });
    const task = (groups: string) => `<bpmn:userTask id="node" camunda:candidateGroups="${groups}"/>`;
    bodyOf(
      await rest(
        'POST',
        '/deployment/create',
        deploymentForm('daftar', {
          'satu.bpmn': oneNode('satu', task('dinkes.sdmk')),
          'dua.bpmn': oneNode('dua', task('kesbang.kajian')),
        }),
      ),
    );
    const start = async (key: string, businessKey: string, kota: string) =>
      (ids[businessKey] = bodyOf<Named>(
        await rest('POST', `/process-definition/key/${key}/start`, {
          businessKey,
          variables: { Kota: { value: kota, type: 'String' } },
        }),
      ).id);
    await start('satu', 'a', 'Slawi');
    await start('satu', 'b', 'Adiwerna');
    await start('dua', 'c', 'SLAWI');
  });
  after(() => server.close());

  it('find by orQueries what fits one of the filters of each', async () => {
    const either = { orQueries: [{ businessKey: 'a', processDefinitionKey: 'dua' }] };
    for (const path of ['/process-instance', '/task']) {
      const query =
        path === '/task' ? { orQueries: [{ processInstanceBusinessKey: 'a', processDefinitionKey: 'dua' }] } : either;
      assert.deepEqual(await found(path, query), ['a', 'c'], path);
    }
    assert.deepEqual(
      await found('/process-instance', { processDefinitionKey: 'satu', orQueries: [{ businessKey: 'a' }, {}] }),
      ['a'],
      'and with all others; an empty one leaves nothing out',
    );
    const historic = { orQueries: [{ processInstanceBusinessKey: 'b', processDefinitionKey: 'dua' }] };
    assert.deepEqual(await found('/history/process-instance', historic), ['b', 'c']);
    assert.deepEqual(await found('/history/task', historic), ['b', 'c']);
    const candidates = { orQueries: [{ candidateGroup: 'dinkes.sdmk', candidateGroupLike: 'kesbang%' }] };
    assert.deepEqual(await found('/task', candidates), ['a', 'b', 'c']);
    const [task] = bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${ids['a']}`));
    assert.equal((await rest('POST', `/task/${task?.id}/claim`, { userId: 'root' })).status, 204);
    assert.deepEqual(await found('/task', candidates), ['b', 'c'], 'a claimed task is no candidate’s');
    const variables = [
      { name: 'Kota', operator: 'eq', value: 'Slawi' },
      { name: 'Kota', operator: 'eq', value: 'Adiwerna' },
    ];
    assert.deepEqual(await found('/process-instance', { orQueries: [{ variables }] }), ['a', 'b']);
    const nested = await rest('POST', '/process-instance', { orQueries: [{ orQueries: [{ businessKey: 'a' }] }] });
    assert.equal(nested.status, 400);
  });
  it('heed capital letters of variables, or not', async () => {
    const variables = [{ name: 'kota', operator: 'eq', value: 'slawi' }];
    assert.deepEqual(await found('/process-instance', { variables }), []);
    const ignoring = { variables, variableNamesIgnoreCase: true, variableValuesIgnoreCase: true };
    for (const path of ['/process-instance', '/history/process-instance'])
      assert.deepEqual(await found(path, ignoring), ['a', 'c'], path);
    assert.deepEqual(
      await found('/process-instance', { variables, variableNamesIgnoreCase: true }),
      [],
      'the name alone is not enough',
    );
    const rows = bodyOf<Named[]>(
      await rest('POST', '/variable-instance', {
        variableValues: variables,
        variableNamesIgnoreCase: true,
        variableValuesIgnoreCase: true,
      }),
    );
    assert.deepEqual(new Set(rows.map((each) => each['value'])), new Set(['Slawi', 'SLAWI']));
    const task = { processVariables: variables, variableNamesIgnoreCase: true, variableValuesIgnoreCase: true };
    assert.deepEqual(await found('/task', task), ['a', 'c']);
    assert.deepEqual(await found('/history/task', task), ['a', 'c']);
  });
  it('find nothing by what nothing here has: cases', async () => {
    for (const path of ['/process-instance', '/task', '/history/process-instance', '/history/task'])
      assert.deepEqual(await found(path, { caseInstanceId: 'x' }), [], path);
    assert.deepEqual(bodyOf(await rest('GET', '/history/user-operation?caseInstanceId=x')), []);
  });
  it('find instances by what was executed in them', async () => {
    const [task] = bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${ids['b']}`));
    assert.equal((await rest('POST', `/task/${task?.id}/complete`, {})).status, 204);
    const long = { executedActivityAfter: '2020-01-01T00:00:00.000+0000' };
    assert.deepEqual(await found('/history/process-instance', { ...long, finished: true }), ['b']);
    assert.deepEqual(
      await found('/history/process-instance', { executedActivityBefore: '2020-01-01T00:00:00.000+0000' }),
      [],
    );
    for (const query of [
      { executedJobAfter: '2020-01-01T00:00:00.000+0000' },
      { withJobsRetrying: true },
      { withRootIncidents: true },
      { incidentStatus: 'open' },
      { incidentIdIn: ['x'] },
    ])
      assert.deepEqual(await found('/history/process-instance', query), [], JSON.stringify(query));
    const incident = bodyOf<Named>(
      await rest('POST', `/execution/${ids['c']}/create-incident`, { incidentType: 'macet', configuration: 'x' }),
    );
    for (const query of [{ withRootIncidents: true }, { incidentStatus: 'open' }, { incidentIdIn: [incident.id] }])
      assert.deepEqual(await found('/history/process-instance', query), ['c'], JSON.stringify(query));
    const listed = bodyOf<Named[]>(await rest('GET', `/history/incident?rootCauseIncidentId=${incident.id}`));
    assert.deepEqual(
      listed.map(({ id }) => id),
      [incident.id],
    );
    const updated = await found('/task', { updatedAfter: '2020-01-01T00:00:00.000+0000' });
    assert.deepEqual(updated, ['a', 'c']);
  });
});
