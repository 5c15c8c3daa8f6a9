import assert from 'node:assert/strict';
import { it } from 'node:test';
import { camundaOperations } from '../../../server/contract/engine-rest/compatibility-list.ts';
import { type OperationRecord, recordedCalls } from '../../kit/call-record.ts';
import { documentedParameters } from './documented-parameters.ts';
import { errorRows } from './error-rows.ts';
import { listTables } from './list-tables.ts';

/*
 * Runs after all other tests of HTTP, in the same process: what they have asked of the operations that clients and
 * operators need (tiers A and B) has to be the whole contract.
 */

const records = recordedCalls();
const none: OperationRecord = { answers: new Set(), taken: new Set(), refused: new Set(), effects: new Set() };
const recordOf = (operation: string) => records.get(operation) ?? none;
const operations = camundaOperations.filter(([, , tier]) => tier !== 'C').map(([method, path]) => `${method} ${path}`);

/** Filters of lists have to be seen to leave something out; others have to have been sent and taken. */
function isShown(operation: string, parameter: string): boolean {
  const { effects, taken, refused } = recordOf(operation);
  // Nobody's expressions are evaluated: they are refused.
  if (parameter.endsWith('Expression')) return refused.has(parameter);
  const [, path = ''] = operation.split(' ');
  const table = listTables.find((each) => path === each.path || path === `${each.path}/count`);
  const asFilter = table && (parameter in table.description.filters || table.description.nowhere?.includes(parameter));
  return asFilter ? effects.has(parameter) : taken.has(parameter);
}

it('every operation that clients and operators need was done', () => {
  const missing = operations.filter(
    (operation) => ![...recordOf(operation).answers].some((each) => each.startsWith('2')),
  );
  assert.deepEqual(missing, []);
});

it('every error of the contract was answered by every operation that has it', () => {
  const missing = errorRows.flatMap(([what, answer, on]) =>
    on
      .filter((operation) => !recordOf(operation).answers.has(answer))
      .map((operation) => `${operation}: ${answer} when ${what}`),
  );
  const open = operations.filter((operation) => operation !== 'GET /engine' && !recordOf(operation).answers.has('401'));
  assert.deepEqual([...missing, ...open.map((operation) => `${operation}: 401 without credentials`)], []);
});

it('every parameter that Camunda documents was shown to be heard', () => {
  const missing = operations.flatMap((operation) => {
    const unseen = documentedParameters(operation).filter((parameter) => !isShown(operation, parameter));
    return unseen.length === 0 ? [] : [`${operation}: ${unseen.join(', ')}`];
  });
  assert.deepEqual(missing, []);
});
