import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Answer, bodyOf, bpmn, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
interface Result {
  readonly resultType: string;
  readonly execution: Named | null;
  readonly processInstance: Named | null;
  readonly variables?: Readonly<Record<string, { readonly value: unknown }>>;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown): Promise<Answer> =>
  server.call(method, `/engine-rest${path}`, body);
const start = async (key: string, body: object = {}): Promise<Named> =>
  bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, body));
const correlate = async (body: object): Promise<Result[]> =>
  bodyOf<Result[]>(await rest('POST', '/message', { messageName: 'kabar', resultEnabled: true, ...body }));
const message = '<bpmn:message id="m" name="kabar"/>';
const waiting = oneNode('tunggu', '<bpmn:receiveTask id="node" messageRef="m"/>', message);
const begun = (key: string, name: string) =>
  bpmn(
    key,
    '<bpmn:startEvent id="a"><bpmn:messageEventDefinition id="e" messageRef="m"/></bpmn:startEvent><bpmn:userTask id="b"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/>',
    `<bpmn:message id="m" name="${name}"/>`,
  );
const deploy = async (
  name: string,
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
) => {
  const form = deploymentForm(name, files);
  for (const [field, value] of Object.entries(more)) form.append(field, value);
  return await rest('POST', '/deployment/create', form);
};

before(async () => {
  server = await startTestServer();
  bodyOf(await deploy('pesan', { 'tunggu.bpmn': waiting, 'mulai.bpmn': begun('mulai', 'baru') }));
});
after(() => server.close());

describe('a message', () => {
  it('reaches the instance whose variables fit the correlation keys', async () => {
    const [first, second] = [
      await start('tunggu', { variables: { wilayah: { value: 'utara' }, nomor: { type: 'Integer', value: 1 } } }),
      await start('tunggu', { variables: { wilayah: { value: 'utara' }, nomor: { type: 'Integer', value: 2 } } }),
    ];
    const ambiguous = bodyOf<Named>(
      await rest('POST', '/message', { messageName: 'kabar', correlationKeys: { wilayah: { value: 'utara' } } }),
      400,
    );
    assert.match(
      String(ambiguous['message']),
      /^org\.camunda\.bpm\.engine\.MismatchingMessageCorrelationException: .*2 /,
    );
    const [result] = await correlate({
      correlationKeys: { wilayah: { value: 'utara' }, nomor: { type: 'Long', value: 2 } },
      processVariables: { isi: { value: 'halo' } },
      variablesInResultEnabled: true,
    });
    assert.deepEqual([result?.resultType, result?.processInstance], ['Execution', null]);
    assert.equal(result?.execution?.['processInstanceId'], second.id);
    assert.equal(result?.variables?.['isi']?.value, 'halo');
    assert.equal((await rest('GET', `/process-instance/${first.id}`)).status, 200);
    assert.equal((await rest('POST', '/message', { messageName: 'kabar', processInstanceId: first.id })).status, 204);
    assert.equal((await rest('GET', `/process-instance/${first.id}`)).status, 404);
  });
  it('reaches the execution whose own variables fit the local correlation keys', async () => {
    const instances = [await start('tunggu'), await start('tunggu')];
    for (const [index, instance] of instances.entries()) {
      const [execution] = bodyOf<Named[]>(
        await rest('GET', `/execution?processInstanceId=${instance.id}&activityId=node`),
      );
      await rest('PUT', `/execution/${execution?.id}/localVariables/loket`, { value: `L${index}` });
    }
    const [result] = await correlate({ localCorrelationKeys: { loket: { value: 'L1' } } });
    assert.equal(result?.execution?.['processInstanceId'], instances[1]?.id);
    assert.equal(
      (await rest('POST', '/message', { messageName: 'kabar', localCorrelationKeys: { loket: { value: 'L9' } } }))
        .status,
      400,
    );
    assert.equal((await correlate({ all: true })).length, 1, 'the other one still waits');
  });
  it('reaches all who wait, and nobody without complaint, when all are meant', async () => {
    const ids = (await Promise.all([1, 2, 3].map(() => start('tunggu', { businessKey: 'M-1' })))).map(
      (each) => each.id,
    );
    const results = await correlate({ businessKey: 'M-1', all: true });
    assert.deepEqual(results.map((each) => String(each.execution?.['processInstanceId'])).sort(), ids.sort());
    assert.deepEqual(await correlate({ businessKey: 'M-1', all: true }), []);
    assert.equal((await rest('POST', '/message', { messageName: 'kabar', businessKey: 'M-1', all: true })).status, 204);
  });
  it('reaches only the tenant that is named', async () => {
    bodyOf(await deploy('pesan dinkes', { 'tunggu.bpmn': waiting }, { 'tenant-id': 'dinkes' }));
    const [own, other] = [
      bodyOf<Named>(
        await rest('POST', '/process-definition/key/tunggu/tenant-id/dinkes/start', { businessKey: 'M-3' }),
      ),
      await start('tunggu', { businessKey: 'M-3' }),
    ];
    const [result] = await correlate({ businessKey: 'M-3', tenantId: 'dinkes' });
    assert.deepEqual([result?.execution?.['processInstanceId'], result?.execution?.['tenantId']], [own.id, 'dinkes']);
    const [free] = await correlate({ businessKey: 'M-3', withoutTenantId: true });
    assert.deepEqual([free?.execution?.['processInstanceId'], free?.execution?.['tenantId']], [other.id, null]);
    assert.equal(
      (await rest('POST', '/message', { messageName: 'kabar', tenantId: 'a', withoutTenantId: true })).status,
      400,
    );
  });
  it('starts a process that begins with it, unless an instance is named', async () => {
    const [result] = bodyOf<Result[]>(
      await rest('POST', '/message', {
        messageName: 'baru',
        businessKey: 'M-2',
        processVariables: { a: { value: 1 } },
        resultEnabled: true,
        variablesInResultEnabled: true,
      }),
    );
    assert.equal(result?.resultType, 'ProcessDefinition');
    const instance = bodyOf<Named>(await rest('GET', `/process-instance/${result?.processInstance?.id}`));
    assert.deepEqual([instance['businessKey'], instance['definitionKey']], ['M-2', 'mulai']);
    assert.equal(result?.processInstance?.['businessKey'], 'M-2');
    assert.equal(result?.variables?.['a']?.value, 1);
    const named = { messageName: 'baru', processInstanceId: instance.id };
    assert.equal((await rest('POST', '/message', named)).status, 400);
    assert.equal((await rest('POST', '/message', {})).status, 400);
    assert.equal(
      (await rest('POST', '/message', { messageName: 'baru', variablesInResultEnabled: true })).status,
      400,
      'variables need the result',
    );
  });
});

