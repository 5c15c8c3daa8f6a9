import type { ContentStore } from '../../application/ports/service-files.ts';
import type { DraftSweep } from '../../application/ports/service-requests.ts';
import { DAY_MS } from '../calendar/work-calendar.ts';

/** Drafts and files that one statement takes, so that nobody waits long for the database. */
const BATCH = 200;
/** Content that arrived or was looked for later than this may get a row yet. */
const YOUNG_MS = 3_600_000;

export interface SweepParts {
  readonly drafts: DraftSweep;
  readonly content: Pick<ContentStore, 'remove'>;
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
    if (!last || noted.length < BATCH) return { rows, files };
    after = last.sha256;
  }
}
