import type { Database } from '../../application/ports/database.ts';
import type { DraftSweep } from '../../application/ports/service-requests.ts';

/**
 * Removes expired drafts with the rows of their files. What belongs to a request is told by the request itself and by
 * the draft's number, and both are looked at again in the transaction that deletes.
 */
export function createDraftSweep(database: Database): DraftSweep {
  return {
    async sweepDrafts({ now, strayBefore, limit }) {
      const expired = await database.query<{ id: string }>(
        'select id from draft where number is null and expires_at < :now order by expires_at limit :limit',
        { now, limit },
      );
      // Files that arrived while their draft was being removed.
      const stray = await database.query<{ id: string }>(
        `select distinct f.draft_id as id from stored_file f where f.uploaded_at < :strayBefore
         and not exists (select 1 from draft d where d.id = f.draft_id)
         and not exists (select 1 from request r where r.draft_id = f.draft_id) limit :limit`,
        { strayBefore, limit },
      );
      const ids = [...new Set([...expired, ...stray].map((row) => row.id))];
      if (ids.length === 0) return 0;
      return await database.transaction(async (transaction) => {
        const drafts = await transaction.execute(
          'delete from draft where id in (:ids) and number is null and expires_at < :now',
          { ids, now },
        );
        const unused = `draft_id in (:ids) and not exists (select 1 from draft d where d.id = stored_file.draft_id)
          and not exists (select 1 from request r where r.draft_id = stored_file.draft_id)`;
        const files = await transaction.query<{ sha256: string }>(
          `select distinct sha256 from stored_file where ${unused}`,
          { ids },
        );
        if (files.length > 0)
          await transaction.insert(
            'swept_content',
            files.map(({ sha256 }) => ({ sha256, swept_at: now })),
            'ignore',
          );
        return drafts + (await transaction.execute(`delete from stored_file where ${unused}`, { ids }));
      });
    },
    async listSweptContent({ after, limit }) {
      const rows = await database.query<{ sha256: string; used: number }>(
        `select s.sha256, case when exists (select 1 from stored_file f where f.sha256 = s.sha256)
           or exists (select 1 from document d where d.sha256 = s.sha256)
           or exists (select 1 from attachment a where a.sha256 = s.sha256) then 1 else 0 end as used
         from swept_content s where s.sha256 > :after order by s.sha256 limit :limit`,
        { after, limit },
      );
      return rows.map((row) => ({ sha256: row.sha256, used: Number(row.used) === 1 }));
    },
    async findUnnamedContent(sha256s) {
      if (sha256s.length === 0) return [];
      const named = await database.query<{ sha256: string }>(
        `select sha256 from stored_file where sha256 in (:sha256s) union select sha256 from document where sha256 in (:sha256s)
         union select sha256 from attachment where sha256 in (:sha256s)`,
        { sha256s },
      );
      const names = new Set(named.map((row) => row.sha256));
      return sha256s.filter((each) => !names.has(each));
    },
    async forgetSweptContent(sha256s) {
      if (sha256s.length === 0) return;
      await database.transaction((transaction) => transaction.delete('swept_content', 'sha256', sha256s));
    },
  };
}
