import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Outbox } from './outbox.ts';

describe('The outbox of the research service', () => {
  let directory = '';
  const file = () => join(directory, 'new', 'penelitian.ndjson');
  const ids = async () =>
    (await readFile(file(), 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { id: string }).id);
  const notice = (id: string) => ({ id, to: 'dinkes', name: 'Dinas Kesehatan', text: 'Penelitian' });
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'outbox-'));
  });
  after(() => rm(directory, { recursive: true }));

  it('writes one line for each message and makes its directory', async () => {
    assert.deepEqual(await new Outbox(join(directory, 'new')).send([notice('1:a'), notice('1:b')]), ['1:a', '1:b']);
    assert.deepEqual(await ids(), ['1:a', '1:b']);
  });

  it('sends a message once, also after a restart', async () => {
    assert.deepEqual(await new Outbox(join(directory, 'new')).send([notice('1:a'), notice('1:c')]), ['1:c']);
    assert.deepEqual(await ids(), ['1:a', '1:b', '1:c']);
  });

  it('sends a message once when several are sent at the same time', async () => {
    const outbox = new Outbox(join(directory, 'new'));
    await Promise.all([outbox.send([notice('2:a')]), outbox.send([notice('2:a')]), outbox.send([notice('2:b')])]);
    assert.deepEqual(await ids(), ['1:a', '1:b', '1:c', '2:a', '2:b']);
  });

  it('goes on after half a line that a crash left', async () => {
    await appendFile(file(), '{"id":"3:');
    await new Outbox(join(directory, 'new')).send([notice('3:a')]);
    const lines = (await readFile(file(), 'utf8')).trim().split('\n');
    assert.equal(lines.at(-2), '{"id":"3:');
    assert.equal((JSON.parse(lines.at(-1) ?? '') as { id: string }).id, '3:a');
  });
});
