import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type BuiltServer, buildServer } from './kit/build-server.ts';
import { Campaign } from './kit/campaign.ts';

const run = promisify(execFile);
/** `RELIABILITY_CUTS=30` in the long run. */
const CUTS = Number(process.env['RELIABILITY_CUTS'] ?? 3);
const ANSWERS_PER_CUT = 150;

/** A file system in a file: a copy of the file is what a disk would hold at that moment, and nothing of the caches. */
class Disk {
  readonly #mounts: string[] = [];
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async make(): Promise<Disk> {
    const disk = new Disk(await mkdtemp(join(tmpdir(), 'alur-disk-')));
    await run('truncate', ['-s', '192M', disk.#image(0)]);
    await run('mkfs.ext4', ['-q', disk.#image(0)]);
    return disk;
  }

  async mount(generation: number): Promise<string> {
    const path = join(this.#directory, `mounted-${generation}`);
    await mkdir(path);
    await run('mount', ['-o', 'loop', this.#image(generation), path]);
    this.#mounts.push(path);
    return path;
  }

  /** What would be there after a power cut now. */
  async copy(generation: number): Promise<void> {
    await run('cp', ['--sparse=always', this.#image(generation), this.#image(generation + 1)]);
  }

  async dispose(): Promise<void> {
    for (const path of this.#mounts.reverse()) await run('umount', ['-l', path]).catch(() => undefined);
    await rm(this.#directory, { recursive: true, force: true });
  }

  #image(generation: number): string {
    return join(this.#directory, `disk-${generation}.ext4`);
  }
}

let built: BuiltServer;
before(async () => {
  built = await buildServer();
});
after(() => built.dispose());

describe('a-5 a power cut', () => {
  it(`loses nothing that was answered on SQLite, ${CUTS} times`, async (test) => {
    const disk = await Disk.make();
    let mounted: string;
    try {
      mounted = await disk.mount(0);
    } catch (error) {
      await disk.dispose();
      test.skip(
        `This machine cannot mount a file system of its own, so a power cut cannot be played: ${String(error)}`,
      );
      return;
    }
    const campaign = new Campaign(built, { dataDirectory: join(mounted, 'data') });
    try {
      await campaign.start();
      await campaign.load();
      for (let cut = 0; cut < CUTS; cut += 1) {
        await campaign.work(ANSWERS_PER_CUT);
        const down = Date.now();
        // Everything stands still, the disk is taken away, and only then the process ends.
        process.kill(campaign.server.pid, 'SIGSTOP');
        await disk.copy(cut);
        await campaign.kill();
        campaign.dataDirectory = join(await disk.mount(cut + 1), 'data');
        await campaign.start();
        campaign.outages.push({ down, ready: Date.now() });
      }
      await campaign.work(50);
      assert.deepEqual((await campaign.judge()).problems, []);
    } finally {
      await campaign.dispose();
      await disk.dispose();
    }
  });
});
