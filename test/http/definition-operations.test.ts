import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let deployed: Named;
const rest = (method: string, path: string, body?: unknown, user?: string) =>
  server.call(method, `/engine-rest${path}`, body, user);
const task = '<bpmn:userTask id="node"/>';
const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 255]);
const caller = bpmn(
  'induk',
  `<bpmn:startEvent id="s"/><bpmn:callActivity id="satu" calledElement="anak"/><bpmn:callActivity id="dua" calledElement="anak"/>
   <bpmn:callActivity id="tiga" calledElement="\${nama}"/><bpmn:callActivity id="empat" calledElement="tiada"/><bpmn:endEvent id="e"/>
   <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="satu"/><bpmn:sequenceFlow id="f2" sourceRef="satu" targetRef="dua"/><bpmn:sequenceFlow id="f3" sourceRef="dua" targetRef="tiga"/>
   <bpmn:sequenceFlow id="f4" sourceRef="tiga" targetRef="empat"/><bpmn:sequenceFlow id="f5" sourceRef="empat" targetRef="e"/>`,
);

before(async () => {
  server = await startTestServer();
  deployed = bodyOf<Named>(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('asal', {
        'anak.bpmn': oneNode('anak', task),
        'anak.anak.png': png,
        'anak.svg': '<svg/>',
        'induk.bpmn': caller,
      }),
    ),
  );
});
after(() => server.close());

describe('the image of a process definition', () => {
  it('is the one deployed beside its file, first of all the one with its key', async () => {
    const definition = bodyOf<Named>(await rest('GET', '/process-definition/key/anak'));
    assert.equal(definition['diagram'], 'anak.anak.png');
    const image = await fetch(`${server.url}/engine-rest/process-definition/key/anak/diagram`, {
      headers: { Authorization: `Basic ${Buffer.from('root:kata-sandi-panjang-123').toString('base64')}` },
    });
    assert.equal(image.headers.get('Content-Type'), 'image/png');
    assert.match(image.headers.get('Content-Disposition') ?? '', /filename="anak.anak.png"/);
    assert.deepEqual(new Uint8Array(await image.arrayBuffer()), png);
  });
  it('is nothing when none was deployed', async () => {
    assert.equal((await rest('GET', '/process-definition/key/induk/diagram')).status, 204);
    assert.equal(bodyOf<Named>(await rest('GET', '/process-definition/key/induk'))['diagram'], null);
    assert.equal((await rest('GET', '/process-definition/tiada/diagram')).status, 404);
  });
});

describe('the processes that a definition calls', () => {
  it('are those that its call activities name without an expression', async () => {
    const { id } = bodyOf<Named>(await rest('GET', '/process-definition/key/induk'));
    const called = bodyOf<Named[]>(await rest('GET', `/process-definition/${id}/static-called-process-definitions`));
    assert.deepEqual(
      called.map((each) => [each['key'], each['calledFromActivityIds'], each['callingProcessDefinitionId']]),
      [['anak', ['satu', 'dua'], id]],
    );
    const path = '/process-definition/tiada/static-called-process-definitions';
    assert.equal(bodyOf<Named>(await rest('GET', path), 404)['type'], 'InvalidRequestException');
  });
});

describe('a deployment', () => {
  it('is deployed again whole, under its name, with a new version of each definition', async () => {
    const again = bodyOf<Named>(await rest('POST', `/deployment/${deployed.id}/redeploy`, { source: 'ulang' }));
    assert.deepEqual([again['name'], again['source']], ['asal', 'ulang']);
    assert.notEqual(again.id, deployed.id);
    const versions = Object.values(again['deployedProcessDefinitions'] as Record<string, Named>);
    assert.deepEqual(
      versions.map((each) => [each['key'], each['version']]),
      [
        ['anak', 2],
        ['induk', 2],
      ],
    );
    const files = bodyOf<Named[]>(await rest('GET', `/deployment/${again.id}/resources`));
    assert.deepEqual(
      files.map((each) => each['name']),
      ['anak.anak.png', 'anak.bpmn', 'anak.svg', 'induk.bpmn'],
    );
  });
  it('is deployed again with chosen files only, named by id or by name', async () => {
    const files = bodyOf<Named[]>(await rest('GET', `/deployment/${deployed.id}/resources`));
    const image = files.find((each) => each['name'] === 'anak.svg');
    const body = { resourceIds: [image?.id], resourceNames: ['anak.bpmn'] };
    const again = bodyOf<Named>(await rest('POST', `/deployment/${deployed.id}/redeploy`, body));
    assert.deepEqual(
      bodyOf<Named[]>(await rest('GET', `/deployment/${again.id}/resources`)).map((each) => each['name']),
      ['anak.bpmn', 'anak.svg'],
    );
    const empty = await rest('POST', `/deployment/${deployed.id}/redeploy`);
    assert.equal(Object.keys(bodyOf<Named>(empty)['deployedProcessDefinitions'] as object).length, 2);
  });
  it('that is unknown, or lacks a file, is not deployed again', async () => {
    const before = bodyOf<{ count: number }>(await rest('GET', '/deployment/count')).count;
    assert.equal((await rest('POST', '/deployment/tiada/redeploy', {})).status, 404);
    const lacks = bodyOf<Named>(
      await rest('POST', `/deployment/${deployed.id}/redeploy`, { resourceNames: ['x'] }),
      404,
    );
    assert.match(String(lacks['message']), /no resource with the name 'x'/);
    assert.equal(bodyOf<{ count: number }>(await rest('GET', '/deployment/count')).count, before);
  });
});

describe('deleting by key', () => {
  it('takes the latest version only, and the one before becomes the latest', async () => {
    const deploy = async () =>
      bodyOf(await rest('POST', '/deployment/create', deploymentForm('hapus', { 'h.bpmn': oneNode('hapus', task) })));
    await deploy();
    await deploy();
    const version = async () => bodyOf<Named>(await rest('GET', '/process-definition/key/hapus'))['version'];
    assert.equal(await version(), 2);
    assert.equal((await rest('DELETE', '/process-definition/key/hapus')).status, 204);
    assert.equal(await version(), 1);
    bodyOf(await rest('POST', '/process-definition/key/hapus/start', {}));
    const refused = bodyOf<Named>(await rest('DELETE', '/process-definition/key/hapus'), 400);
    assert.equal(refused['type'], 'BadUserRequestException');
    assert.equal((await rest('DELETE', '/process-definition/key/hapus?cascade=true')).status, 204);
    const gone = bodyOf<Named>(await rest('DELETE', '/process-definition/key/hapus'), 404);
    assert.equal(gone['type'], 'RestException');
    assert.equal((await rest('DELETE', '/process-definition/key/induk/tenant-id/kota')).status, 404);
  });
});
