import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { restore } from './backup/restore.ts';

/** `npm run restore -- <folder> [--replace]`: puts a backup where the server of these settings will look. */
const words = process.argv.slice(2);
const [folder] = words.filter((word) => !word.startsWith('--'));
try {
  if (!folder) throw new Error('Name the folder of a backup: npm run restore -- <folder> [--replace]');
  const { createdAt, missingFiles } = await restore(resolve(folder), readConfig(process.env), {
    replace: words.includes('--replace'),
  });
  process.stdout.write(
    `The state of ${createdAt} is restored${missingFiles.length > 0 ? `, without ${missingFiles.length} files that were missing then` : ''}. Start the server; everybody signs in again.\n`,
  );
} catch (error) {
  process.stderr.write(`Nothing was restored: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
