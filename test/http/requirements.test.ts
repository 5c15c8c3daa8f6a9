import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bitsOf } from '../../server/application/access/permissions.ts';
import { requirementOf, WITHOUT_REQUIREMENT } from '../../server/http/requirements.ts';
import { listSpecs } from '../../server/store/query/list-spec.ts';
import { scopeColumns } from '../../server/store/query/scope.ts';
import { allEndpoints } from './kit/all-endpoints.ts';

const endpoints = (await allEndpoints()).filter(({ path }) => path.startsWith('/engine-rest/'));
const nameOf = ({ method, path }: { readonly method: string; readonly path: string }) =>
  `${method} ${path.slice('/engine-rest'.length)}`;

describe('every operation of the engine', () => {
  it('says what it needs, or is one of the few that roles alone decide', () => {
    const silent = endpoints.filter((each) => !requirementOf(each)).map(nameOf);
    assert.deepEqual(silent.sort(), [...WITHOUT_REQUIREMENT].sort());
  });
  it('needs permissions that Camunda has', () => {
    for (const each of endpoints)
      for (const { resource, permission } of [
        ...(requirementOf(each)?.needs ?? []),
        ...(requirementOf(each)?.also ?? []),
      ])
        assert.ok(bitsOf(resource, permission), `${nameOf(each)}: ${permission} of ${resource}`);
  });
  it('that names rows finds them by a filter that their list has, and can tell to whom they belong', () => {
    for (const each of endpoints) {
      const requirement = requirementOf(each);
      if (requirement?.on !== 'row') continue;
      const params = Object.fromEntries([...each.path.matchAll(/:(\w+)/g)].map(([, name]) => [name ?? '', 'x']));
      for (const filter of requirement.filters?.(params).keys() ?? [''])
        assert.ok(listSpecs[requirement.kind].filters[filter], `${nameOf(each)}: ${filter}`);
      const columns = scopeColumns[requirement.kind].resources;
      assert.ok(
        requirement.needs.some(({ resource }) => columns[resource]),
        nameOf(each),
      );
    }
  });
  it('that changes something is not allowed by a permission to read', () => {
    for (const each of endpoints.filter(({ method }) => method === 'PUT' || method === 'DELETE'))
      for (const { permission } of requirementOf(each)?.needs ?? [])
        assert.doesNotMatch(permission, /^READ/, nameOf(each));
  });
});
