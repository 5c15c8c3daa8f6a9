import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
interface Refused {
  readonly type: string;
  readonly message: string;
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
}
const FORM = JSON.stringify({
  id: 'putusan',
  type: 'default',
  components: [
    { type: 'textfield', id: 'a', key: 'hasil', label: 'Hasil', validate: { required: true } },
    { type: 'number', id: 'b', key: 'nilai', label: 'Nilai', defaultValue: 3 },
  ],
});
const REF = 'camunda:formRef="putusan" camunda:formRefBinding="deployment"';
const GROUPS = 'camunda:candidateGroups="kesbang.kajian,kesbang.kaban"';
let server: TestServer;
const rest = (user: string, method: string, path: string, body?: unknown) =>
  server.call(method, `/engine-rest${path}`, body, user);
const taskOf = async (key: string): Promise<Named> => {
  const { id } = bodyOf<Named>(await rest('root', 'POST', `/process-definition/key/${key}/start`, {}));
  const [task] = bodyOf<Named[]>(await rest('root', 'GET', `/task?processInstanceId=${id}`));
  assert.ok(task);
  return task;
};
const values = (map: Readonly<Record<string, unknown>>) => ({
  variables: Object.fromEntries(Object.entries(map).map(([name, value]) => [name, { value }])),
});

before(async () => {
  server = await startTestServer({ demo: true });
  bodyOf(
    await rest(
      'root',
      'POST',
      '/deployment/create',
      deploymentForm('aturan', {
        'putus.bpmn': oneNode('putus', `<bpmn:userTask id="node" ${GROUPS} ${REF}/>`, '', REF),
        'polos.bpmn': oneNode('polos', `<bpmn:userTask id="node" ${GROUPS}/>`),
        'putusan.form': FORM,
      }),
    ),
  );
});
after(() => server.close());

describe('an officer who works through /engine-rest', () => {
  it('decides within the rules of the form, by complete as by submit-form', async () => {
    const task = await taskOf('putus');
    for (const operation of ['complete', 'submit-form']) {
      const path = `/task/${task.id}/${operation}`;
      const refused = bodyOf<Refused>(await rest('budi', 'POST', path, {}), 400);
      assert.equal(refused.type, 'RestException');
      assert.deepEqual(
        refused.fields?.map((each) => each.path),
        ['hasil'],
      );
      const other = bodyOf<Refused>(await rest('budi', 'POST', path, values({ hasil: 'ok', disetujui: true })), 400);
      assert.match(other.message, /no field disetujui.*hasil/);
    }
    assert.equal((await rest('budi', 'POST', `/task/${task.id}/complete`, values({ hasil: ' ok ' }))).status, 204);
    const [stored] = bodyOf<Named[]>(
      await rest(
        'root',
        'GET',
        `/history/variable-instance?processInstanceId=${String(task['processInstanceId'])}&variableName=hasil`,
      ),
    );
    assert.equal(stored?.['value'], 'ok', 'the value is stored as the inbox would store it');
  });
  it('reads the words of the inbox in the language of the request', async () => {
    const task = await taskOf('putus');
    const visitor = await ApiVisitor.open(server.url, 'budi');
    await visitor.call('POST', `/api/inbox/tasks/${task.id}/claim`, {});
    const inbox = await visitor
      .call('POST', `/api/inbox/tasks/${task.id}/complete`, { data: {} }, { 'accept-language': 'id' })
      .catch((error: unknown) => String(error));
    const [field] =
      bodyOf<Refused>(await rest('budi', 'POST', `/task/${task.id}/submit-form?lang=id`, {}), 400).fields ?? [];
    assert.ok(field);
    assert.ok(String(inbox).includes(field.message), `${field.message} in ${String(inbox)}`);
    const english = bodyOf<Refused>(await rest('budi', 'POST', `/task/${task.id}/submit-form`, {}), 400);
    assert.notEqual(english.fields?.[0]?.message, field.message);
  });
  it('leaves alone what a colleague has claimed, and takes for himself only', async () => {
    const task = await taskOf('putus');
    const one = `/task/${task.id}`;
    assert.equal((await rest('budi', 'POST', `${one}/claim`, { userId: 'wati' })).status, 403);
    assert.equal((await rest('budi', 'POST', `${one}/assignee`, { userId: 'wati' })).status, 403);
    assert.equal((await rest('budi', 'POST', `${one}/claim`, { userId: 'budi' })).status, 204);
    const attempts: readonly [string, unknown][] = [
      ['complete', values({ hasil: 'ok' })],
      ['submit-form', values({ hasil: 'ok' })],
      ['unclaim', undefined],
      ['assignee', { userId: 'wati' }],
      ['assignee', { userId: null }],
    ];
    for (const [operation, body] of attempts) {
      const answer = await rest('wati', 'POST', `${one}/${operation}`, body);
      assert.equal(bodyOf<Refused>(answer, 403).type, 'AuthorizationException', operation);
      assert.match(answer.text, /budi/, 'the answer says who holds it');
    }
    assert.equal(
      bodyOf<Refused>(await rest('wati', 'POST', `${one}/claim`, { userId: 'wati' }), 500).type,
      'TaskAlreadyClaimedException',
    );
    assert.equal(bodyOf<Named>(await rest('wati', 'GET', one))['assignee'], 'budi', 'seeing it is allowed');
    assert.equal((await rest('budi', 'POST', `${one}/unclaim`)).status, 204);
    assert.equal((await rest('wati', 'POST', `${one}/complete`, values({ hasil: 'ok' }))).status, 204);
  });
  it('does not complete what a colleague claims at the same moment', async () => {
    for (let round = 0; round < 15; round += 1) {
      const one = `/task/${(await taskOf('putus')).id}`;
      const [completed, claimed] = await Promise.all([
        rest('budi', 'POST', `${one}/complete`, values({ hasil: 'ok' })),
        rest('wati', 'POST', `${one}/claim`, { userId: 'wati' }),
      ]);
      const done = [completed, claimed].filter((answer) => answer.status === 204);
      assert.equal(done.length, 1, `either the one or the other: ${completed.text} ${claimed.text}`);
    }
  });
  it('sets nothing beside the form: no variable, no error, no value where there is no form', async () => {
    const task = await taskOf('polos');
    const one = `/task/${task.id}`;
    const attempts: readonly [string, string, unknown][] = [
      ['PUT', `${one}/variables/a`, { value: 1 }],
      ['POST', `${one}/variables`, { modifications: { a: { value: 1 } } }],
      ['DELETE', `${one}/variables/a`, undefined],
      ['PUT', `${one}/localVariables/a`, { value: 1 }],
      ['POST', `${one}/bpmnError`, { errorCode: 'x' }],
    ];
    for (const [method, path, body] of attempts)
      assert.equal((await rest('budi', method, path, body)).status, 403, `${method} ${path}`);
    const refused = bodyOf<Refused>(await rest('budi', 'POST', `${one}/complete`, values({ a: 1 })), 400);
    assert.match(refused.message, /has no form.*leave out a/);
    assert.equal((await rest('budi', 'POST', `${one}/complete`, {})).status, 204);
  });
});

