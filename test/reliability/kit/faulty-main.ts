import { readConfig } from '../../../server/config.ts';
import { startServer } from '../../../server/start-server.ts';
import { migrations } from '../../../server/store/migration/migrations.ts';
import { openDatabase } from '../../../server/store/open-database.ts';
import { act, readFailpoint } from './failpoint.ts';
import { failAt, loseAnswers } from './fault-plans.ts';
import { FaultyDatabase } from './faulty-database.ts';

/**
 * The server with faults: `FAILPOINT=name:action[:nth]` fails at one place, `FAULT_RATE=0.05` loses that share of
 * answers of the database and as many requests to it. No part of the server itself.
 */
const config = readConfig(process.env);
const armed = process.env['FAILPOINT'] ? readFailpoint(process.env['FAILPOINT']) : undefined;
const rate = Number(process.env['FAULT_RATE'] ?? 0);

const step = /^migration-step-(\d+)$/.exec(armed?.name ?? '')?.[1];
const migration = migrations.find(({ version }) => version === Number(step));
if (migration && armed) {
  const statements = migration.statements.bind(migration);
  Object.assign(migration, {
    statements: (dialect: 'sqlite' | 'postgres') => {
      // It ends the process before the promise could matter.
      void act(armed.action);
      return statements(dialect);
    },
  });
}
const storage = await openDatabase({ dataDirectory: config.dataDirectory, databaseUrl: config.databaseUrl });
// A start that meets a fault ends, as it should; what is tried here is the server that runs.
let isUp = false;
const plan = armed ? failAt(armed, storage) : loseAnswers(() => (isUp ? rate : 0));
const server = await startServer(config, { database: new FaultyDatabase(storage, plan) });
isUp = true;
process.stdout.write(`Alur is ready at ${server.url}\n`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
