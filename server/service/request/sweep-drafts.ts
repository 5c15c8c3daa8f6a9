import type { ContentStore } from '../../application/ports/service-files.ts';
import type { DraftSweep } from '../../application/ports/service-requests.ts';
import { DAY_MS } from '../calendar/work-calendar.ts';

/** Drafts and files that one statement takes, so that nobody waits long for the database. */
const BATCH = 200;
/** Content that arrived or was looked for later than this may get a row yet. */
const YOUNG_MS = 3_600_000;

export interface SweepParts {
  readonly drafts: DraftSweep;
  readonly content: Pick<ContentStore, 'remove' | 'listKept'>;
  readonly now: () => number;
}

export interface Swept {
  /** Rows of drafts and files. */
  readonly rows: number;
  /** Files on the disk. */
  readonly files: number;
}

/**
 * Removes drafts that nobody has saved for 30 days (JRA, UU 27/2022 art. 43), and the content of their files where
 * nothing else uses it: the same content may belong to a request, to another draft or be a letter. It can be broken
 * off anywhere and goes on the next time.
 */
export async function sweepDrafts({ drafts, content, now }: SweepParts): Promise<Swept> {
  let [rows, files] = [0, 0];
  for (;;) {
    const swept = await drafts.sweepDrafts({ now: now(), strayBefore: now() - DAY_MS, limit: BATCH });
    if (swept === 0) break;
    rows += swept;
  }
  for (let after = ''; ;) {
    const noted = await drafts.listSweptContent({ after, limit: BATCH });
    const done: string[] = [];
    for (const { sha256, used } of noted) {
      // Young content stays noted: a row for it may be on its way.
      const removed = used || (await content.remove(sha256, now() - YOUNG_MS));
      if (removed) done.push(sha256);
      if (removed && !used) files += 1;
    }
    await drafts.forgetSweptContent(done);
    const last = noted.at(-1);
    if (!last || noted.length < BATCH) break;
    after = last.sha256;
  }
  return { rows, files: files + (await sweepOrphans({ drafts, content, now })) };
}

/** Content that was kept just before a crash, so that no row names it and none was ever noted. Gives how much is gone. */
async function sweepOrphans({ drafts, content, now }: SweepParts): Promise<number> {
  let files = 0;
  for (let after = ''; ;) {
    const kept = await content.listKept({ after, before: now() - YOUNG_MS, limit: BATCH });
    for (const sha256 of await drafts.findUnnamedContent(kept))
      if (await content.remove(sha256, now() - YOUNG_MS)) files += 1;
    const last = kept.at(-1);
    if (last === undefined || kept.length < BATCH) return files;
    after = last;
  }
}
