import { PassThrough } from 'node:stream';
import { readInstance, readTask } from '../../../application/access/needs.ts';
import type { EventStream } from '../../../application/event-stream.ts';
import { eventEndpoints as endpoints } from '../../../contract/api/event.ts';
import { type Route, route } from '../../route.ts';

/** Proxies close connections on which nothing is said. */
const HEARTBEAT_MS = 25_000;
/** Afterwards the browser connects again by itself, and is asked again who it is. */
const LONGEST_MS = 10 * 60_000;
/** A reader that leaves so much unread is cut; it comes back and goes on, or is told of the gap. */
const MOST_UNREAD_BYTES = 256 * 1024;

/** The event stream. */
export function eventRoutes(
  events: EventStream,
  {
    heartbeatMs = HEARTBEAT_MS,
    longestMs = LONGEST_MS,
  }: { readonly heartbeatMs?: number; readonly longestMs?: number } = {},
): Route[] {
  return [
    route(endpoints.streamEvents, async ({ query }, { caller, koa, reach }) => {
      const sight = { tasks: await reach.scopeOf(readTask), instances: await reach.scopeOf(readInstance) };
      const stream = new PassThrough();
      const write = (text: string): void => {
        if (stream.writableEnded || stream.destroyed) return;
        stream.write(text);
        // What the socket has not taken piles up here and in the answer's own buffer.
        if (stream.readableLength + stream.writableLength + koa.res.writableLength > MOST_UNREAD_BYTES)
          koa.res.destroy();
      };
      const { lastEventId, ...filter } = query;
      const last = koa.get('Last-Event-ID') || lastEventId;
      // An id without data is no event, but the browser sends it when it comes back.
      write(`retry: 3000\n${last === undefined ? `id: ${events.position}\n` : ''}\n`);
      const stop = events.read({
        caller,
        sight,
        filter,
        lastEventId: last,
        send: ({ id, event, data }) => write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`),
        end: () => stream.end(),
      });
      const heartbeat = setInterval(() => write(': hadir\n\n'), heartbeatMs);
      const longest = setTimeout(() => stream.end(), longestMs);
      koa.res.once('close', () => {
        clearInterval(heartbeat);
        clearTimeout(longest);
        stop();
        stream.destroy();
      });
      koa.compress = false;
      koa.set('Content-Type', 'text/event-stream; charset=utf-8');
      koa.set('Cache-Control', 'no-store');
      // nginx would hold events back until its buffer is full.
      koa.set('X-Accel-Buffering', 'no');
      koa.body = stream;
      koa.set('Content-Type', 'text/event-stream; charset=utf-8');
      return Promise.resolve();
    }),
  ];
}
