import { NotFound } from '../../../application/errors.ts';
import { documentEndpoints } from '../../../contract/api/document.ts';
import type { ServiceSide } from '../../../service/create-service-side.ts';
import { checkDocument } from '../../../service/document/present-document.ts';
import { type Route, route } from '../../route.ts';
import { sendContent } from './send-content.ts';

/** Letters: whether one is genuine, and the letter itself. */
export function documentRoutes({ documents, files, now }: ServiceSide): Route[] {
  return [
    route(documentEndpoints.verifyDocument, async ({ params }) => {
      const document = await documents.findDocument(params.code.trim().toUpperCase());
      if (!document)
        throw new NotFound(
          {
            id: 'Surat dengan kode ini tidak ada. Kodenya salah tulis, atau surat ini bukan dari kami.',
            en: 'There is no letter with this code: it is mistyped, or the letter is not ours.',
          },
          'document-not-found',
        );
      return checkDocument(document, now());
    }),
    route(documentEndpoints.downloadDocument, async ({ params }, context) => {
      const { document, content } = await files.openDocument(params.code.trim().toUpperCase(), {
        caller: context.caller,
        sessionId: context.authentication.sessionId,
        draftKey: null,
      });
      sendContent(context.koa, content, {
        name: `${document.number.replaceAll('/', '-')}.pdf`,
        mimeType: 'application/pdf',
      });
    }),
  ];
}
