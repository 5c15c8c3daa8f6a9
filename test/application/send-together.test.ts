import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommandRequest, CommandResult } from '../../server/application/ports/dispatcher.ts';
import { sendTogether } from '../../server/application/send-together.ts';
import { Rejection } from '../../server/engine/errors.ts';

const done: CommandResult = { events: [], variables: new Map(), ended: false, suspended: false };
const requests = (number: number): CommandRequest[] =>
  Array.from({ length: number }, (_, index) => ({
    processInstanceId: `i${index}`,
    userId: null,
    command: { type: 'setSuspended', suspended: true },
  }));

describe('commands that are sent together', () => {
  it('wait for each other in groups, so that a group commits at once', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const sent: string[] = [];
    const sending = sendTogether(requests(250), {
      send: (request) => {
        sent.push(request.processInstanceId);
        return new Promise((resolve) => {
          waiting.push(() => resolve(done));
          most = Math.max(most, waiting.length);
        });
      },
    });
    while (sent.length < 250 || waiting.length > 0) {
      for (const settle of waiting.splice(0)) settle();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sending;
    assert.equal(most, 100);
    assert.equal(new Set(sent).size, 250);
  });

  it('stop after the group in which one fails, and tell why it did', async () => {
    const sent: string[] = [];
    const send = ({ processInstanceId }: CommandRequest): Promise<CommandResult> => {
      sent.push(processInstanceId);
      if (processInstanceId === 'i3') return Promise.reject(new Rejection('notFound', 'sudah selesai'));
      if (processInstanceId === 'i120') return Promise.reject(new Rejection('suspended', 'ditunda'));
      return Promise.resolve(done);
    };
    await assert.rejects(sendTogether(requests(250), { send }), /sudah selesai/);
    assert.equal(sent.length, 100);
    sent.length = 0;
    await assert.rejects(sendTogether(requests(250), { send }, { whenGone: 'done' }), /ditunda/);
    assert.equal(sent.length, 200, 'an instance that has ended is no failure');
  });
});
