import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const start = async (key: string) =>
  bodyOf<{ id: string }>(await rest('POST', `/process-definition/key/${key}/start`, {})).id;
const listener = (event: string, name: string) =>
  `<camunda:executionListener event="${event}" expression="\${execution.setVariable('${name}', true)}"/>`;
/** A task whose end is heard, and which gives something out. */
const heard = (key: string) =>
  oneNode(
    key,
    `<bpmn:userTask id="node"><bpmn:extensionElements>${listener('end', 'didengar')}<camunda:taskListener event="delete" expression="\${execution.setVariable('dihapus', true)}"/><camunda:inputOutput><camunda:outputParameter name="hasil">dipetakan</camunda:outputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>`,
  );
/** Which traces the end of the task has left in the history of its instance. */
const traces = async (instance: string) =>
  bodyOf<{ name: string }[]>(
    await rest(
      'GET',
      `/history/variable-instance?processInstanceId=${instance}&includeDeleted=true&sortBy=variableName&sortOrder=asc`,
    ),
  ).map(({ name }) => name);
const ALL = ['didengar', 'dihapus', 'hasil'];

before(async () => {
  server = await startTestServer();
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('dengar', {
        'dengar.bpmn': heard('dengar'),
        'induk.bpmn': bpmn(
          'induk',
          '<bpmn:startEvent id="s"/><bpmn:callActivity id="panggil" calledElement="dengar"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="panggil"/>',
        ),
      }),
    ),
  );
});
after(() => server.close());

describe('what the end of an activity sets off', () => {
  it('is left out of a deletion as it is asked', async () => {
    for (const [query, expected] of [
      ['', ALL],
      ['?skipCustomListeners=true', ['hasil']],
      ['?skipIoMappings=true', ['didengar', 'dihapus']],
      ['?skipCustomListeners=true&skipIoMappings=true', []],
    ] as const) {
      const id = await start('dengar');
      assert.equal((await rest('DELETE', `/process-instance/${id}${query}`)).status, 204);
      assert.deepEqual(await traces(id), expected, query);
    }
  });
  it('is left out of called instances too', async () => {
    for (const [query, expected] of [
      ['', ALL],
      ['?skipCustomListeners=true&skipIoMappings=true', []],
    ] as const) {
      const id = await start('induk');
      const [called] = bodyOf<{ id: string }[]>(await rest('GET', `/process-instance?superProcessInstance=${id}`));
      assert.equal((await rest('DELETE', `/process-instance/${id}${query}`)).status, 204);
      assert.deepEqual(await traces(called?.id ?? ''), expected, query);
    }
  });
  it('is left out of a modification', async () => {
    for (const [skips, expected] of [
      [{}, ALL],
      [{ skipCustomListeners: true }, ['hasil']],
      [{ skipIoMappings: true }, ['didengar', 'dihapus']],
    ] as const) {
      const id = await start('dengar');
      const instructions = [{ type: 'cancel', activityId: 'node' }];
      assert.equal(
        (await rest('POST', `/process-instance/${id}/modification`, { ...skips, instructions })).status,
        204,
      );
      assert.deepEqual(await traces(id), expected);
    }
  });
  it('is left out when a definition or a deployment is deleted with its instances', async () => {
    const caller = bpmn(
      'atasan',
      '<bpmn:startEvent id="s"/><bpmn:callActivity id="panggil" calledElement="dengar"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="panggil"/>',
    );
    for (const what of ['process-definition', 'deployment'])
      for (const [query, expected] of [
        ['', ALL],
        ['&skipCustomListeners=true&skipIoMappings=true', []],
      ] as const) {
        const form = deploymentForm('atasan', { 'atasan.bpmn': caller });
        const deployment = bodyOf<{ id: string }>(await rest('POST', '/deployment/create', form)).id;
        const id = await start('atasan');
        const [called] = bodyOf<{ id: string }[]>(await rest('GET', `/process-instance?superProcessInstance=${id}`));
        const address = what === 'deployment' ? deployment : 'key/atasan';
        assert.equal((await rest('DELETE', `/${what}/${address}?cascade=true${query}`)).status, 204);
        assert.deepEqual(await traces(called?.id ?? ''), expected, `${what}${query}`);
      }
  });
});
