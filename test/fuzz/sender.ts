import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Sent {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}
/** Requests over connections that stay open; `fetch` costs several times as much. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });
  readonly #url: string;
  readonly #limit: number;

  constructor(url: string, limitMilliseconds: number) {
    this.#url = url;
    this.#limit = limitMilliseconds;
  }

  /** @throws Error when there is no answer in time */
  async send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | FormData | undefined,
  ): Promise<Sent> {
    let bytes: string | Buffer | undefined;
    let type = 'application/json';
    if (body instanceof FormData) {
      const form = new Response(body);
      type = form.headers.get('Content-Type') ?? '';
      bytes = Buffer.from(await form.arrayBuffer());
    } else bytes = body;
    return await this.#try(
      method,
      path,
      bytes === undefined
        ? headers
        : { ...headers, 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(bytes)) },
      bytes,
    );
  }

  close(): void {
    this.#agent.destroy();
  }

  #try(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Buffer | undefined,
  ): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const sent = request(this.#url + path, { method, headers, agent: this.#agent, timeout: this.#limit });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${this.#limit} ms`)));
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed a connection that nobody used, just when it was used again.
        if (sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE'))
          resolve(this.#try(method, path, headers, body));
        else reject(error);
      });
      sent.on('response', (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() }),
        );
      });
      sent.end(body);
    });
  }
}
