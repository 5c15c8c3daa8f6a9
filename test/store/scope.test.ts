import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decisionsOf } from '../../server/application/access/decide.ts';
import { ALL_PERMISSIONS, type Resource, resourceTypes } from '../../server/application/access/permissions.ts';
import type { Grant } from '../../server/application/ports/access-grants.ts';
import type { ListKind } from '../../server/application/ports/list-reader.ts';
import type { Scope } from '../../server/application/ports/scope.ts';
import { createGrantStore } from '../../server/store/identity/grant-store.ts';
import { SqlListReader } from '../../server/store/query/list-reader.ts';
import { scopeColumns } from '../../server/store/query/scope.ts';
import { forEachDatabase } from '../kit/database.ts';

const page = { filters: new Map(), sorting: [], firstResult: 0, maxResults: null };
const none: Scope = { tenants: null, decisions: [], otherwise: true };

forEachDatabase('a scope', (test) => {
  it('is a condition that every list takes', async () => {
    const reader = new SqlListReader(test.database);
    const byId = new Map([
      ['a', true],
      ['b', false],
    ]);
    for (const [kind, { resources }] of Object.entries(scopeColumns) as [ListKind, { resources: object }][]) {
      const decisions = (Object.keys(resources) as Resource[]).map((resource) => ({ resource, byId, any: undefined }));
      for (const any of [undefined, true, false])
        for (const otherwise of [true, false, { own: ['a'] }, { own: ['a', 'b', 'c'] }])
          for (const tenants of [null, [], ['x', 'y']]) {
            const scope = { tenants, otherwise, decisions: decisions.map((each) => ({ ...each, any })) };
            assert.deepEqual(await reader.list(kind, { ...page, scope }), [], kind);
            assert.equal(await reader.count(kind, { ...page, scope }), 0, kind);
          }
    }
  });
  it('leaves the rows that its first decision, or else the role, allows', async () => {
    await test.database.transaction(async (transaction) => {
      for (const [id, key, tenant] of [
        ['1', 'surat', null],
        ['2', 'surat', 'dinkes'],
        ['3', 'izin', 'dinkes'],
        ['4', 'izin', 'kesbang'],
      ] as const)
        await transaction.execute(
          `insert into process_instance (id, definition_id, definition_key, tenant_id, suspended, started_at, root_process_instance_id, next_order, revision)
           values (:id, :key, :key, :tenant, 0, 1, :id, 1, 1)`,
          { id, key, tenant },
        );
    });
    const reader = new SqlListReader(test.database);
    const seen = async (change: Partial<Scope>) => {
      const scope = { ...none, ...change };
      const ids = (await reader.list('process-instance', { ...page, scope })).map((row) => row['id']);
      assert.equal(await reader.count('process-instance', { ...page, scope }), ids.length);
      return ids.join('');
    };
    const of = (resource: Resource, ids: Readonly<Record<string, boolean>>, any?: boolean) => ({
      resource,
      byId: new Map(Object.entries(ids)),
      any,
    });
    assert.equal(await seen({}), '1234');
    assert.equal(await seen({ otherwise: false }), '');
    assert.equal(await seen({ tenants: [] }), '1');
    assert.equal(await seen({ tenants: ['dinkes'] }), '123');
    assert.equal(await seen({ decisions: [of('processDefinition', { izin: false })] }), '12');
    assert.equal(await seen({ decisions: [of('processDefinition', { izin: true })], otherwise: false }), '34');
    assert.equal(await seen({ decisions: [of('processDefinition', { izin: false }, true)], otherwise: false }), '12');
    assert.equal(
      await seen({ decisions: [of('processInstance', { '1': false, '3': true }), of('processDefinition', {}, true)] }),
      '234',
    );
    assert.equal(
      await seen({ decisions: [of('processInstance', { '3': true }), of('processDefinition', { izin: false })] }),
      '123',
    );
    assert.equal(
      await seen({ decisions: [of('task', {}, false)] }),
      '1234',
      'a list takes notice of its resources only',
    );
    assert.equal(
      await seen({ tenants: [], decisions: [of('processDefinition', {}, true)] }),
      '1',
      'no grant opens a tenant',
    );
  });
  it('comes from authorizations that are stored once for each user or group and resource', async () => {
    const store = createGrantStore(test.database);
    const grant: Grant = {
      id: '1',
      type: 1,
      userId: 'budi',
      groupId: null,
      resourceType: 6,
      resourceId: '*',
      permissions: ALL_PERMISSIONS,
    };
    assert.equal(await store.put(grant), 'done');
    assert.equal(await store.put({ ...grant, id: '2' }), 'exists');
    assert.equal(await store.put({ ...grant, id: '2', userId: null, groupId: 'kajian' }), 'done');
    assert.equal(await store.put({ ...grant, id: '3', type: 0, userId: '*' }), 'done');
    assert.equal(await store.put({ ...grant, permissions: 2 }), 'done', 'it is changed');
    const idsFor = async (user: string, groups: readonly string[]) =>
      (await store.listFor(user, groups)).map(({ id }) => id).sort();
    assert.deepEqual(await idsFor('budi', []), ['1', '3']);
    assert.deepEqual(await idsFor('rina', ['kajian', 'lain']), ['2', '3']);
    assert.deepEqual(await store.find('1'), { ...grant, permissions: 2 });
    assert.equal(await store.delete('1'), 'done');
    assert.equal(await store.delete('1'), 'notFound');
    assert.equal(await store.find('1'), undefined);
  });
});

it('authorizations of a user come before those of groups and of all, single resources before any, grants before revokes', () => {
  const READ = 2;
  const { type: resourceType } = resourceTypes.processDefinition;
  const make = (type: 0 | 1 | 2, who: 'user' | 'group' | 'all', resourceId: string, permissions = READ): Grant => ({
    id: '',
    type,
    userId: who === 'user' ? 'budi' : who === 'all' ? '*' : null,
    groupId: who === 'group' ? 'kajian' : null,
    resourceType,
    resourceId,
    permissions,
  });
  const [grant, revoke, all] = [1, 2, 0] as const;
  const decide = (...grants: readonly Grant[]) => {
    const { byId, any } = decisionsOf(grants, resourceType, READ);
    return [byId.get('x'), any];
  };
  assert.deepEqual(decide(), [undefined, undefined]);
  assert.deepEqual(decide(make(grant, 'user', 'x')), [true, undefined]);
  assert.deepEqual(decide(make(grant, 'user', 'x', 4)), [undefined, undefined], 'another permission');
  assert.deepEqual(decide(make(revoke, 'user', '*', 4)), [undefined, undefined]);
  assert.deepEqual(decide(make(grant, 'user', 'x', ALL_PERMISSIONS)), [true, undefined]);
  assert.deepEqual(decide(make(revoke, 'user', 'x'), make(grant, 'user', '*')), [false, true]);
  assert.deepEqual(decide(make(grant, 'user', 'x'), make(revoke, 'user', '*')), [true, false]);
  assert.deepEqual(decide(make(revoke, 'user', 'x'), make(grant, 'user', 'x')), [true, undefined]);
  assert.deepEqual(decide(make(grant, 'user', '*'), make(revoke, 'group', 'x')), [true, true]);
  assert.deepEqual(decide(make(revoke, 'group', '*'), make(all, 'all', 'x')), [false, false]);
  assert.deepEqual(decide(make(all, 'all', '*'), make(revoke, 'group', 'x')), [false, true]);
});
