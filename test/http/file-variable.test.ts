import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import Koa from 'koa';
import { sendData } from '../../server/http/routes/engine-rest/variables.ts';
import { openContentStore } from '../../server/store/service/content-store.ts';

describe('bytes of a file variable', () => {
  it('come from the file store when the variable names them by their SHA-256', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'alur-content-'));
    const store = await openContentStore(directory);
    const sha256 = await store.put(Buffer.from('isi berkas'));
    const app = new Koa();
    app.use((context) =>
      sendData(
        context,
        { type: 'File', value: `sha256:${sha256}`, filename: 'a.txt', mimeType: 'text/plain' },
        (name) => store.open(name),
      ),
    );
    const server = createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    assert.deepEqual(
      [await answer.text(), answer.headers.get('Content-Length'), answer.headers.get('Content-Type')],
      ['isi berkas', '10', 'text/plain'],
    );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true, force: true });
  });
});
