import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';
import { allEndpoints } from './kit/all-endpoints.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
  bodyOf(
    await server.call(
      'POST',
      '/engine-rest/deployment/create',
      deploymentForm('uji', { 'orang.bpmn': oneNode('orang', '<bpmn:userTask id="node"/>') }),
    ),
  );
  bodyOf(await server.call('POST', '/engine-rest/process-definition/key/orang/start', {}));
});
after(() => server.close());

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

describe('the contract', () => {
  it('is in the OpenAPI documents, each endpoint, and nothing else is', async () => {
    const described = new Set<string>();
    const operationIds: string[] = [];
    for (const area of ['api', 'engine-rest']) {
      const { openapi, paths } = bodyOf<Document>(await server.call('GET', `/${area}/openapi.json`));
      assert.match(openapi, /^3\.1/);
      for (const [path, methods] of Object.entries(paths))
        for (const [method, { operationId }] of Object.entries(methods)) {
          described.add(`${method.toUpperCase()} ${path}`);
          operationIds.push(operationId);
        }
    }
    assert.equal(new Set(operationIds).size, operationIds.length, 'every operation has a name of its own');
    const known = (await allEndpoints()).map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    assert.ok(known.length > 150, `${known.length} endpoints`);
    assert.deepEqual([...described].filter((each) => !each.endsWith('/openapi.json')).sort(), known.sort());
  });
  it('answers every JSON endpoint with exactly application/json, whether it succeeds or refuses', async () => {
    for (const each of (await allEndpoints()).filter(({ path }) => path.startsWith('/engine-rest/'))) {
      // What waits (fetchAndLock) or is no JSON is asked as well: its refusals are JSON.
      const path = each.path.replaceAll(/:key/g, 'orang').replaceAll(/:\w+/g, 'tidak-ada');
      const body = each.body === undefined ? undefined : each.body === 'multipart' ? deploymentForm('kosong', {}) : {};
      const answer = await server.call(each.method, path, body);
      if (answer.status === 204) assert.equal(answer.text, '', path);
      else if (answer.status >= 400 || each.answer !== 'stream')
        assert.equal(answer.headers.get('Content-Type'), 'application/json', `${each.method} ${path}`);
      if (answer.status >= 400) {
        const { type, message } = answer.json as { type: string; message: string };
        assert.match(type, /^[A-Z]\w+(?:Exception|Dto)$/, path);
        assert.ok(message.length > 10 && !/\n\s+at |node:internal|\.ts:\d/.test(message), `${path}: ${message}`);
      }
      assert.equal(answer.headers.get('Cache-Control') === null, false, path);
    }
  });
  it('asks who calls on every endpoint that is not public', async () => {
    for (const each of (await allEndpoints()).filter(({ access }) => access !== 'public')) {
      const path = each.path.replaceAll(/:\w+/g, 'x');
      const body = each.body === undefined || each.body === 'multipart' ? undefined : {};
      assert.equal((await server.call(each.method, path, body, null)).status, 401, `${each.method} ${path}`);
    }
  });
  it('is reached under /rest and under the name of the default engine', async () => {
    const [own] = bodyOf<{ id: string }[]>(await server.call('GET', '/engine-rest/process-definition'));
    assert.ok(own);
    for (const prefix of ['/rest', '/engine-rest/engine/default', '/rest/engine/default']) {
      assert.deepEqual(bodyOf(await server.call('GET', `${prefix}/process-definition/${own.id}`)), {
        ...bodyOf<object>(await server.call('GET', `/engine-rest/process-definition/${encodeURIComponent(own.id)}`)),
      });
      assert.equal((await server.call('POST', `${prefix}/process-definition/key/orang/start`, {})).status, 200);
      assert.equal((await server.call('GET', `${prefix}/version/`)).status, 200, 'with a slash at the end');
      assert.equal((await server.call('GET', `${prefix}/task`, undefined, null)).status, 401);
    }
    const unknown = bodyOf<{ type: string; message: string }>(
      await server.call('GET', '/engine-rest/engine/lain/version'),
      404,
    );
    assert.deepEqual([unknown.type, unknown.message], ['InvalidRequestException', 'Process engine lain not available']);
    assert.equal(bodyOf<{ type: string }>(await server.call('GET', '/rest/tidak-ada'), 404).type, 'NotFoundException');
    assert.equal(
      bodyOf<{ type: string }>(await server.call('DELETE', '/rest/version'), 405).type,
      'NotAllowedException',
    );
    const text = await fetch(`${server.url}/rest/message`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('root:kata-sandi-panjang-123')}`, 'Content-Type': 'text/plain' },
      body: 'x',
    });
    assert.equal(text.status, 415);
    assert.equal(((await text.json()) as { type: string }).type, 'NotSupportedException');
  });
});
