import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { visitor } from '../../server/application/ports/caller.ts';
import { createApp } from '../../server/http/app.ts';

const script = `export const teks = '${'alur '.repeat(2_000)}';\n`;

describe('files of the browser apps', () => {
  let directory = '';
  let server: Server;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'alur-static-'));
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'assets/app-1.js'), script);
    await writeFile(join(directory, 'assets/small.js'), 'export {};');
    await writeFile(join(directory, 'assets/foto.png'), Buffer.alloc(5_000, 7));
    const app = createApp({
      routes: [],
      authenticator: { authenticate: () => Promise.resolve({ caller: visitor, via: 'none' }) },
      publicDirectory: directory,
      publicUrl: 'http://localhost',
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      health: { check: () => Promise.resolve({ reasons: [], warnings: [] }) },
    });
    server = createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true, force: true });
  });

  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<IncomingMessage>((resolve) =>
      get({ host: '127.0.0.1', port, path, headers, agent: false }, resolve),
    );
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer) chunks.push(chunk as Uint8Array);
    return { status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) };
  };

  it('come compressed to whoever takes that, and are the same', async () => {
    const plain = await ask('/assets/app-1.js');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(plain.bytes.toString(), script);
    const br = await ask('/assets/app-1.js', { 'Accept-Encoding': 'gzip, deflate, br' });
    assert.equal(br.headers['content-encoding'], 'br');
    assert.equal(br.headers['content-type'], 'text/javascript; charset=utf-8');
    assert.match(br.headers.vary ?? '', /Accept-Encoding/i);
    assert.equal(Number(br.headers['content-length']), br.bytes.length);
    assert.ok(br.bytes.length < script.length / 10);
    assert.equal(brotliDecompressSync(br.bytes).toString(), script);
    const gz = await ask('/assets/app-1.js', { 'Accept-Encoding': 'gzip' });
    assert.equal(gz.headers['content-encoding'], 'gzip');
    assert.equal(gunzipSync(gz.bytes).toString(), script);
    assert.equal(new Set([plain, br, gz].map(({ headers }) => headers.etag)).size, 3);
  });

  it('are not sent again to whoever has them', async () => {
    const headers = { 'Accept-Encoding': 'br' };
    const first = await ask('/assets/app-1.js', headers);
    const again = await ask('/assets/app-1.js', { ...headers, 'If-None-Match': first.headers.etag ?? '' });
    assert.equal(again.status, 304);
    assert.equal(again.bytes.length, 0);
  });

  it('come as they are when they are small or compressed already', async () => {
    for (const path of ['/assets/small.js', '/assets/foto.png'])
      assert.equal((await ask(path, { 'Accept-Encoding': 'br' })).headers['content-encoding'], undefined, path);
  });

  it('are compressed anew when they have changed', async () => {
    const earlier = await ask('/assets/app-1.js', { 'Accept-Encoding': 'br' });
    await writeFile(join(directory, 'assets/app-1.js'), `${script}// baru\n`);
    const changed = await ask('/assets/app-1.js', { 'Accept-Encoding': 'br' });
    assert.notEqual(changed.headers.etag, earlier.headers.etag);
    assert.equal(brotliDecompressSync(changed.bytes).toString(), `${script}// baru\n`);
    await writeFile(join(directory, 'assets/app-1.js'), script);
  });
});
