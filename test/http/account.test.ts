import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
const rest = (method: string, path: string, body?: unknown, user?: string) =>
  server.call(method, `/engine-rest${path}`, body, user);
const isPassword = async (username: string, password: string) =>
  bodyOf<{ authenticated: boolean }>(await rest('POST', '/identity/verify', { username, password })).authenticated;
const create = (id: string, password = 'alur-demo') =>
  rest('POST', '/user/create', { profile: { id, firstName: 'Ani', lastName: 'Lestari' }, credentials: { password } });

before(async () => {
  server = await startTestServer({ demo: true });
});
after(() => server.close());

describe('an account', () => {
  it('is created as an officer, renamed, given another password and shut', async () => {
    assert.equal((await create('Ani')).status, 204);
    assert.deepEqual(bodyOf(await rest('GET', '/user/ani/profile')), {
      id: 'ani',
      firstName: 'Ani',
      lastName: 'Lestari',
      email: null,
    });
    assert.match((await create('ani')).text, /already exists/);
    assert.equal((await rest('GET', '/task', undefined, 'ani')).status, 200);
    assert.equal((await rest('GET', '/job', undefined, 'ani')).status, 403, 'an officer');
    assert.equal((await rest('PUT', '/user/ani/profile', { firstName: 'Ani', lastName: 'L.' })).status, 204);
    assert.equal(bodyOf<{ lastName: string }>(await rest('GET', '/user/ani/profile')).lastName, 'L.');
    const wrong = { password: 'sandi-yang-baru', authenticatedUserPassword: 'bukan' };
    assert.equal((await rest('PUT', '/user/ani/credentials', wrong)).status, 400);
    assert.equal((await rest('PUT', '/user/ani/credentials', { password: 'sandi-yang-baru' })).status, 204);
    assert.equal((await rest('GET', '/task', undefined, 'ani')).status, 401, 'the old password counts no more');
    assert.equal(await isPassword('ani', 'sandi-yang-baru'), true);
    assert.equal((await rest('DELETE', '/user/ani')).status, 204);
    assert.equal(await isPassword('ani', 'sandi-yang-baru'), false);
    assert.equal((await rest('GET', '/user/ani/profile')).status, 404);
    assert.equal((await rest('DELETE', '/user/ani')).status, 204);
  });
  it('joins and leaves groups', async () => {
    assert.equal((await create('tuti')).status, 204);
    const groups = async () =>
      bodyOf<{ groups: { id: string }[] }>(await rest('GET', '/identity/groups?userId=tuti')).groups.map(
        ({ id }) => id,
      );
    const path = '/group/dpmptsp.fo/members/tuti';
    assert.equal((await rest('PUT', path)).status, 204);
    assert.deepEqual(await groups(), ['dpmptsp.fo']);
    assert.equal((await rest('PUT', path)).status, 500);
    assert.equal((await rest('DELETE', path)).status, 204);
    assert.deepEqual(await groups(), []);
    assert.equal((await rest('PUT', '/group/dpmptsp.fo/members/tidak-ada')).status, 404);
  });
  it('is kept by administrators only, and not shut by itself', async () => {
    for (const [method, path, body] of [
      ['POST', '/user/create', { profile: { id: 'x' }, credentials: { password: 'sandi-panjang' } }],
      ['DELETE', '/user/budi', undefined],
      ['PUT', '/user/rina/credentials', { password: 'sandi-panjang' }],
      ['PUT', '/group/dpmptsp.kadis/members/tono', undefined],
    ] as const)
      assert.equal((await rest(method, path, body, 'tono')).status, 403, path);
    assert.equal((await rest('DELETE', '/user/root')).status, 400);
    assert.equal((await create('y', 'pendek')).status, 400);
    assert.equal((await rest('POST', '/user/create', { credentials: { password: 'sandi-panjang' } })).status, 400);
    assert.equal((await rest('PUT', '/user/tidak-ada/profile', { firstName: 'X' })).status, 404);
  });
});
