import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { OutgoingAddresses } from '../../server/application/outgoing-address.ts';
import { postOutside } from '../../server/jobs/outbox/post-outside.ts';

describe('addresses that others have named', () => {
  const addresses = new OutgoingAddresses(['10.1.0.0/16', 'fd00:1::/32', '192.168.7.7']);
  const may = (address: string) => addresses.mayConnect(address);

  it('are connected to when they are public, or when the setting names them', () => {
    for (const address of ['8.8.8.8', '103.10.1.1', '2606:4700::1111', '10.1.255.255', 'fd00:1::5', '192.168.7.7'])
      assert.ok(may(address), address);
    for (const address of [
      ...['0.0.0.0', '10.2.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
      ...['172.31.255.255', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1'],
      ...['fe80::1%eth0', 'fc00::1', 'fd00:2::1', 'ff02::1', '2001:db8::1', '2002:7f00:1::', '64:ff9b::7f00:1'],
      ...['::ffff:127.0.0.1', '::ffff:10.2.0.1', '::ffff:7f00:1', '', 'localhost', '127.1'],
    ])
      assert.ok(!may(address), address);
    assert.ok(may('::ffff:10.1.0.1'), 'judged as the IPv4 address that it is');
    assert.throws(() => new OutgoingAddresses(['10.1.0.0/33']), /neither an address nor a network/);
    assert.throws(() => new OutgoingAddresses(['rumah']), /neither an address nor a network/);
  });

  it('are judged by what a name resolves to, and nothing is sent to one that is refused', async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const post = (url: string, allowed: readonly string[], unchecked = false) => {
      const real = new OutgoingAddresses(allowed);
      const guarded = {
        // The address itself looks harmless, as a name in the DNS of somebody else does.
        check: (text: string) => (unchecked ? null : real.check(text)),
        mayConnect: (address: string) => real.mayConnect(address),
        isNamed: (address: string) => real.isNamed(address),
      };
      return postOutside(url, { headers: {}, body: '{}' }, { addresses: guarded, timeoutMs: 2_000 });
    };
    const refused = await post(`http://localhost:${port}/`, [], true);
    assert.match(String(refused.error), /internal network.*localhost: (?:127\.0\.0\.1|::1)/);
    assert.match(String((await post(`http://127.0.0.1:${port}/`, [], true)).error), /TLS|internal network/);
    assert.match(String((await post(`https://127.0.0.1:${port}/`, [], true)).error), /internal network/);
    assert.equal(requests, 0);
    assert.deepEqual(await post(`http://127.0.0.1:${port}/`, ['127.0.0.1']), {
      status: 200,
      error: null,
      retryAfterMs: null,
    });
    server.removeAllListeners('request');
    server.on('request', () => undefined);
    assert.match(String((await post(`http://127.0.0.1:${port}/`, ['127.0.0.1'])).error), /No answer within 2 seconds/);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.match(String((await post(`http://127.0.0.1:${port}/`, ['127.0.0.1'])).error), /ECONNREFUSED/);
  });
});
