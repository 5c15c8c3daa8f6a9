import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('files for those who run a server', () => {
  it('has a systemd unit of sections and settings, hardened, that stops in time', (test) => {
    const settings = new Map<string, string>();
    let section = '';
    for (const line of read('deploy/alur.service').split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const opened = /^\[(Unit|Service|Install)\]$/.exec(line)?.[1];
      if (opened) section = opened;
      else {
        const [, name = '', value = ''] = /^([A-Z][A-Za-z]+)=(.*)$/.exec(line) ?? assert.fail(`no setting: ${line}`);
        settings.set(`${section}.${name}`, value);
      }
    }
    for (const name of ['NoNewPrivileges', 'ProtectHome', 'PrivateTmp', 'DynamicUser', 'ProtectKernelModules'])
      assert.equal(settings.get(`Service.${name}`), 'yes', name);
    assert.equal(settings.get('Service.ProtectSystem'), 'strict');
    assert.equal(settings.get('Service.CapabilityBoundingSet'), '');
    // The server drains in 25 s.
    assert.ok(Number(settings.get('Service.TimeoutStopSec')) > 25);
    const start = settings.get('Service.ExecStart') ?? '';
    assert.match(start, /^\/usr\/bin\/node dist\/server\/main\.js$/);
    assert.ok(existsSync(join(root, 'server/main.ts')));
    const verified = spawnSync('systemd-analyze', ['verify', join(root, 'deploy/alur.service')], { encoding: 'utf8' });
    if (verified.error) test.diagnostic('systemd-analyze is not here: the unit was only read');
    else
      assert.deepEqual(
        // That this machine has Node.js elsewhere says nothing about the file.
        verified.stderr.split('\n').filter((line) => line.includes('alur.service') && !/is not executable/.test(line)),
        [],
      );
  });

  it('has a container file whose steps are known and whose last user is not root', () => {
    const steps = read('deploy/Containerfile')
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    for (const step of steps)
      assert.match(step, /^(?:FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|CMD) \S/);
    assert.equal(steps.filter((step) => step.startsWith('USER ')).at(-1), 'USER node');
    assert.ok(steps.filter((step) => step.startsWith('FROM ')).every((step) => /node:20/.test(step)));
    // What is copied out of the project is there, or is made by the build.
    for (const [, path = ''] of steps.join('\n').matchAll(/--from=build \/build\/(\S+)/g))
      assert.ok(path === 'dist' || existsSync(join(root, path)), path);
    assert.doesNotThrow(() => JSON.parse(/^CMD (\[.*\])$/m.exec(steps.join('\n'))?.[1] ?? ''));
  });
});