describe('operators, machines and administrators', () => {
  it('lets an operator hand a task to somebody else and decide none', async () => {
    const task = await taskOf('putus');
    const one = `/task/${task.id}`;
    assert.equal((await rest('tono', 'POST', `${one}/assignee`, { userId: 'wati' })).status, 204);
    assert.equal((await rest('tono', 'POST', `${one}/complete`, values({ hasil: 'ok' }))).status, 403);
    assert.equal((await rest('tono', 'POST', `${one}/unclaim`)).status, 204);
  });
  it('lets machines complete with what they like, and checks the form when they submit it', async () => {
    const task = await taskOf('putus');
    assert.equal((await rest('opd-worker', 'POST', `/task/${task.id}/submit-form`, {})).status, 400);
    assert.equal((await rest('opd-worker', 'POST', `/task/${task.id}/complete`, values({ lain: 1 }))).status, 204);
  });
  it('checks the start form on submit-form and gives its default values', async () => {
    const path = '/process-definition/key/putus';
    const refused = bodyOf<Refused>(await rest('tono', 'POST', `${path}/submit-form`, values({ nilai: 1 })), 400);
    assert.equal(refused.type, 'RestException');
    assert.equal(refused.fields?.[0]?.path, 'hasil');
    assert.equal(
      bodyOf<Named>(await rest('tono', 'POST', `${path}/submit-form`, values({ hasil: 'ya' }))).id.length,
      36,
    );
    const defaults = bodyOf<Record<string, { value: unknown; type: string }>>(
      await rest('tono', 'GET', `${path}/form-variables`),
    );
    assert.deepEqual([defaults['nilai']?.value, defaults['nilai']?.type], [3, 'Integer']);
    assert.deepEqual(bodyOf(await rest('tono', 'GET', `${path}/form-variables?variableNames=hasil`)), {});
    assert.deepEqual(bodyOf(await rest('tono', 'GET', '/process-definition/key/polos/form-variables')), {});
  });
  it('answers 500 with Camunda’s words for variables of a scope that is not there', async () => {
    for (const [kind, path] of [
      ['process instance', '/process-instance/none/variables'],
      ['execution', '/execution/none/localVariables'],
      ['task', '/task/none/variables'],
      ['task', '/task/none/localVariables'],
    ] as const) {
      const all = bodyOf<Refused>(await rest('root', 'GET', path), 500);
      assert.equal(all.type, 'NullValueException');
      assert.match(all.message, new RegExp(`^${kind} none doesn't exist: ${kind} is null`));
      for (const [method, address, body, words] of [
        ['GET', `${path}/x`, undefined, `Cannot get ${kind} variable x: `],
        ['PUT', `${path}/x`, { value: 1 }, `Cannot put ${kind} variable x: `],
        ['DELETE', `${path}/x`, undefined, `Cannot delete ${kind} variable x: `],
        ['POST', path, { deletions: ['x'] }, `Cannot modify variables for ${kind} none: `],
      ] as const) {
        const one = bodyOf<Refused>(await rest('root', method, address, body), 500);
        assert.equal(one.type, 'RestException');
        assert.ok(one.message.startsWith(words), one.message);
      }
    }
  });
});
