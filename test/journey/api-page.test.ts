import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { after, before, it } from 'node:test';
import { bodyOf, startTestServer, type TestServer } from '../kit/server.ts';
import { launchBrowser } from '../kit/browser.ts';

const swagger = join(resolve(import.meta.dirname, '../..'), 'node_modules/swagger-ui-dist');
const page = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/swagger-ui.css"><div id="page"></div><script src="/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', docExpansion: 'list', deepLinking: true });</script>`;
let server: TestServer;
let viewer: Server;
let text = '';
before(async () => {
  server = await startTestServer();
  viewer = createServer((request, answer) => {
    if (request.url === '/') return answer.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
    if (request.url === '/openapi.json') return answer.setHeader('Content-Type', 'application/json').end(text);
    if (!/^\/swagger-ui[a-z-]*\.(?:js|css)$/.test(request.url ?? '')) return answer.writeHead(404).end();
    return createReadStream(join(swagger, request.url ?? '')).pipe(answer);
  });
  await new Promise<void>((done) => viewer.listen(0, '127.0.0.1', done));
});
after(async () => {
  viewer.close();
  await server.close();
});

it('Swagger UI draws both OpenAPI documents, each operation', async () => {
  const browser = await launchBrowser();
  const tab = await browser.newPage();
  const errors: string[] = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  for (const area of ['engine-rest', 'api']) {
    const { paths } = bodyOf<{ paths: Record<string, { post?: object }> }>(
      await server.call('GET', `/${area}/openapi.json`, undefined, null),
    );
    text = (await server.call('GET', `/${area}/openapi.json`, undefined, null)).text;
    await tab.goto(`http://127.0.0.1:${(viewer.address() as AddressInfo).port}/`);
    await tab.waitForSelector('.opblock-tag', { timeout: 60_000 });
    const operations = Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
    await tab.waitForFunction((wanted) => document.querySelectorAll('.opblock').length === wanted, operations, {
      timeout: 60_000,
    });
    assert.equal(await tab.locator('.errors-wrapper').count(), 0);
    // One of them opened: its parameters and answers are drawn as well.
    await tab.locator('.opblock .opblock-summary-control').first().click();
    await tab.waitForSelector('.opblock.is-open .responses-table');
  }
  assert.deepEqual(errors, []);
  await browser.close();
});
