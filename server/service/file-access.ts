import { Forbidden, NotFound } from '../application/errors.ts';
import type { Caller } from '../application/ports/caller.ts';
import type { RequestGrants } from '../application/ports/identity-grants.ts';
import type { DocumentRow, DocumentStore } from '../application/ports/service-documents.ts';
import type { ContentStore } from '../application/ports/service-files.ts';
import type { InboxStore } from '../application/ports/service-inbox.ts';
import type { FileRow, RequestRow, RequestStore } from '../application/ports/service-requests.ts';
import type { Drafts } from './request/drafts.ts';

export interface FileAccessParts {
  readonly requests: RequestStore;
  readonly documents: DocumentStore;
  readonly content: ContentStore;
  readonly inbox: InboxStore;
  readonly grants: RequestGrants;
  readonly drafts: Drafts;
}

/** Who wants a file: an officer, a browser that opened the request, or whoever has the draft's key. */
export interface Reader {
  readonly caller: Caller;
  readonly sessionId: string | undefined;
  readonly draftKey: string | null;
}

export type OpenedContent = NonNullable<Awaited<ReturnType<ContentStore['open']>>>;

/** Uploaded files and letters, for those who may read them. What decides is the object, never its address. */
export class FileAccess {
  readonly #parts: FileAccessParts;

  constructor(parts: FileAccessParts) {
    this.#parts = parts;
  }

  /** @throws NotFound, Forbidden */
  async openFile(id: string, reader: Reader): Promise<{ readonly file: FileRow; readonly content: OpenedContent }> {
    const { requests, drafts } = this.#parts;
    const file = await requests.findFile(id);
    if (!file) throw new NotFound({ id: 'Berkas ini tidak ada.', en: 'There is no such file.' }, 'file-not-found');
    const request = await requests.findRequestOfDraft(file.draftId);
    const byDraft =
      reader.draftKey !== null &&
      (await drafts.openDraft(file.draftId, reader.draftKey).then(
        () => true,
        () => false,
      ));
    if (!byDraft && !(request && (await this.#mayRead(request, reader)))) throw notYours();
    return { file, content: await this.#read(file.sha256) };
  }

  /** @throws NotFound, Forbidden */
  async openDocument(
    code: string,
    reader: Reader,
  ): Promise<{ readonly document: DocumentRow; readonly content: OpenedContent }> {
    const document = await this.#parts.documents.findDocument(code);
    if (!document)
      throw new NotFound(
        { id: 'Surat ini tidak ada. Periksa kodenya.', en: 'There is no such letter. Check the code.' },
        'document-not-found',
      );
    const request = await this.#parts.requests.findRequestOfInstance(document.processInstanceId);
    if (
      !(request
        ? await this.#mayRead(request, reader)
        : await this.#isInvolved(document.processInstanceId, reader.caller))
    )
      throw notYours();
    return { document, content: await this.#read(document.sha256) };
  }

  async #mayRead(request: RequestRow, { caller, sessionId }: Reader): Promise<boolean> {
    return (
      (await this.#parts.grants.listGrants(sessionId)).includes(request.number) ||
      (await this.#isInvolved(request.processInstanceId, caller))
    );
  }

  async #isInvolved(processInstanceId: string, caller: Caller): Promise<boolean> {
    if (caller.userId === null || !caller.roles.includes('officer')) return false;
    return await this.#parts.inbox.isInvolved(processInstanceId, { userId: caller.userId, groups: caller.groups });
  }

  async #read(sha256: string): Promise<OpenedContent> {
    const content = await this.#parts.content.open(sha256);
    if (!content) throw new Error(`The content ${sha256} is missing from the file store. Restore it from a backup.`);
    return content;
  }
}

function notYours(): Forbidden {
  return new Forbidden(
    {
      id: 'Anda tidak dapat membuka berkas ini. Buka permohonannya dulu.',
      en: 'You cannot open this file. Open its request first.',
    },
    'not-yours',
  );
}
