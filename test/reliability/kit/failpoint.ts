import type { Row } from '../../../server/application/ports/database.ts';
import { StorageUnavailable } from '../../../server/application/ports/storage-error.ts';

/** What one transaction has asked of the database so far. */
export interface Work {
  readonly table: string;
  readonly op: 'insert' | 'update' | 'delete' | 'sql';
  readonly rows: readonly Row[];
  readonly sql: string;
}

/** Where a transaction can be stopped. `during`: right after a matching statement, inside the transaction. */
export type Moment = 'before' | 'during' | 'after' | 'read';

interface Failpoint {
  readonly moment: Moment;
  matches(work: Work): boolean;
}

const touches = (
  moment: Moment,
  op: Work['op'],
  table: string,
  rows: (row: Row) => boolean = () => true,
): Failpoint => ({
  moment,
  matches: (work) => work.op === op && work.table === table && (op === 'delete' || work.rows.some(rows)),
});
const says = (moment: Moment, sql: RegExp): Failpoint => ({
  moment,
  matches: (work) => work.op === 'sql' && sql.test(work.sql),
});

/**
 * Places in which a server can be made to fail, named after what has just been done or is about to be. They are seen
 * from the database the server is given: the server itself knows nothing of them, and a production build has none.
 */
export const failpoints: Readonly<Record<string, Failpoint>> = {
  'before-commit': touches('before', 'update', 'process_instance'),
  'after-commit-before-reply': touches('after', 'update', 'process_instance'),
  'start-before-commit': touches('before', 'insert', 'process_instance'),
  'start-committed': touches('after', 'insert', 'process_instance'),
  'job-locked': says('after', /^update job set lock_owner = :owner/),
  'job-done-before-commit': touches('before', 'delete', 'job'),
  'timer-delete-before-commit': touches('before', 'delete', 'job'),
  'token-at-join-before-commit': touches(
    'before',
    'insert',
    'activity_instance',
    (row) => row['activity_id'] === 'join',
  ),
  'message-matched': says('read', /from subscription where kind = 'message'/),
  'exttask-fetched': touches('after', 'update', 'external_task'),
  'exttask-complete': touches('before', 'delete', 'external_task'),
  // What comes after the activity `poison` is never stored by a process that has this failpoint.
  'poisoned-job-before-commit': touches(
    'before',
    'insert',
    'activity_instance',
    (row) => row['activity_id'] === 'after-poison',
  ),
  'deploy-half': touches('during', 'insert', 'resource'),
  'file-written-before-row': touches('during', 'insert', 'attachment'),
  'number-taken-before-commit': touches('before', 'insert', 'document_number'),
  'letter-made-before-row': touches('during', 'insert', 'document'),
  'operation-log-before-commit': touches('before', 'insert', 'user_operation'),
  'request-claimed': touches('after', 'insert', 'idempotent_request'),
  'answer-kept-before-commit': touches('before', 'update', 'idempotent_request'),
};

export type Action =
  | { readonly kind: 'crash' | 'throw' | 'commit-then-throw' }
  | { readonly kind: 'hang' | 'stall'; readonly milliseconds: number };

/** `FAILPOINT=name:action[:nth]`; actions `crash`, `throw`, `commit-then-throw`, `hang:ms` and `stall:ms`. */
export interface Armed {
  readonly name: string;
  readonly action: Action;
  /** The n-th time it is reached, from 1. */
  readonly nth: number;
}

export function readFailpoint(text: string): Armed {
  const [name = '', kind = '', ...rest] = text.split(':');
  const isTimed = kind === 'hang' || kind === 'stall';
  if (!(name in failpoints) && !/^migration-step-\d+$/.test(name))
    throw new Error(`FAILPOINT ${name} is not one of ${Object.keys(failpoints).join(', ')}, migration-step-<number>.`);
  if (!isTimed && kind !== 'crash' && kind !== 'throw' && kind !== 'commit-then-throw')
    throw new Error(
      `FAILPOINT ${name} has the action ${kind}; it takes crash, throw, commit-then-throw, hang:ms or stall:ms.`,
    );
  const nth = Number((isTimed ? rest[1] : rest[0]) ?? 1);
  return { name, nth, action: isTimed ? { kind, milliseconds: Number(rest[0]) } : { kind } };
}

/** A server that ends before its commit waits for so long: whoever was answered too early then has the answer. */
const EARLY_ANSWER_MS = 50;

/**
 * Does what the action says.
 *
 * @param moment where the transaction is; absent: outside of one, and a crash comes at once.
 * @throws StorageUnavailable as a database that was lost would be told.
 */
export async function act(action: Action, moment?: Moment): Promise<void> {
  switch (action.kind) {
    case 'crash':
      if (moment === 'before' || moment === 'during')
        await new Promise((resolve) => setTimeout(resolve, EARLY_ANSWER_MS));
      process.kill(process.pid, 'SIGKILL');
      return await new Promise(() => undefined);
    case 'hang':
      return await new Promise((resolve) => setTimeout(resolve, action.milliseconds));
    case 'stall': {
      // Nothing else of this process runs meanwhile.
      for (const end = Date.now() + action.milliseconds; Date.now() < end;);
      return;
    }
    default:
      throw new StorageUnavailable('unreachable', { cause: new Error(`failpoint ${action.kind}`) });
  }
}
