import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { noticeKinds } from '../notice.ts';

const groups = [...new Set(noticeKinds.map((kind) => kind.split('.')[0] ?? ''))];
const known = new Set<string>([...noticeKinds, ...groups]);

export const eventEndpoints = {
  streamEvents: endpoint({
    method: 'GET',
    path: '/api/events',
    tag: 'events',
    access: ['officer', 'operator', 'analyst'],
    machines: true,
    summary:
      'Server-sent events of tasks, instances and incidents, as far as the caller may see them. Goes on after `Last-Event-ID`; an event `gap` says that something was missed: read again what you show.',
    query: z.object({
      /** `task.created`, or `task` for all of tasks; several with commas. Absent: everything. */
      kinds: z
        .string()
        .transform((text) => text.split(','))
        .refine(
          (kinds) => kinds.every((kind) => known.has(kind)),
          `Kinds are ${groups.join(', ')} or one of ${noticeKinds.join(', ')}.`,
        )
        .optional(),
      processDefinitionKey: z.string().optional(),
      processInstanceId: z.string().optional(),
      /** What the header `Last-Event-ID` says, for clients that cannot set it at first. */
      lastEventId: z.string().max(100).optional(),
    }),
    answer: 'stream',
    errors: { 429: 'Too many streams of this user are open.' },
  }),
};
