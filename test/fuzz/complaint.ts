import type { Sent } from './sender.ts';

/** Types that Camunda 7 answers with status 500, on purpose. */
const OWN_500 = new Set([
  'RestException',
  'NullValueException',
  'ProcessEngineException',
  'TaskAlreadyClaimedException',
  'OptimisticLockingException',
]);
/** What must not be told to anybody: where it happened in our code, and what was asked of the database. */
const INSIDES =
  /\n\s+at |node:internal|\.ts:\d|node_modules|SQLITE_|Sequelize|syntax error at|(?:select|insert into|update|delete from) [a-z_.*, ]+ (?:from|set|values|where) /;

/** What is wrong with an answer to a random request; undefined: nothing. */
export function complaintAbout({ status, text }: Sent, area: 'engine-rest' | 'api'): string | undefined {
  if (status < 400) return undefined;
  if (INSIDES.test(text)) return `${status} tells of our insides: ${text.slice(0, 300)}`;
  if (status < 500) return undefined;
  const type = /^\{"type":"(\w+)"/.exec(text)?.[1] ?? '';
  if (area === 'engine-rest' && OWN_500.has(type) && !text.includes('Something went wrong')) return undefined;
  return `${status}: ${text.slice(0, 300)}`;
}
