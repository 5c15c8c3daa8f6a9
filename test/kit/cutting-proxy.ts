import { connect, createServer, type Socket } from 'node:net';

/** A way to a TCP server that can be cut: all at once, or when a given text goes by. */
export interface CuttingProxy {
  readonly port: number;
  /**
   * Cuts the connection over which `text`, in whatever case, is sent next, right after the server got it: its answer is
   * never seen.
   */
  cutAfter(text: string): void;
  /** Cuts all connections and takes no new ones until `restore`. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function openCuttingProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let awaited: string | undefined;
  let closed = false;
  const server = createServer((client) => {
    if (closed) return void client.destroy();
    const upstream = connect(target.port, target.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.end();
      });
    }
    client.on('data', (chunk) => {
      upstream.write(chunk);
      if (awaited === undefined || !chunk.toString('latin1').toLowerCase().includes(awaited)) return;
      awaited = undefined;
      // What the server answers is thrown away; the client sees its connection end.
      upstream.unpipe(client);
      upstream.once('data', () => client.destroy());
      upstream.resume();
    });
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    cutAfter(text) {
      awaited = text.toLowerCase();
    },
    cut() {
      closed = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      closed = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
