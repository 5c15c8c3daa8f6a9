import assert from 'node:assert/strict';
import type { Cluster } from './cluster.ts';
import { JOBS_EACH } from './models.ts';

/** Jobs of the job model that are still to be done. */
export function unfinishedJobs(cluster: Cluster): Promise<number> {
  return cluster.count(
    "from job j join process_instance p on p.id = j.process_instance_id where j.definition_key = 'work'",
  );
}

/** Every instance of the job model under this business key has run each of its jobs once and has ended. */
export async function checkLedger(cluster: Cluster, key: string, count: number): Promise<void> {
  const rows = await cluster.rows<{ ran: string; different: string; ended: string | null }>(
    `select h.ended_at as ended, count(a.id) as ran, count(distinct a.activity_id) as different
     from history_process_instance h join history_activity_instance a on a.process_instance_id = h.id and a.activity_id like 'step%' and a.ended_at is not null
     where h.business_key = $1 group by h.id, h.ended_at`,
    [key],
  );
  assert.equal(rows.length, count);
  assert.deepEqual(
    rows.filter((row) => Number(row.ran) !== JOBS_EACH || Number(row.different) !== JOBS_EACH || row.ended === null),
    [],
  );
}
