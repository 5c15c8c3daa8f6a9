import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

interface Started {
  readonly id: string;
  readonly definitionId: string;
  readonly definitionKey: string;
  readonly businessKey: string | null;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const evaluate = (body: object) => rest('POST', '/condition', body);
const conditional = (key: string, condition: string, language = '') =>
  bpmn(
    key,
    `<bpmn:startEvent id="a"><bpmn:conditionalEventDefinition id="c"><bpmn:condition xsi:type="bpmn:tFormalExpression"${language}>${condition}</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent><bpmn:userTask id="b"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/>`,
  );

before(async () => {
  server = await startTestServer();
});
after(() => server.close());

describe('evaluating conditional start events', () => {
  it('is refused while no process starts by a condition', async () => {
    const refused = bodyOf<{ message: string }>(await evaluate({ variables: { tinggi: { value: 1 } } }), 500);
    assert.match(refused.message, /No subscriptions were found/);
  });
  it('starts every process whose condition holds, with the variables and the business key', async () => {
    bodyOf(
      await rest(
        'POST',
        '/deployment/create',
        deploymentForm('syarat', {
          'banjir.bpmn': conditional('banjir', '${tinggi &gt; 100}'),
          'siaga.bpmn': conditional('siaga', 'tinggi &gt; 50', ' language="feel"'),
          'naskah.bpmn': conditional('naskah', 'tinggi === 75', ' language="javascript"'),
          'lain.bpmn': conditional('lain', '${curah &gt; 1}'),
        }),
      ),
    );
    const started = async (value: number, more: object = {}) =>
      bodyOf<Started[]>(await evaluate({ variables: { tinggi: { value } }, businessKey: `H-${value}`, ...more }));
    const keys = (all: Started[]) => all.map((each) => each.definitionKey).sort();
    const both = await started(120);
    assert.deepEqual(keys(both), ['banjir', 'siaga'], 'a condition on a variable that was not given does not hold');
    const [first] = both;
    const instance = bodyOf<Started>(await rest('GET', `/process-instance/${first?.id}`));
    assert.equal(instance.businessKey, 'H-120');
    const variable = bodyOf<{ value: number }>(await rest('GET', `/process-instance/${first?.id}/variables/tinggi`));
    assert.equal(variable.value, 120);
    assert.deepEqual(keys(await started(75)), ['naskah', 'siaga']);
    assert.deepEqual(await started(1), []);
    const one = both.find((each) => each.definitionKey === 'banjir');
    assert.deepEqual(keys(await started(130, { processDefinitionId: one?.definitionId })), ['banjir']);
    assert.deepEqual(keys(await started(130, { withoutTenantId: true })), ['banjir', 'siaga']);
  });
  it('says what is wrong with the request, and starts nothing then', async () => {
    assert.equal((await evaluate({ tenantId: 'x', withoutTenantId: true })).status, 400);
    assert.equal((await evaluate({ processDefinitionId: 'tidak-ada' })).status, 500);
    const count = async () => bodyOf<{ count: number }>(await rest('GET', '/process-instance/count')).count;
    const before = await count();
    bodyOf(
      await rest('POST', '/deployment/create', deploymentForm('rusak', { 'r.bpmn': conditional('r', '${1 / "x"}') })),
    );
    const failed = bodyOf<{ message: string }>(await evaluate({ variables: { tinggi: { value: 120 } } }), 500);
    assert.match(failed.message, /The condition of a in r:1:/);
    assert.equal(await count(), before);
  });
});
