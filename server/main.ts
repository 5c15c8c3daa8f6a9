import { readConfig } from './config.ts';
import { startServer } from './start-server.ts';

/** Longest time between SIGTERM and the end of the process. */
const DRAIN_LIMIT_MS = 25_000;

try {
  const server = await startServer(readConfig(process.env));
  process.stdout.write(
    `Alur is ready at ${server.url}${server.demo ? ' (demo: accounts are listed on the sign-in page, password alur-demo)' : ''}\n`,
  );
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), DRAIN_LIMIT_MS).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  process.stderr.write(`Alur cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
