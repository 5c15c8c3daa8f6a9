import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Readable } from 'node:stream';
import { v7 } from 'uuid';
import { Conflict, InvalidInput, NotFound } from '../../application/errors.ts';
import type { ContentStore } from '../../application/ports/service-files.ts';
import type { DraftRow, FileRow, RequestStore } from '../../application/ports/service-requests.ts';
import type { Draft, StoredFile } from '../../contract/api/request.ts';
import { findFileField } from '../../form/documents.ts';
import type { FileField, FormDefinition } from '../../form/definition.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { checkUploadedFile, cleanFileName } from './file-check.ts';

/** A draft that nobody saves is removed after this time. */
export const DRAFT_LIFE_MS = 30 * 86_400_000;
/** A draft takes this many files at most, also such as were replaced. */
const MOST_FILES = 60;

/** A file as it arrives. */
export interface Upload {
  /** Key of the form field. */
  readonly field: string;
  readonly name: string;
  readonly stream: Readable;
}

/** Requests that are being filled in, and their files. */
export class Drafts {
  readonly #store: RequestStore;
  readonly #content: ContentStore;
  readonly #catalogue: Catalogue;
  readonly #now: () => number;

  constructor(parts: {
    readonly store: RequestStore;
    readonly content: ContentStore;
    readonly catalogue: Catalogue;
    readonly now: () => number;
  }) {
    this.#store = parts.store;
    this.#content = parts.content;
    this.#catalogue = parts.catalogue;
    this.#now = parts.now;
  }

  /** Begins a draft; its key is told once. @throws NotFound, Conflict when the service takes no requests. */
  async createDraft(serviceKey: string): Promise<Draft & { readonly key: string }> {
    const entry = await this.#catalogue.getEntry(serviceKey);
    if (!(await this.#catalogue.findOpenService(entry))) {
      throw new Conflict(
        {
          id: `Layanan ${entry.description.name} sedang ditutup. Coba lagi nanti atau tanyakan ke ${entry.description.owner.name}.`,
          en: `The service ${entry.description.name} is closed at the moment. Try again later or ask ${entry.description.owner.name}.`,
        },
        'service-closed',
      );
    }
    const key = randomBytes(32).toString('base64url');
    const now = this.#now();
    const draft: DraftRow = {
      id: v7(),
      serviceKey,
      secretHash: hashKey(key),
      data: {},
      savedAt: now,
      expiresAt: now + DRAFT_LIFE_MS,
      number: null,
    };
    await this.#store.insertDraft(draft, now);
    return { ...(await this.#present(draft)), key };
  }

  async getDraft(id: string, key: string | null): Promise<Draft> {
    return await this.#present(await this.openDraft(id, key));
  }

  /** The draft, for whoever has its key. @throws NotFound, the same for a wrong key. */
  async openDraft(id: string, key: string | null): Promise<DraftRow> {
    const draft = await this.#store.findDraft(id, this.#now());
    const given = Buffer.from(hashKey(key ?? ''));
    if (!draft || !timingSafeEqual(given, Buffer.from(draft.secretHash))) {
      throw new NotFound(
        {
          id: 'Draf ini tidak ada atau sudah kedaluwarsa. Mulai permohonan baru.',
          en: 'This draft does not exist or has expired. Begin a new request.',
        },
        'draft-not-found',
      );
    }
    return draft;
  }

  /** @throws NotFound, Conflict when it is submitted already. */
  async saveDraft(id: string, key: string | null, data: Readonly<Record<string, unknown>>): Promise<Draft> {
    const draft = await this.openDraft(id, key);
    const now = this.#now();
    const times = { savedAt: now, expiresAt: now + DRAFT_LIFE_MS };
    if (draft.number !== null || !(await this.#store.saveDraft(id, data, times))) throw submittedAlready();
    return await this.#present({ ...draft, ...times, data });
  }

  /**
   * Stores a file for a field of the draft's form. @throws NotFound, Conflict, InvalidInput, TooLarge,
   * StorageUnavailable
   */
  async uploadFile(id: string, key: string | null, upload: Upload): Promise<StoredFile> {
    const draft = await this.openDraft(id, key);
    if (draft.number !== null) throw submittedAlready();
    const open = await this.#catalogue.findOpenService(await this.#catalogue.getEntry(draft.serviceKey));
    if (!open)
      throw new Conflict(
        { id: 'Layanan ini sedang ditutup.', en: 'The service is closed at the moment.' },
        'service-closed',
      );
    return await this.storeFile(draft.id, open.start.form, upload);
  }

  /** Stores a file for a field of a form, on account of a draft or of the request that came from it. */
  async storeFile(draftId: string, form: FormDefinition, upload: Upload): Promise<StoredFile> {
    const field = requireFileField(form, upload.field);
    if ((await this.#store.listFiles(draftId)).length >= MOST_FILES) {
      throw new InvalidInput(
        {
          id: `Paling banyak ${MOST_FILES} berkas untuk satu permohonan.`,
          en: `At most ${MOST_FILES} files for one request.`,
        },
        { code: 'too-many-files' },
      );
    }
    const received = await this.#content.receive(upload.stream, field.maxSizeMb * 1024 * 1024);
    let mimeType: string;
    try {
      mimeType = await checkUploadedFile(await received.read());
    } catch (error) {
      await received.discard();
      throw error;
    }
    // The content stays before the row that names it: a crash between leaves a file that nobody names, never a name
    // without a file.
    await received.keep();
    const file: FileRow = {
      id: v7(),
      draftId,
      field: field.key,
      name: cleanFileName(upload.name),
      size: received.size,
      mimeType,
      sha256: received.sha256,
      uploadedAt: this.#now(),
    };
    await this.#store.insertFile(file);
    return presentFile(file);
  }

  async #present(draft: DraftRow): Promise<Draft> {
    return {
      id: draft.id,
      service: draft.serviceKey,
      data: { ...draft.data },
      files: (await this.#store.listFiles(draft.id)).map(presentFile),
      savedAt: new Date(draft.savedAt).toISOString(),
      expiresAt: new Date(draft.expiresAt).toISOString(),
      number: draft.number,
    };
  }
}

export function presentFile({ id, name, size, mimeType, sha256 }: FileRow): StoredFile {
  return { id, name, size, mimeType, sha256 };
}

function requireFileField(form: FormDefinition, key: string): FileField {
  const field = findFileField(form, key);
  if (field) return field;
  throw new InvalidInput(
    { id: `Formulir ini tidak meminta berkas "${key}".`, en: `This form does not ask for a file "${key}".` },
    { code: 'unknown-field' },
  );
}

function submittedAlready(): Conflict {
  return new Conflict(
    {
      id: 'Permohonan ini sudah dikirim dan tidak dapat diubah lagi dari draf.',
      en: 'This request is submitted already and cannot be changed from the draft.',
    },
    'already-submitted',
  );
}

function hashKey(key: string): string {
  return createHash('sha256').update(`draft:${key}`).digest('hex');
}
