import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from './catalogue.ts';
import type { ServiceFile } from './check-service.ts';

/** What of a service's folder is deployed; workers and tests stay on disk. */
const DEPLOYED = /\.(bpmn|dmn|form|letter\.json|form\.json)$|^service\.json$/;

/**
 * Deploys each folder of `workflows` that holds a service.json, together with the folder of the same name in `forms`.
 * What has not changed since the last start is left alone. Gives the keys of the folders.
 */
export async function loadShippedServices(
  directories: { readonly workflows: string; readonly forms: string },
  catalogue: Pick<Catalogue, 'deployService'>,
): Promise<string[]> {
  const loaded: string[] = [];
  for (const entry of (await readdir(directories.workflows, { withFileTypes: true })).sort((left, right) =>
    left.name < right.name ? -1 : 1,
  )) {
    if (!entry.isDirectory()) continue;
    const files = [
      ...(await readFolder(join(directories.workflows, entry.name))),
      ...(await readFolder(join(directories.forms, entry.name))),
    ];
    if (!files.some((file) => file.name === 'service.json')) continue;
    await catalogue.deployService(files, null);
    loaded.push(entry.name);
  }
  return loaded;
}

async function readFolder(directory: string): Promise<ServiceFile[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return await Promise.all(
    names
      .filter((name) => DEPLOYED.test(name))
      .sort()
      .map(async (name) => ({ name, bytes: await readFile(join(directory, name)) })),
  );
}
