import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let deployed: Named;
const rest = (method: string, path: string, body?: unknown, user?: string) =>
  server.call(method, `/engine-rest${path}`, body, user);
/** Amount to path and days; `hit` is the hit policy. */
const table = (fast: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Jalur" namespace="http://alur.test/dmn">
  <decision id="jalur" name="Pilih jalur"><decisionTable id="t" hitPolicy="COLLECT">
    <input id="i1" label="Nilai"><inputExpression id="ie1" typeRef="integer"><text>nilai</text></inputExpression></input>
    <output id="o1" name="jalur" typeRef="string"/><output id="o2" name="hari" typeRef="integer"/>
    <rule id="r1"><inputEntry id="e1"><text>&lt; 100</text></inputEntry><outputEntry id="x1"><text>"${fast}"</text></outputEntry><outputEntry id="y1"><text>3</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="e2"><text>&lt; 10</text></inputEntry><outputEntry id="x2"><text>"kilat"</text></outputEntry><outputEntry id="y2"><text>1</text></outputEntry></rule>
  </decisionTable></decision></definitions>`;

before(async () => {
  server = await startTestServer({ demo: true });
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('lama', { 'jalur.dmn': table('pelan') })));
  deployed = bodyOf<Named>(
    await rest('POST', '/deployment/create', deploymentForm('baru', { 'jalur.dmn': table('cepat') })),
  );
});
after(() => server.close());

describe('a decision definition', () => {
  it('is listed, counted and found by id and by key', async () => {
    const [latest] = bodyOf<Named[]>(await rest('GET', '/decision-definition?key=jalur&latestVersion=true'));
    assert.deepEqual(
      [latest?.['version'], latest?.['name'], latest?.['resource'], latest?.['deploymentId']],
      [2, 'Pilih jalur', 'jalur.dmn', deployed.id],
    );
    assert.deepEqual(Object.values(deployed['deployedDecisionDefinitions'] as object), [latest]);
    assert.deepEqual(bodyOf(await rest('GET', '/decision-definition/count?key=jalur')), { count: 2 });
    assert.deepEqual(bodyOf(await rest('GET', `/decision-definition/${latest?.id}`)), latest);
    assert.deepEqual(bodyOf(await rest('GET', '/decision-definition/key/jalur')), latest);
    assert.deepEqual(bodyOf(await rest('GET', '/decision-definition/key/jalur/xml')), {
      id: latest?.id,
      dmnXml: table('cepat'),
    });
    const unknown = bodyOf<Named>(await rest('GET', '/decision-definition/key/tiada'), 404);
    assert.equal(unknown['message'], 'No matching decision definition with key: tiada and no tenant-id');
    assert.equal(
      bodyOf<Named>(await rest('GET', '/decision-definition/tiada'), 404)['type'],
      'InvalidRequestException',
    );
  });
  it('is evaluated with typed values: one object per rule that hits', async () => {
    const evaluate = async (nilai: unknown, path = 'key/jalur') =>
      bodyOf(await rest('POST', `/decision-definition/${path}/evaluate`, { variables: { nilai: { value: nilai } } }));
    const text = (value: string) => ({ value, type: 'String', valueInfo: {} });
    const days = (value: number) => ({ value, type: 'Integer', valueInfo: {} });
    assert.deepEqual(await evaluate(50), [{ jalur: text('cepat'), hari: days(3) }]);
    assert.deepEqual(await evaluate(5), [
      { jalur: text('cepat'), hari: days(3) },
      { jalur: text('kilat'), hari: days(1) },
    ]);
    assert.deepEqual(await evaluate(500), []);
    const [first] = bodyOf<Named[]>(await rest('GET', '/decision-definition?key=jalur&version=1'));
    assert.deepEqual(await evaluate(50, first?.id), [{ jalur: text('pelan'), hari: days(3) }]);
    const failed = bodyOf<Named>(
      await rest('POST', '/decision-definition/key/jalur/evaluate', { variables: { nilai: { value: 'banyak' } } }),
      500,
    );
    assert.equal(failed['type'], 'RestException');
    assert.match(String(failed['message']), /^Cannot evaluate decision jalur:2:.*Nilai.*banyak/);
    assert.equal((await rest('POST', '/decision-definition/key/jalur/evaluate', {}, 'rina')).status, 403);
  });
  it('compares and gives whole numbers beyond 2^53 exactly, and keeps them in the history', async () => {
    const file = table('x')
      .replaceAll('id="jalur"', 'id="nomor"')
      .replaceAll('typeRef="integer"', 'typeRef="long"')
      .replace('&lt; 100', '9171234567890123')
      .replace('<text>3</text>', '<text>9171234567890125</text>');
    bodyOf(await rest('POST', '/deployment/create', deploymentForm('nomor', { 'nomor.dmn': file })));
    const evaluate = async (value: string) =>
      bodyOf<Record<string, unknown>[]>(
        await rest('POST', '/decision-definition/key/nomor/evaluate', {
          variables: { nilai: { value, type: 'Long' } },
        }),
      ).map(({ hari }) => hari);
    assert.deepEqual(await evaluate('9171234567890124'), []);
    assert.deepEqual(await evaluate('9171234567890123'), [{ value: '9171234567890125', type: 'Long', valueInfo: {} }]);
    const past = bodyOf<{ outputs: readonly { variableName: string; value: unknown }[] }[]>(
      await rest('GET', '/history/decision-instance?decisionDefinitionKey=nomor&includeOutputs=true'),
    ).flatMap(({ outputs }) => outputs);
    assert.equal(String(past.find(({ variableName }) => variableName === 'hari')?.value), '9171234567890125');
  });
});