describe('a deployment', () => {
  it('of what changed only makes new versions of nothing else', async () => {
    const files = {
      'x.bpmn': oneNode('x', '<bpmn:userTask id="node"/>'),
      'y.bpmn': oneNode('y', '<bpmn:userTask id="node"/>'),
    };
    const only = { 'deploy-changed-only': 'true' };
    const first = bodyOf<Named>(await deploy('sebagian', files, only));
    assert.equal(Object.keys(first['deployedProcessDefinitions'] as object).length, 2);
    const same = bodyOf<Named>(await deploy('sebagian', files, only));
    assert.deepEqual([same.id, same['deployedProcessDefinitions']], [first.id, null]);
    const changed = { ...files, 'y.bpmn': oneNode('y', '<bpmn:userTask id="node" name="Baru"/>') };
    const second = bodyOf<Named>(await deploy('sebagian', changed, only));
    const [made] = Object.values(second['deployedProcessDefinitions'] as Record<string, Named>);
    assert.deepEqual([made?.['key'], made?.['version']], ['y', 2]);
    assert.equal(bodyOf<Named>(await rest('GET', '/process-definition/key/x'))['version'], 1);
    const third = bodyOf<Named>(await deploy('sebagian', changed, only));
    assert.equal(
      third['deployedProcessDefinitions'],
      null,
      'the newest of each file counts, whichever deployment has it',
    );
    const all = bodyOf<Named>(
      await deploy(
        'sebagian',
        { ...changed, 'x.bpmn': files['x.bpmn'].replace('"node"/', '"node" name="N"/') },
        { 'enable-duplicate-filtering': 'true' },
      ),
    );
    assert.equal(
      Object.keys(all['deployedProcessDefinitions'] as object).length,
      2,
      'plain filtering deploys all or none',
    );
  });
  it('of a tenant has versions of its own, reached by key and tenant', async () => {
    const model = oneNode('sewa', '<bpmn:userTask id="node"/>');
    bodyOf(await deploy('umum', { 'sewa.bpmn': model }));
    for (const tenant of ['dinkes', 'dpmptsp'])
      bodyOf(await deploy(tenant, { 'sewa.bpmn': model }, { 'tenant-id': tenant }));
    const path = '/process-definition/key/sewa';
    assert.equal(bodyOf<Named>(await rest('GET', path))['tenantId'], null);
    const own = bodyOf<Named>(await rest('GET', `${path}/tenant-id/dinkes`));
    assert.deepEqual([own['tenantId'], own['version'], own['category']], ['dinkes', 1, 'test']);
    assert.equal(bodyOf<{ id: string }>(await rest('GET', `${path}/tenant-id/dinkes/xml`)).id, own.id);
    const instance = bodyOf<Named>(await rest('POST', `${path}/tenant-id/dinkes/start`, {}));
    assert.deepEqual([instance['tenantId'], instance['definitionId']], ['dinkes', own.id]);
    const [task] = bodyOf<Named[]>(await rest('GET', '/task?tenantIdIn=dinkes'));
    assert.equal(task?.['processInstanceId'], instance.id);
    assert.deepEqual(bodyOf(await rest('GET', '/task/count?tenantIdIn=dpmptsp')), { count: 0 });
    const missing = bodyOf<Named>(await rest('GET', `${path}/tenant-id/lain`), 404);
    assert.equal(missing['message'], 'No matching process definition with key: sewa and tenant-id: lain');
    assert.equal((await rest('PUT', `${path}/tenant-id/dinkes/suspended`, { suspended: true })).status, 204);
    assert.equal((await rest('POST', `${path}/tenant-id/dinkes/start`, {})).status, 500);
    assert.equal((await rest('POST', `${path}/tenant-id/dpmptsp/submit-form`, {})).status, 200);
    assert.equal(bodyOf<{ key: null }>(await rest('GET', `${path}/tenant-id/dinkes/startForm`)).key, null);
  });
});
