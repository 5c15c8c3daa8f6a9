import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { camundaOperations } from '../../server/contract/engine-rest/compatibility-list.ts';
import { recordedCalls, recordEffect } from '../kit/call-record.ts';
import { documentedParameters } from './kit/documented-parameters.ts';
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
  for (const [operation, parameter] of effects) recordEffect(operation, parameter);
  assert.equal(wrong.join('\n'), '');
  assert.ok(effects.length > 1_000, `${effects.length} effects`);
});

it('every filter and page that Camunda documents of these lists was seen to leave something out', () => {
  const records = recordedCalls();
  const missing = camundaOperations
    .filter(([, , tier]) => tier !== 'C')
    .flatMap(([method, path]) => {
      const table = listTables.find((each) => path === each.path || path === `${each.path}/count`);
      if (!table) return [];
      const { filters, nowhere = [] } = table.description;
      const operation = `${method} ${path}`;
      const unseen = documentedParameters(operation).filter(
        (name) =>
          (name in filters || nowhere.includes(name) || name === 'firstResult' || name === 'maxResults') &&
          !records.get(operation)?.effects.has(name),
      );
      return unseen.length === 0 ? [] : [`${operation}: ${unseen.join(', ')}`];
    });
  assert.equal(missing.join('\n'), '');
});
