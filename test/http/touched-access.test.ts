import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
const [GRANT, REVOKE] = [1, 2];
const [PROCESS_DEFINITION, PROCESS_INSTANCE, BATCH] = [6, 8, 13];

let server: TestServer;
const rest = (method: string, path: string, body?: unknown, user?: string | null) =>
  server.call(method, `/engine-rest${path}`, body, user);
const statusOf = async (method: string, path: string, body: unknown, user: string) =>
  (await rest(method, path, body, user)).status;
/** Gives rina, an officer whose role allows none of it, permissions while `work` runs. */
async function having(authorizations: readonly object[], work: () => Promise<void>): Promise<void> {
  const ids: string[] = [];
  for (const each of authorizations)
    ids.push(
      bodyOf<Named>(
        await rest('POST', '/authorization/create', { type: GRANT, userId: 'rina', resourceId: '*', ...each }),
      ).id,
    );
  try {
    await work();
  } finally {
    for (const id of ids) assert.equal((await rest('DELETE', `/authorization/${id}`)).status, 204);
  }
}
const onDefinition = (key: string, ...permissions: string[]) => ({
  permissions,
  resourceType: PROCESS_DEFINITION,
  resourceId: key,
});
const start = async (key: string) => bodyOf<Named>(await rest('POST', `/process-definition/key/${key}/start`, {})).id;
const running = async (key: string) =>
  bodyOf<{ count: number }>(await rest('GET', `/process-instance/count?processDefinitionKey=${key}`)).count;
const suspendedOf = async (id: string) =>
  bodyOf<Named>(await rest('GET', `/process-instance/${id}`))['suspended'] as boolean;

before(async () => {
  server = await startTestServer({ demo: true });
  const waits = (key: string, message: string) =>
    oneNode(key, '<bpmn:receiveTask id="node" messageRef="m"/>', `<bpmn:message id="m" name="${message}"/>`);
  const hears = (key: string) =>
    oneNode(
      key,
      '<bpmn:intermediateCatchEvent id="node"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent>',
      '<bpmn:signal id="s" name="sirene"/>',
    );
  const begins = (key: string) =>
    `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><bpmn:message id="m" name="mulai"/>
     <bpmn:process id="${key}" isExecutable="true"><bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>
     <bpmn:sequenceFlow id="f" sourceRef="start" targetRef="wait"/><bpmn:userTask id="wait"/></bpmn:process></bpmn:definitions>`;
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('sentuh', {
        'boleh.bpmn': waits('boleh', 'kabar'),
        'tidak.bpmn': waits('tidak', 'rahasia'),
        'dengar.bpmn': hears('dengar'),
        'simak.bpmn': hears('simak'),
        'mulai.bpmn': begins('mulai'),
        'kerja.bpmn': oneNode('kerja', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cetak"/>'),
        'buruh.bpmn': oneNode('buruh', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cetak"/>'),
      }),
    ),
  );
});
after(() => server.close());

