import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { checkList } from './kit/list-check.ts';
import { listTables } from './kit/list-tables.ts';
import { createListWorld, type ListWorld } from './kit/list-world.ts';

let world: ListWorld;
before(async () => {
  world = await createListWorld();
});
after(() => world?.server.close());

it('every parameter of every list finds what it names and leaves out the rest, by GET and by POST, and counts alike', async () => {
  const outcomes = await Promise.all(listTables.map((table) => checkList(table, world)));
  const wrong = outcomes.flatMap((outcome) => outcome.wrong);
  const effects = outcomes.flatMap((outcome) => outcome.effects);
  assert.equal(wrong.join('\n'), '');
  assert.ok(effects.length > 1_000, `${effects.length} effects`);
});
