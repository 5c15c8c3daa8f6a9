import { randomUUID } from 'node:crypto';

/** What a proxy or a client may have called the request: letters, digits and a few marks, so that no log line is broken. */
const REQUEST_ID = /^[\w.:/+=-]{1,128}$/;
/** Version, trace, parent and flags of W3C Trace Context. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The id under which a request is found in the log and in answers: the caller's own, else a new one. */
export function requestIdOf(given: string): string {
  return REQUEST_ID.test(given) ? given : randomUUID();
}

/** The trace of a `traceparent` header; undefined when there is none or it is not one. */
export function traceIdOf(traceparent: string): string | undefined {
  const id = TRACEPARENT.exec(traceparent)?.[1];
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}
