import { Readable } from 'node:stream';
import type { Context as KoaContext } from 'koa';
import type { z } from 'zod';
import type { Attachment } from '../../../application/ports/attachments.ts';
import type { ContentStore, ReceivedContent } from '../../../application/ports/service-files.ts';
import {
  type AttachmentDto,
  attachmentEndpoints as endpoints,
  attachmentInput,
} from '../../../contract/engine-rest/attachment.ts';
import { toDate } from '../../engine-rest/date.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { readMultipart } from '../../multipart.ts';
import { type Route, route } from '../../route.ts';
import { validate } from '../../validate.ts';
import type { RestParts } from './rest-parts.ts';
import { findSeenTask, requireOpenTask } from './seen-task.ts';

/** A file is this large at most. */
const MOST_BYTES = 20_000_000;

/** Files and links on tasks. Who sees a task sees what is attached to it. */
export function attachmentRoutes(parts: RestParts): Route[] {
  const { attachments, content, publicUrl, newId } = parts;
  const get = async (taskId: string, id: string): Promise<Attachment> => {
    const attachment = await attachments.find(taskId, id);
    if (attachment) return attachment;
    throw missing(`Task attachment with id ${id} does not exist for task id '${taskId}'.`);
  };
  return [
    route(endpoints.listAttachments, async ({ params }, { caller }) => {
      await findSeenTask(parts, params.id, caller);
      return (await attachments.list(params.id)).map(attachmentDto);
    }),
    route(endpoints.createAttachment, async ({ params }, { caller, koa }) => {
      const place = await requireOpenTask(parts, params.id, caller);
      const { fields, received } = await readForm(koa, content);
      await received?.keep();
      const id = newId();
      await attachments.insert({
        id,
        ...place,
        name: fields['attachment-name'] ?? null,
        description: fields['attachment-description'] ?? null,
        type: fields['attachment-type'] ?? null,
        // As Camunda: content wins.
        url: received ? null : (fields.url ?? null),
        sha256: received?.sha256 ?? null,
        userId: caller.userId,
        createdAt: Date.now(),
      });
      const href = `${publicUrl}/engine-rest/task/${params.id}/attachment/${id}`;
      return { ...attachmentDto(await get(params.id, id)), links: [{ method: 'GET', href, rel: 'self' }] };
    }),
    route(endpoints.getAttachment, async ({ params }, { caller }) => {
      await findSeenTask(parts, params.id, caller);
      return attachmentDto(await get(params.id, params.attachmentId));
    }),
    route(endpoints.getAttachmentData, async ({ params }, { caller, koa }) => {
      await findSeenTask(parts, params.id, caller);
      const { id, name, sha256 } = await get(params.id, params.attachmentId);
      const opened = sha256 === null ? undefined : await content.open(sha256);
      if (!opened)
        throw missing(
          `Attachment content for attachment with id '${id}' does not exist for task id '${params.id}'.${sha256 === null ? ' It is a link.' : ' Restore the file store from a backup.'}`,
        );
      koa.type = 'application/octet-stream';
      koa.set('X-Content-Type-Options', 'nosniff');
      koa.attachment(name ?? id);
      koa.length = opened.size;
      koa.body = opened.stream;
    }),
    route(endpoints.deleteAttachment, async ({ params }, { caller }) => {
      await findSeenTask(parts, params.id, caller);
      if (await attachments.delete(params.id, params.attachmentId, Date.now())) return;
      throw missing(
        `Deletion is not possible. No attachment exists for task id '${params.id}' and attachment id '${params.attachmentId}'.`,
      );
    }),
  ];
}

/** The parts of the form; content is received and not kept yet. @throws EngineRestError without content and url */
async function readForm(koa: KoaContext, store: Pick<ContentStore, 'receive'>) {
  const texts: Record<string, string> = {};
  let received: ReceivedContent | undefined;
  try {
    await readMultipart(koa.req, { files: 1, fields: 5 }, async (part) => {
      if (part.kind === 'field' && part.name !== 'content') texts[part.name] = part.value;
      else if (part.name === 'content' && !received)
        received = await store.receive(
          part.kind === 'file' ? part.stream : Readable.from([Buffer.from(part.value)]),
          MOST_BYTES,
        );
      else if (part.kind === 'file') part.stream.resume();
    });
    const fields = validate(attachmentInput, texts, 'form') as z.output<typeof attachmentInput>;
    if (!received && fields.url === undefined)
      throw new EngineRestError(
        400,
        'InvalidRequestException',
        'No content or url to remote content exists to create the task attachment: send a part "content" or a part "url".',
      );
    return { fields, received };
  } catch (error) {
    await received?.discard();
    throw error;
  }
}

function attachmentDto(attachment: Attachment): AttachmentDto {
  const { id, name, description, taskId, type, url, rootProcessInstanceId } = attachment;
  const createTime = toDate(attachment.createdAt);
  const removalTime = toDate(attachment.removalTime);
  return { links: [], id, name, description, taskId, type, url, createTime, removalTime, rootProcessInstanceId };
}

function missing(message: string): EngineRestError {
  return new EngineRestError(404, 'InvalidRequestException', message);
}
