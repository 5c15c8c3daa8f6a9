import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { type BuiltServer, buildServer } from './kit/build-server.ts';
import { Campaign } from './kit/campaign.ts';
import { OwnPostgres } from './kit/own-postgres.ts';

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

  static async make(megabytes: number): Promise<Disk> {
    const disk = new Disk(await mkdtemp(join(tmpdir(), 'alur-disk-')));
    // Whoever runs PostgreSQL must come through to it.
    await chmod(disk.#directory, 0o755);
    await run('truncate', ['-s', `${megabytes}M`, disk.#image(0)]);
    await run('mkfs.ext4', ['-q', disk.#image(0)]);
    return disk;
  }

  async mount(generation: number): Promise<string> {
    const path = this.#mounted(generation);
    await mkdir(path);
    await run('mount', ['-o', 'loop', this.#image(generation), path]);
    this.#mounts.push(path);
    return path;
  }

  /** The disk before the cut is of no use any more. */
  async unmount(generation: number): Promise<void> {
    await run('umount', ['-l', this.#mounted(generation)]);
    await rm(this.#image(generation));
  }

  /** What would be there after a power cut now. */
  async copy(generation: number): Promise<void> {
    await run('cp', ['--sparse=always', this.#image(generation), this.#image(generation + 1)]);
  }

  async dispose(): Promise<void> {
    for (const path of this.#mounts.reverse()) await run('umount', ['-l', path]).catch(() => undefined);
    await rm(this.#directory, { recursive: true, force: true });
  }

  #mounted(generation: number): string {
    return join(this.#directory, `mounted-${generation}`);
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

/** Runs with a disk that can be cut, or tells why there is none. */
async function onDisk(
  test: TestContext,
  megabytes: number,
  work: (disk: Disk, mounted: string) => Promise<void>,
): Promise<void> {
  const disk = await Disk.make(megabytes);
  try {
    let mounted: string;
    try {
      mounted = await disk.mount(0);
    } catch (error) {
      test.skip(
        `This machine cannot mount a file system of its own, so a power cut cannot be played: ${String(error)}`,
      );
      return;
    }
    await work(disk, mounted);
  } finally {
    await disk.dispose();
  }
}

describe('a-5 a power cut', () => {
  it(`loses nothing that was answered on SQLite, ${CUTS} times`, (test) =>
    onDisk(test, 192, async (disk, mounted) => {
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
          await disk.unmount(cut);
          campaign.dataDirectory = join(await disk.mount(cut + 1), 'data');
          await campaign.start();
          campaign.outages.push({ down, ready: Date.now() });
        }
        await campaign.work(50);
        assert.deepEqual((await campaign.judge()).problems, []);
      } finally {
        await campaign.dispose();
      }
    }));

  it(`loses nothing that was answered on PostgreSQL, ${CUTS} times`, (test) =>
    onDisk(test, 768, async (disk, mounted) => {
      const postgres = await OwnPostgres.open(join(mounted, 'postgres'));
      const campaign = new Campaign(built, postgres);
      try {
        await campaign.start();
        await campaign.load();
        for (let cut = 0; cut < CUTS; cut += 1) {
          await campaign.work(ANSWERS_PER_CUT);
          const down = Date.now();
          // The server is on another machine: only the database loses its power.
          postgres.freeze();
          await disk.copy(cut);
          await postgres.kill();
          await disk.unmount(cut);
          await postgres.moveTo(join(await disk.mount(cut + 1), 'postgres'));
          campaign.outages.push({ down, ready: Date.now() });
        }
        await campaign.work(50);
        assert.deepEqual((await campaign.judge()).problems, []);
      } finally {
        await campaign.dispose();
        await postgres.dispose();
      }
    }));
});
