import type { Server } from 'node:http';

/** Waits until the server listens. @throws Error that says what to do when the port is in use */
export function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} on ${host} is in use. Stop what runs there, or set PORT to another number.`)
          : error,
      );
    });
    server.listen(port, host, () => resolve(server));
  });
}
