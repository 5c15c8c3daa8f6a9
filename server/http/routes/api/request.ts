import { InvalidInput } from '../../../application/errors.ts';
import { requestEndpoints, type StoredFile } from '../../../contract/api/request.ts';
import { getCorrection, submitCorrection, uploadCorrectionFile } from '../../../service/request/correct-request.ts';
import type { Upload } from '../../../service/request/drafts.ts';
import type { Visitor } from '../../../service/request/requests.ts';
import { submitRequest } from '../../../service/request/submit-request.ts';
import type { ServiceSide } from '../../../service/create-service-side.ts';
import { readMultipart } from '../../multipart.ts';
import { type RequestContext, type Route, route } from '../../route.ts';
import { sendContent } from './send-content.ts';

/** Drafts, requests, corrections and their files. */
export function requestRoutes(side: ServiceSide): Route[] {
  const { drafts, requests, submission, correction, files } = side;
  return [
    route(requestEndpoints.createDraft, ({ body }) => drafts.createDraft(body.service)),
    route(requestEndpoints.getDraft, ({ params }, context) => drafts.getDraft(params.id, draftKeyOf(context))),
    route(requestEndpoints.saveDraft, ({ params, body }, context) =>
      drafts.saveDraft(params.id, draftKeyOf(context), body.data),
    ),
    route(requestEndpoints.uploadDraftFile, ({ params }, context) =>
      readUpload(context, (upload) => drafts.uploadFile(params.id, draftKeyOf(context), upload)),
    ),
    route(requestEndpoints.submitDraft, ({ params, body }, context) =>
      submitRequest(
        { draftId: params.id, key: draftKeyOf(context), data: body.data, language: context.language },
        submission,
      ),
    ),
    route(requestEndpoints.getRequest, ({ params }, context) =>
      requests.getOverview(params.number, visitorOf(context)),
    ),
    route(requestEndpoints.openRequest, ({ params, body }, context) =>
      requests.openRequest(params.number, body, visitorOf(context)),
    ),
    route(requestEndpoints.getRequestDetails, ({ params }, context) =>
      requests.getDetails(params.number, visitorOf(context)),
    ),
    route(requestEndpoints.getCorrection, ({ params }, context) =>
      getCorrection(params.number, visitorOf(context), correction),
    ),
    route(requestEndpoints.uploadCorrectionFile, ({ params }, context) =>
      readUpload(context, (upload) =>
        uploadCorrectionFile(params.number, upload, { visitor: visitorOf(context), parts: correction }),
      ),
    ),
    route(requestEndpoints.submitCorrection, ({ params, body }, context) =>
      submitCorrection(params.number, body, { visitor: visitorOf(context), parts: correction }),
    ),
    route(requestEndpoints.withdrawRequest, ({ params }, context) =>
      requests.withdraw(params.number, visitorOf(context)),
    ),
    route(requestEndpoints.downloadFile, async ({ params }, context) => {
      const { file, content } = await files.openFile(params.id, {
        caller: context.caller,
        sessionId: context.authentication.sessionId,
        draftKey: draftKeyOf(context),
      });
      sendContent(context.koa, content, { name: file.name, mimeType: file.mimeType });
    }),
  ];
}

function draftKeyOf({ koa }: RequestContext): string | null {
  return koa.get('X-Draft-Key') || null;
}

function visitorOf({ koa, authentication, language }: RequestContext): Visitor {
  return { sessionId: authentication.sessionId, address: koa.req.socket.remoteAddress ?? '', language };
}

/** One file as part `file`; the part `field` before it names the form field. */
async function readUpload(
  { koa }: RequestContext,
  store: (upload: Upload) => Promise<StoredFile>,
): Promise<StoredFile> {
  let field: string | undefined;
  let stored: StoredFile | undefined;
  await readMultipart(koa.req, { files: 1, fields: 5 }, async (part) => {
    if (part.kind === 'field') {
      if (part.name === 'field') field = part.value;
      return;
    }
    if (part.name !== 'file' || field === undefined) {
      part.stream.resume();
      throw new InvalidInput({
        id: 'Unggahan harus berisi bagian "field" lalu bagian "file".',
        en: 'An upload has the part "field" and then the part "file".',
      });
    }
    stored = await store({ field, name: part.filename, stream: part.stream });
  });
  if (!stored)
    throw new InvalidInput({ id: 'Tidak ada berkas dalam unggahan ini.', en: 'There is no file in this upload.' });
  return stored;
}
