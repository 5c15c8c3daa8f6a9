import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { backUp } from './backup/back-up.ts';

/** `npm run backup -- <folder>`: copies what the server of these settings stores, also while it runs. */
const [folder] = process.argv.slice(2);
try {
  if (!folder) throw new Error('Name a new folder: npm run backup -- <folder>');
  const { entries, tables, missingFiles } = await backUp(readConfig(process.env), resolve(folder));
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  process.stdout.write(
    `${resolve(folder)}: ${rows} rows of ${Object.keys(tables).length} tables, ${entries.length} files, ${(bytes / 1e6).toFixed(1)} MB.\n`,
  );
  if (missingFiles.length > 0) {
    process.stderr.write(
      `${missingFiles.length} uploads or letters are missing or damaged on the server and are not in the backup: ${missingFiles.slice(0, 10).join(', ')}. Run npm run doctor.\n`,
    );
    process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`No backup was made: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
