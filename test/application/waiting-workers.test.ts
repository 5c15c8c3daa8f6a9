import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExternalTaskLocks } from '../../server/application/ports/external-task-locks.ts';
import { WaitingWorkers } from '../../server/application/waiting-workers.ts';

/** One task, whose lock expires at `expiresAt`, and a clock that stands still unless it is set. */
function oneTask() {
  const task = { expiresAt: 1_300, looks: 0 };
  const clock = { now: 1_000 };
  const events = { afterLook: () => undefined as void };
  const unused = () => Promise.reject(new Error('not asked for here'));
  const locks: ExternalTaskLocks = {
    async fetchAndLock({ now, topics: [topic] }) {
      task.looks += 1;
      const free = task.expiresAt <= now;
      await Promise.resolve();
      events.afterLook();
      if (!free || !topic) return [];
      task.expiresAt = now + topic.lockDuration;
      return [{ id: 'task', topicName: topic.topicName, lockExpiresAt: task.expiresAt }];
    },
    nextExpiry: async (_, now) => (task.expiresAt > now ? task.expiresAt : null),
    release: unused,
    findLocks: unused,
    lock: unused,
    extendLock: unused,
    unlock: unused,
  };
  const workers = new WaitingWorkers({ locks, now: () => clock.now, most: 10 });
  const request = {
    workerId: 'w',
    maxTasks: 1,
    usePriority: false,
    topics: [{ topicName: 't', lockDuration: 60_000 }],
  };
  const wait = () => workers.wait(request, { milliseconds: 2_000, look: workers.beginLook(request) });
  return { task, clock, events, wait };
}

describe('a worker that waits for the lock of another', () => {
  it('looks again when it expires', async () => {
    const { clock, wait, task } = oneTask();
    const waiting = wait();
    setTimeout(() => (clock.now = 1_300), 100);
    assert.equal((await waiting).length, 1);
    assert.equal(task.looks, 2);
  });
  it('gets the task when the lock expires just after it has looked', async () => {
    const { clock, events, wait } = oneTask();
    // A slow machine: the look found nothing at 1,000 and ended behind the expiry.
    events.afterLook = () => void (clock.now = 1_301);
    assert.equal((await wait()).length, 1);
  });
});
