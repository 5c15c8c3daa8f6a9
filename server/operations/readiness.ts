import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import type { Queryable } from '../application/ports/database.ts';
import type { UnsafeSetting } from '../store/durability.ts';
import { migrations } from '../store/migration/migrations.ts';

export interface ReadinessParts {
  readonly database: Queryable;
  readonly dataDirectory: string;
  /** Commands that wait, and how many may. */
  readonly queue: () => { readonly waiting: number; readonly limit: number };
  readonly isStopping: () => boolean;
  /** Settings that were let pass by ALUR_ALLOW_UNSAFE. */
  readonly unsafe: readonly UnsafeSetting[];
}
export interface Reason {
  readonly check: 'database' | 'migrations' | 'disk' | 'queue' | 'stopping' | 'settings';
  readonly says: string;
}
export interface Report {
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
}

/** With less than this nothing is begun that might not be finished. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024;
/** A database that takes longer is as good as none. */
const PATIENCE_MS = 2_000;
/** Callers within this time share one look, so that whoever asks often costs nothing. */
const FRESH_MS = 500;

/** Whether this node can work off requests, and if not, why. */
export class Readiness {
  readonly #parts: ReadinessParts;
  #looked: { readonly at: number; readonly reasons: Promise<readonly Reason[]> } | undefined;

  constructor(parts: ReadinessParts) {
    this.#parts = parts;
  }

  isStopping(): boolean {
    return this.#parts.isStopping();
  }

  async check(): Promise<Report> {
    const warnings = this.#parts.unsafe.map(({ name }): Reason => ({
      check: 'settings',
      says: `The database may lose what was answered: ${name}.`,
    }));
    // Whoever sends requests here must hear at once that there shall be no more.
    if (this.#parts.isStopping())
      return { reasons: [{ check: 'stopping', says: 'This node is stopping; it finishes what runs.' }], warnings };
    const { waiting, limit } = this.#parts.queue();
    const full: readonly Reason[] =
      waiting < limit
        ? []
        : [{ check: 'queue', says: 'As many commands wait as may; more are refused until some are done.' }];
    return { reasons: [...full, ...(await this.#look())], warnings };
  }

  #look(): Promise<readonly Reason[]> {
    const now = Date.now();
    if (!this.#looked || now - this.#looked.at > FRESH_MS)
      this.#looked = {
        at: now,
        reasons: Promise.all([this.#lookAtDatabase(), this.#lookAtDisk()]).then((found) => found.flat()),
      };
    return this.#looked.reasons;
  }

  async #lookAtDatabase(): Promise<readonly Reason[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('too late')), PATIENCE_MS);
    });
    const asked = this.#parts.database.query<{ version: number | null }>(
      'select max(version) as version from schema_version',
    );
    // It may fail when nobody waits for it any more.
    asked.catch(() => undefined);
    try {
      const [row] = await Promise.race([asked, late]);
      const newest = migrations.at(-1)?.version ?? 0;
      return Number(row?.version ?? 0) >= newest
        ? []
        : [{ check: 'migrations', says: 'The schema of the database is older than this node: restart the node.' }];
    } catch {
      return [{ check: 'database', says: `The database has not answered within ${PATIENCE_MS / 1000} seconds.` }];
    } finally {
      clearTimeout(timer);
    }
  }

  async #lookAtDisk(): Promise<readonly Reason[]> {
    try {
      await access(this.#parts.dataDirectory, constants.W_OK);
      const { bavail, bsize } = await statfs(this.#parts.dataDirectory);
      return bavail * bsize >= LEAST_FREE_BYTES
        ? []
        : [{ check: 'disk', says: 'Less than 64 MB are free where the data is stored.' }];
    } catch {
      return [{ check: 'disk', says: 'The data directory is missing or cannot be written.' }];
    }
  }
}
