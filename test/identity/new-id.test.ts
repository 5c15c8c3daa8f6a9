import assert from 'node:assert/strict';
import { it } from 'node:test';
import { validate, version } from 'uuid';
import { newId } from '../../server/new-id.ts';

it('gives UUIDs of version 7 that are all different and sort in the order they were made', () => {
  const ids = Array.from({ length: 50_000 }, newId);
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of [ids[0], ids[255], ids[256], ids.at(-1)]) assert.ok(validate(id) && version(id ?? '') === 7, id);
  // The last five bytes are random for each.
  assert.equal(new Set(ids.map((id) => id.slice(-10))).size, ids.length);
});
