import type { Signal } from '../application/ports/node-signals.ts';

/** PostgreSQL takes less than 8,000 bytes in one notification. */
const MOST_BYTES = 7_800;

/** What one node says at once. */
export interface Said {
  readonly from: string;
  readonly signals: readonly Signal[];
}

/** Joins signals that say the same: the earliest due time, all topics, all targets. Notices keep their order. */
export function joinSignals(signals: readonly Signal[]): readonly Signal[] {
  const notices: Signal[] = [];
  const once = new Map<string, Signal>();
  for (const signal of signals) {
    const known = once.get(signal.type);
    if (signal.type === 'notice') notices.push(signal);
    else once.set(signal.type, known ? join(known, signal) : signal);
  }
  return [...once.values(), ...notices];
}

function join(known: Signal, signal: Signal): Signal {
  if (known.type === 'jobs' && signal.type === 'jobs')
    return { type: 'jobs', dueAt: Math.min(known.dueAt, signal.dueAt) };
  if (known.type === 'externalTasks' && signal.type === 'externalTasks') {
    const all = known.topics === null || signal.topics === null;
    return { type: 'externalTasks', topics: all ? null : [...new Set([...known.topics, ...signal.topics])] };
  }
  if (known.type === 'keptMessages' && signal.type === 'keptMessages')
    return { type: 'keptMessages', until: Math.max(known.until, signal.until) };
  if (known.type === 'outbox' && signal.type === 'outbox')
    return { type: 'outbox', targets: [...new Set([...known.targets, ...signal.targets])] };
  return signal;
}

/** Texts for notifications, in order. What is too long for one is told in a shorter way. */
export function packSignals(from: string, signals: readonly Signal[]): readonly string[] {
  const texts: string[] = [];
  let parts: string[] = [];
  const frame = (inner: readonly string[]) => `{"from":${JSON.stringify(from)},"signals":[${inner.join(',')}]}`;
  let size = Buffer.byteLength(frame([]));
  const empty = size;
  const finish = () => {
    if (parts.length > 0) texts.push(frame(parts));
    parts = [];
    size = empty;
  };
  for (const signal of joinSignals(signals)) {
    const whole = JSON.stringify(signal);
    const text = Buffer.byteLength(whole) + empty > MOST_BYTES ? JSON.stringify(shorten(signal)) : whole;
    const bytes = Buffer.byteLength(text) + 1;
    if (size + bytes > MOST_BYTES) finish();
    parts.push(text);
    size += bytes;
  }
  finish();
  return texts;
}

function shorten(signal: Signal): Signal {
  return signal.type === 'externalTasks' ? { type: 'externalTasks', topics: null } : { type: 'missed' };
}
