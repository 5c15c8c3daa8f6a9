import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { date, idParams, text } from './value.ts';

const attachment = z
  .object({
    links: z.array(z.object({ method: z.string(), href: z.string(), rel: z.string() })),
    id: z.string(),
    name: text,
    description: text,
    taskId: text,
    type: text,
    url: text,
    createTime: date,
    removalTime: date,
    rootProcessInstanceId: text,
  })
  .meta({ id: 'AttachmentDto' });
export type AttachmentDto = z.output<typeof attachment>;

/** The text parts of the form that makes an attachment; its file is the part `content`. */
export const attachmentInput = z.object({
  'attachment-name': z.string().max(4_000).optional(),
  'attachment-description': z.string().max(4_000).optional(),
  'attachment-type': z.string().max(255).optional(),
  url: z
    .string()
    .max(4_000)
    .regex(/^(?!\s*(?:javascript|data|vbscript):)/i, 'must be an address that opens nothing but a page or a file')
    .optional(),
});

const tag = 'Task Attachment';
const path = '/engine-rest/task/:id/attachment';
const params = z.object({ id: z.string(), attachmentId: z.string() });
const missing = { 404: 'No such task, or no such attachment.' };

/** Files and links on tasks (Camunda 7 REST, "Task Attachment"). */
export const attachmentEndpoints = {
  listAttachments: endpoint({
    method: 'GET',
    path,
    tag,
    access: 'user',
    summary: 'Attachments of a task, oldest first.',
    params: idParams,
    answer: z.array(attachment),
    errors: { 404: 'No such task.' },
  }),
  createAttachment: endpoint({
    method: 'POST',
    path: `${path}/create`,
    tag,
    access: 'user',
    summary: 'Attaches a file (part `content`) or a link (part `url`) to a task.',
    params: idParams,
    body: 'multipart',
    answer: attachment,
    errors: { 400: 'There is neither content nor url, or no such task.', 413: 'The file is too large.' },
  }),
  getAttachment: endpoint({
    method: 'GET',
    path: `${path}/:attachmentId`,
    tag,
    access: 'user',
    summary: 'One attachment, without its content.',
    params,
    answer: attachment,
    errors: missing,
  }),
  getAttachmentData: endpoint({
    method: 'GET',
    path: `${path}/:attachmentId/data`,
    tag,
    access: 'user',
    summary: 'The content of an attachment.',
    params,
    answer: 'stream',
    errors: { 404: 'No such task or attachment, or it is a link.' },
  }),
  deleteAttachment: endpoint({
    method: 'DELETE',
    path: `${path}/:attachmentId`,
    tag,
    access: ['operator'],
    summary: 'Deletes an attachment.',
    params,
    answer: 'none',
    errors: missing,
  }),
};
