import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a backup holds. It is written last: a folder without it is no backup. */
export interface Manifest {
  readonly format: 1;
  readonly createdAt: string;
  /** `sqlite`: the file `alur.sqlite`; `postgres`: one file of JSON lines for each table. */
  readonly database: 'sqlite' | 'postgres';
  /** Migrations that the schema had seen. */
  readonly schemaVersions: readonly number[];
  /** Rows of each table. */
  readonly tables: Readonly<Record<string, number>>;
  /** Every other file of the folder, by its path in it. */
  readonly entries: readonly ManifestEntry[];
  /** Uploads and letters that rows name and that were not there, or were damaged. */
  readonly missingFiles: readonly string[];
}
export interface ManifestEntry {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

const NAME = 'manifest.json';

/** Writes the manifest, durably, under its name at once. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const partial = join(folder, `${NAME}.partial`);
  const file = await open(partial, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, join(folder, NAME));
  await syncPath(folder);
}

/** @throws Error when the folder is no backup, or none that this version can read */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, NAME), 'utf8').catch(() => {
    throw new Error(`${folder} is no complete backup: it has no ${NAME}.`);
  });
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 1)
    throw new Error(`The backup has format ${String(manifest.format)}; this Alur reads format 1. Use a newer Alur.`);
  return manifest;
}

/** Paths of what is missing or has other bytes than when it was written. */
export async function findDamage(folder: string, { entries }: Manifest): Promise<string[]> {
  const damaged: string[] = [];
  for (const { path, size, sha256 } of entries) {
    const found = await describeFile(folder, path).catch(() => undefined);
    if (found?.size !== size || found.sha256 !== sha256) damaged.push(path);
  }
  return damaged;
}

/** Size and checksum of a file of a folder. */
export async function describeFile(folder: string, path: string): Promise<ManifestEntry> {
  const { size } = await stat(join(folder, path));
  return { path, size, sha256: await sha256OfFile(join(folder, path)) };
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/** Makes a file, or the names in a directory, durable. */
export async function syncPath(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
