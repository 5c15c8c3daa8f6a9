import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown, user?: string | null) =>
  server.call(method, `/engine-rest${path}`, body, user);
const idsOf = async (path: string) => bodyOf<Named[]>(await rest('GET', path)).map(({ id }) => id);

before(async () => {
  server = await startTestServer({ demo: true });
});
after(() => server.close());

describe('a group', () => {
  it('is created, found, changed and removed with its memberships', async () => {
    const arsip = { id: 'dinkes.arsip', name: 'Arsip', type: 'WORKFLOW' };
    assert.equal((await rest('POST', '/group/create', arsip)).status, 204);
    assert.deepEqual(bodyOf(await rest('GET', '/group/dinkes.arsip')), arsip);
    assert.match((await rest('POST', '/group/create', arsip)).text, /already exists/);
    assert.deepEqual(bodyOf(await rest('POST', '/group?maxResults=5', { type: 'WORKFLOW' })), [arsip]);
    assert.deepEqual(bodyOf(await rest('POST', '/group/count', { nameLike: 'Ars%' })), { count: 1 });
    assert.equal((await rest('PUT', '/group/dinkes.arsip', { id: 'dinkes.arsip', name: 'Kearsipan' })).status, 204);
    assert.deepEqual(bodyOf(await rest('GET', '/group/dinkes.arsip')), {
      id: 'dinkes.arsip',
      name: 'Kearsipan',
      type: null,
    });
    assert.equal((await rest('PUT', '/group/dinkes.arsip/members/dewi')).status, 204);
    assert.deepEqual(await idsOf('/group?member=dewi'), ['dinkes.arsip', 'dinkes.sdmk']);
    assert.equal((await rest('DELETE', '/group/dinkes.arsip')).status, 204);
    assert.deepEqual(await idsOf('/group?member=dewi'), ['dinkes.sdmk']);
    assert.equal((await rest('GET', '/group/dinkes.arsip')).status, 404);
    assert.equal((await rest('PUT', '/group/dinkes.arsip', { name: 'x' })).status, 404);
    assert.equal((await rest('PUT', '/group/dinkes.arsip/members/dewi')).status, 404, 'a typing error makes no group');
    assert.equal((await rest('DELETE', '/group/dinkes.arsip')).status, 204);
    assert.equal((await rest('POST', '/group/create', { name: 'tanpa id' })).status, 400);
  });
});

