import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { it } from 'node:test';
import { plantedBugs } from '../reliability/planted-bugs.ts';

const root = resolve(import.meta.dirname, '../..');

it('each of the ten planted bugs still has its place in the sources', () => {
  assert.equal(plantedBugs.length, 10);
  const lost = plantedBugs.flatMap(({ name, edits }) =>
    edits.flatMap(({ file, find }) =>
      readFileSync(join(root, file), 'utf8').split(find).length === 2 ? [] : [`${name}: ${file}`],
    ),
  );
  assert.deepEqual(lost, []);
});