describe('an operation on what it does not name in its path', () => {
  it('delivers a message where its sender may change the receiver', async () => {
    const mine = await start('boleh');
    await start('tidak');
    assert.equal(await statusOf('POST', '/message', { messageName: 'kabar' }, 'rina'), 403, 'without any permission');
    await having([onDefinition('boleh', 'UPDATE_INSTANCE')], async () => {
      const refused = await rest('POST', '/message', { messageName: 'rahasia' }, 'rina');
      assert.equal(refused.status, 403);
      const { type, missingAuthorizations } = bodyOf403(refused.json);
      assert.equal(type, 'AuthorizationException');
      assert.deepEqual(
        missingAuthorizations.map(({ permissionName, resourceName }) => `${permissionName} ${resourceName}`),
        ['UPDATE ProcessInstance', 'UPDATE_INSTANCE ProcessDefinition'],
      );
      assert.equal(await running('tidak'), 1, 'it still waits');
      assert.equal(await statusOf('POST', '/message', { messageName: 'kabar', processInstanceId: mine }, 'rina'), 204);
      assert.equal(await statusOf('POST', '/message', { messageName: 'siapa' }, 'rina'), 400, 'nobody waits for it');
    });
  });
  it('starts by a message what its sender may start', async () => {
    await having([onDefinition('lain', 'CREATE_INSTANCE')], async () =>
      assert.equal(await statusOf('POST', '/message', { messageName: 'mulai' }, 'rina'), 403),
    );
    assert.equal(await running('mulai'), 0);
    await having([onDefinition('mulai', 'CREATE_INSTANCE')], async () =>
      assert.equal(await statusOf('POST', '/message', { messageName: 'mulai' }, 'rina'), 204),
    );
    assert.equal(await running('mulai'), 1);
  });
  it('throws a signal to all who hear it or to none', async () => {
    await start('dengar');
    await start('simak');
    await having([onDefinition('dengar', 'UPDATE_INSTANCE')], async () =>
      assert.equal(await statusOf('POST', '/signal', { name: 'sirene' }, 'rina'), 403),
    );
    assert.deepEqual([await running('dengar'), await running('simak')], [1, 1]);
    await having([onDefinition('dengar', 'UPDATE_INSTANCE'), onDefinition('simak', 'UPDATE_INSTANCE')], async () =>
      assert.equal(await statusOf('POST', '/signal', { name: 'sirene' }, 'rina'), 204),
    );
    assert.deepEqual([await running('dengar'), await running('simak')], [0, 0]);
  });
  it('suspends the instances that are named, found or of a definition, when each may be', async () => {
    const [mine, foreign] = [await start('boleh'), await start('tidak')];
    const suspend = (selection: object) =>
      statusOf('PUT', '/process-instance/suspended', { suspended: true, ...selection }, 'rina');
    await having([onDefinition('boleh', 'SUSPEND_INSTANCE', 'READ_INSTANCE')], async () => {
      assert.equal(await suspend({ processInstanceIds: [mine, foreign] }), 403);
      assert.equal(await suspend({ processDefinitionKey: 'tidak' }), 403);
      assert.equal(await suspend({ processInstanceQuery: { processDefinitionKeyIn: ['boleh', 'tidak'] } }), 204);
      assert.deepEqual([await suspendedOf(mine), await suspendedOf(foreign)], [true, false], 'it found his alone');
      assert.equal(
        await statusOf(
          'PUT',
          '/process-instance/suspended',
          { suspended: false, processDefinitionKey: 'boleh' },
          'rina',
        ),
        204,
      );
    });
    assert.equal(await suspendedOf(mine), false);
    await having([onDefinition('*', 'READ_INSTANCE'), onDefinition('boleh', 'SUSPEND_INSTANCE')], async () =>
      assert.equal(
        await suspend({ processInstanceQuery: { processDefinitionKeyIn: ['boleh', 'tidak'] } }),
        403,
        'who reads more than he may change is told so',
      ),
    );
    assert.deepEqual([await suspendedOf(mine), await suspendedOf(foreign)], [false, false]);
    await having([{ permissions: ['SUSPEND'], resourceType: PROCESS_INSTANCE, resourceId: mine }], async () =>
      assert.equal(await suspend({ processInstanceIds: [mine] }), 204),
    );
  });
  it('gives external tasks another try when each may be changed', async () => {
    for (const key of ['kerja', 'buruh']) await start(key);
    const tasks = bodyOf<Named[]>(await rest('GET', '/external-task?topicName=cetak'));
    const idOf = (key: string) => tasks.find((each) => each['processDefinitionKey'] === key)?.id;
    const retry = (...externalTaskIds: unknown[]) =>
      statusOf('PUT', '/external-task/retries', { retries: 5, externalTaskIds }, 'rina');
    await having([onDefinition('kerja', 'UPDATE_INSTANCE')], async () => {
      assert.equal(await retry(idOf('kerja'), idOf('buruh')), 403);
      assert.equal(await retry(idOf('kerja')), 204);
    });
  });
  it('starts a batch on what its creator may change', async () => {
    const [mine, foreign] = [await start('boleh'), await start('tidak')];
    const remove = (...processInstanceIds: string[]) =>
      statusOf('POST', '/process-instance/delete', { processInstanceIds }, 'rina');
    await having([onDefinition('boleh', 'DELETE_INSTANCE')], async () => {
      assert.equal(await remove(mine), 403, 'a batch needs a permission of its own');
      await having([{ permissions: ['CREATE'], resourceType: BATCH }], async () => {
        assert.equal(await remove(mine, foreign), 403);
        assert.equal(await remove(mine), 200);
      });
    });
  });
  it('is forbidden to an operator on what was taken from him', async () => {
    const foreign = await start('tidak');
    const revoke = { ...onDefinition('tidak', 'UPDATE_INSTANCE'), type: REVOKE, userId: 'tono' };
    await having([revoke], async () => {
      const message = { messageName: 'rahasia', processInstanceId: foreign };
      assert.equal(await statusOf('POST', '/message', message, 'tono'), 403);
      await start('boleh');
      assert.equal(await statusOf('POST', '/message', { messageName: 'kabar', all: true }, 'tono'), 204);
    });
  });
});

function bodyOf403(json: unknown) {
  return json as {
    readonly type: string;
    readonly missingAuthorizations: readonly { readonly permissionName: string; readonly resourceName: string }[];
  };
}