describe('a tenant', () => {
  it('is an OPD', async () => {
    const kesbang = { id: 'kesbang', name: 'Badan Kesatuan Bangsa dan Politik' };
    assert.deepEqual(bodyOf(await rest('GET', '/tenant/kesbang')), kesbang);
    assert.deepEqual(bodyOf(await rest('GET', '/tenant?nameLike=%25Politik')), [kesbang]);
    assert.deepEqual(await idsOf('/tenant?userMember=budi'), ['kesbang']);
    assert.ok((await idsOf('/user?memberOfTenant=kesbang')).includes('wati'));
    assert.equal((await rest('PUT', '/tenant/kesbang', { name: 'Kesbangpol' })).status, 204);
    assert.equal(bodyOf<Named>(await rest('GET', '/tenant/kesbang'))['name'], 'Kesbangpol');
    const all = await idsOf('/tenant?sortBy=name&sortOrder=desc');
    assert.deepEqual(bodyOf(await rest('GET', '/tenant/count')), { count: all.length });
  });
  it('is created, takes users and groups, and is removed with its memberships', async () => {
    assert.equal((await rest('POST', '/tenant/create', { id: 'perpus', name: 'Perpustakaan' })).status, 204);
    assert.match((await rest('POST', '/tenant/create', { id: 'perpus', name: 'Lagi' })).text, /already exists/);
    assert.equal((await rest('PUT', '/tenant/perpus/user-members/dewi')).status, 204);
    assert.equal((await rest('PUT', '/tenant/perpus/user-members/dewi')).status, 500);
    assert.equal((await rest('PUT', '/tenant/dinkes/user-members/dewi')).status, 500, 'she works there');
    assert.deepEqual(await idsOf('/tenant?userMember=dewi'), ['dinkes', 'perpus']);
    assert.equal((await rest('PUT', '/tenant/perpus/group-members/kesbang.kajian')).status, 204);
    assert.deepEqual(await idsOf('/tenant?groupMember=kesbang.kajian'), ['perpus']);
    assert.deepEqual(await idsOf('/group?memberOfTenant=perpus'), ['kesbang.kajian']);
    assert.deepEqual(await idsOf('/tenant?userMember=budi'), ['kesbang']);
    assert.deepEqual(await idsOf('/tenant?userMember=budi&includingGroupsOfUser=true'), ['kesbang', 'perpus']);
    assert.deepEqual(bodyOf(await rest('GET', '/tenant/count?userMember=budi&includingGroupsOfUser=true')), {
      count: 2,
    });
    for (const path of ['/tenant/tiada/user-members/dewi', '/tenant/perpus/user-members/tiada'])
      assert.equal((await rest('PUT', path)).status, 404, path);
    assert.equal((await rest('PUT', '/tenant/perpus/group-members/tiada')).status, 404);
    assert.equal((await rest('DELETE', '/tenant/perpus/group-members/kesbang.kajian')).status, 204);
    assert.deepEqual(await idsOf('/tenant?groupMember=kesbang.kajian'), []);
    assert.equal((await rest('DELETE', '/tenant/perpus')).status, 204);
    assert.deepEqual(await idsOf('/tenant?userMember=dewi'), ['dinkes']);
    assert.equal((await rest('GET', '/tenant/perpus')).status, 404);
    assert.equal((await rest('PUT', '/tenant/perpus', { name: 'x' })).status, 404);
  });
  it('is the OPD that somebody works for when it is his first', async () => {
    await rest('POST', '/user/create', { profile: { id: 'baru' }, credentials: { password: 'alur-demo' } });
    assert.equal((await rest('PUT', '/tenant/bapenda/user-members/Baru')).status, 204);
    assert.equal((await rest('PUT', '/tenant/bpkad/user-members/baru')).status, 204);
    assert.deepEqual(await idsOf('/tenant?userMember=baru'), ['bapenda', 'bpkad']);
    assert.equal((await rest('DELETE', '/tenant/bapenda/user-members/baru')).status, 204);
    assert.deepEqual(await idsOf('/tenant?userMember=baru'), ['bpkad']);
    await rest('DELETE', '/user/baru');
    await rest('POST', '/user/create', { profile: { id: 'baru' }, credentials: { password: 'alur-demo' } });
    assert.deepEqual(await idsOf('/tenant?userMember=baru'), [], 'a shut account leaves its memberships');
  });
  it('is kept by administrators only', async () => {
    for (const [method, path, body] of [
      ['POST', '/tenant/create', { id: 'x' }],
      ['PUT', '/tenant/dinkes', { name: 'x' }],
      ['DELETE', '/tenant/dinkes', undefined],
      ['PUT', '/tenant/kesbang/user-members/tono', undefined],
      ['POST', '/group/create', { id: 'x' }],
      ['DELETE', '/group/dinkes.sdmk', undefined],
      ['POST', '/user/budi/unlock', {}],
    ] as const)
      assert.equal((await rest(method, path, body, 'tono')).status, 403, path);
  });
});

describe('a password', () => {
  it('follows the rules that are told', async () => {
    const { rules } = bodyOf<{ rules: object[] }>(await rest('GET', '/identity/password-policy', undefined, 'budi'));
    assert.deepEqual(rules[0], { placeholder: 'PASSWORD_POLICY_LENGTH', parameter: { minLength: '8' } });
    for (const [password, valid] of [
      ['pendek7', false],
      ['panjang8', true],
      ['x'.repeat(401), false],
    ] as const) {
      const checked = bodyOf<{ valid: boolean }>(await rest('POST', '/identity/password-policy', { password }));
      assert.equal(checked.valid, valid, password);
      const set = await rest('PUT', '/user/hadi/credentials', { password });
      assert.equal(set.status, valid ? 204 : 400, 'and they are those that count');
    }
    assert.equal((await rest('POST', '/identity/password-policy', {})).status, 400);
  });
  it('may be tried again at once when the account is unlocked', async () => {
    const verify = (password: string) => rest('POST', '/identity/verify', { username: 'wati', password });
    let tries = 0;
    while ((await verify('salah')).status !== 429) assert.ok((tries += 1) < 20, 'the door falls shut');
    assert.equal((await verify('alur-demo')).status, 429, 'for the right password too');
    assert.equal((await rest('POST', '/user/Wati/unlock')).status, 204);
    assert.equal(bodyOf<{ authenticated: boolean }>(await verify('alur-demo')).authenticated, true);
    assert.equal((await rest('POST', '/user/tiada/unlock')).status, 204);
  });
});
