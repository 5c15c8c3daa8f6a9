import { connect, createServer, type Socket } from 'node:net';

/** A network between a server and its database that can fall silent, and be slow. */
export interface Network {
  readonly port: number;
  /** Nothing goes through any more, in either direction; nobody is told. */
  stall(): void;
  /** All goes through again, what was held back as well, but for what a sender has given up meanwhile. */
  flow(): void;
  /** Each packet takes so many milliseconds, half of it more or less. */
  slow(milliseconds: number): void;
  close(): Promise<void>;
}

export async function openNetwork(target: { readonly host: string; readonly port: number }): Promise<Network> {
  const sockets = new Set<Socket>();
  let delay = 0;
  let whole: Promise<void> = Promise.resolve();
  let mend: () => void = () => undefined;

  /** One direction. What `from` has sent and not yet brought through is lost when it goes. */
  const carry = (from: Socket, to: Socket): void => {
    let isGone = false;
    let turn: Promise<unknown> = Promise.resolve();
    const next = (work: () => void): void => {
      const due = Date.now() + delay * (0.5 + Math.random());
      turn = turn
        .then(() => new Promise((resolve) => setTimeout(resolve, due - Date.now())))
        .then(() => whole)
        .then(work);
    };
    sockets.add(from);
    from.on('data', (chunk: Buffer) => next(() => isGone || to.destroyed || to.write(chunk)));
    from.on('error', () => undefined);
    from.on('close', () => {
      isGone = true;
      sockets.delete(from);
      next(() => to.destroy());
    });
  };
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    carry(client, upstream);
    carry(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The network has no port.');
  return {
    port: address.port,
    stall() {
      whole = new Promise((resolve) => (mend = resolve));
    },
    flow() {
      mend();
      whole = Promise.resolve();
    },
    slow(milliseconds) {
      delay = milliseconds;
    },
    async close() {
      mend();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The same database by way of a network. */
export async function networkTo(url: string): Promise<Network & { readonly url: string }> {
  const there = new URL(url);
  const network = await openNetwork({ host: there.hostname, port: Number(there.port) });
  there.port = String(network.port);
  return { ...network, url: there.href };
}
