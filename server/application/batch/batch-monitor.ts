import { need } from '../access/needs.ts';
import type { Reach } from '../access/reach.ts';
import { NotFound } from '../errors.ts';
import type { Row } from '../ports/database.ts';
import type { ListReader } from '../ports/list-reader.ts';
import type { BatchType } from './batch-operation.ts';

const READ = [need('batch')('READ'), need('batch')('READ_HISTORY')];

interface Page {
  readonly after: number;
  readonly limit: number;
}

/** Types whose items are no process instances. */
const OTHER_ITEMS: ReadonlySet<string> = new Set<BatchType>([
  'set-job-retries',
  'set-external-task-retries',
  'historic-decision-instance-deletion',
]);

/** Batches as the monitor shows them: how far each is and what has failed. */
export class BatchMonitor {
  readonly #reader: ListReader;

  constructor(reader: ListReader) {
    this.#reader = reader;
  }

  /** Running and ended ones, newest first. */
  async list({ after, limit }: Page, reach: Reach) {
    const scope = await reach.scopeOf(READ);
    const rows = await this.#reader.list('batch-progress', {
      filters: new Map(),
      sorting: [{ sortBy: 'startTime', descending: true }],
      firstResult: after,
      maxResults: limit + 1,
      ...(scope ? { scope } : {}),
    });
    return { batches: rows.slice(0, limit).map(describe), next: rows.length > limit ? after + limit : null };
  }

  /** @throws NotFound */
  async listFailures(id: string, { after, limit }: Page, reach: Reach) {
    const scope = await reach.scopeOf(READ);
    const [batch] = await this.#reader.list('batch-progress', {
      filters: new Map([['batchId', id]]),
      sorting: [],
      firstResult: 0,
      maxResults: 1,
      ...(scope ? { scope } : {}),
    });
    if (!batch) throw new NotFound({ id: 'Pekerjaan massal ini tidak ada.', en: 'There is no such batch.' });
    const isInstance = !OTHER_ITEMS.has(String(batch['type']));
    const rows = await this.#reader.list('job', {
      filters: new Map<string, string | boolean>([
        ['batchId', id],
        ['noRetriesLeft', true],
      ]),
      sorting: [],
      firstResult: after,
      maxResults: limit + 1,
    });
    return {
      items: rows
        .slice(0, limit)
        .map((row) => ({
          id: String(row['id']),
          item: String(row['batch_item']),
          isInstance,
          message: textOf(row['error_message']),
          details: textOf(row['error_details']),
        })),
      next: rows.length > limit ? after + limit : null,
    };
  }
}

function describe(row: Row) {
  const [total, remaining, givenUp] = [row['total_jobs'], row['remaining_jobs'], row['given_up']].map(Number) as [
    number,
    number,
    number,
  ];
  return {
    id: String(row['id']),
    type: String(row['type']),
    state: stateOf(row),
    total,
    done: total - remaining - givenUp,
    failed: Number(row['failed_jobs']),
    givenUp,
    startedAt: new Date(Number(row['started_at'])).toISOString(),
    endedAt: row['ended_at'] === null ? null : new Date(Number(row['ended_at'])).toISOString(),
    startedBy: textOf(row['create_user_id']),
  };
}

function stateOf(row: Row): 'running' | 'suspended' | 'ended' | 'stopped' {
  if (row['ended_at'] !== null) return Number(row['given_up']) > 0 ? 'stopped' : 'ended';
  return row['suspended'] === 1 ? 'suspended' : 'running';
}

function textOf(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
