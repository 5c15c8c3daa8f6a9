import type { Draft, StoredFile } from '../../../server/contract/api/request.ts';
import type { FileFact, FormData } from '../../../server/form/definition.ts';
import type { ApiClient } from '../../kit/client/api-client.ts';
import { ApiFailure } from '../../kit/client/api-failure.ts';
import { sendUpload } from '../../kit/form/upload/send-upload.ts';
import type { UploadRequest } from '../../kit/form/upload/upload-request.ts';
import { findStoredDraft, forgetDraft, storeDraft } from './draft-storage.ts';

/** How an opened draft came about: `renewed` when the server no longer had the one this device remembers. */
export type DraftOrigin = 'new' | 'continued' | 'renewed';

/**
 * A draft being filled in: kept on the server by its secret key, and on this device so that nothing is lost without
 * signal.
 */
export class DraftSession {
  readonly service: string;
  readonly origin: DraftOrigin;
  readonly #client: ApiClient;
  readonly #key: string;
  #draft: Draft;
  #data: FormData;

  private constructor(
    client: ApiClient,
    opened: { service: string; draft: Draft; key: string; data: FormData; origin: DraftOrigin },
  ) {
    this.#client = client;
    this.service = opened.service;
    this.#draft = opened.draft;
    this.#key = opened.key;
    this.#data = opened.data;
    this.origin = opened.origin;
  }

  /** Opens the draft named in the address or remembered on this device, else begins a new one. */
  static async open(
    client: ApiClient,
    service: string,
    address: { id: string; key: string } | undefined,
  ): Promise<DraftSession> {
    const stored = findStoredDraft(service);
    const known = address ?? stored;
    if (known !== undefined) {
      const draft = await findDraft(client, known);
      if (draft !== undefined) {
        const newer = stored?.id === draft.id && stored.savedAt > draft.savedAt;
        const session = new DraftSession(client, {
          service,
          draft,
          key: known.key,
          data: newer ? { ...draft.data, ...stored.data } : draft.data,
          origin: 'continued',
        });
        session.keepHere(session.data);
        return session;
      }
    }
    const { key, ...draft } = await client.call('createDraft', { body: { service } });
    // Files of a draft that is gone are gone with it; typed values are not.
    const session = new DraftSession(client, {
      service,
      draft,
      key,
      data: stored?.data ?? {},
      origin: stored === undefined ? 'new' : 'renewed',
    });
    session.keepHere(session.data);
    return session;
  }

  get data(): FormData {
    return this.#data;
  }

  get files(): readonly StoredFile[] {
    return this.#draft.files;
  }

  /** Number of the request when it has been filed. */
  get number(): string | null {
    return this.#draft.number;
  }

  get expiresAt(): string {
    return this.#draft.expiresAt;
  }

  /**
   * Address that opens the draft on another device. The key stands behind `#`, so that it is not sent with requests.
   */
  get address(): string {
    return `${location.origin}/layanan/${encodeURIComponent(this.service)}/ajukan#draf=${this.#draft.id}.${this.#key}`;
  }

  /** Remembers the values on this device only; not any more once the request is filed. */
  keepHere(data: FormData): void {
    this.#data = data;
    if (this.number !== null) return;
    storeDraft(this.service, { id: this.#draft.id, key: this.#key, data, savedAt: new Date().toISOString() });
  }

  /** Saves the values on the server too. Throws `ApiFailure`; they are kept on this device in any case. */
  async save(data: FormData): Promise<void> {
    this.keepHere(data);
    this.#draft = {
      ...(await this.#client.call(
        'saveDraft',
        { params: { id: this.#draft.id }, body: { data: { ...data } } },
        this.#options(),
      )),
      data: { ...data },
    };
  }

  async upload(request: UploadRequest): Promise<FileFact> {
    return sendUpload(
      {
        client: this.#client,
        route: 'uploadDraftFile',
        params: { id: this.#draft.id },
        headers: this.#options().headers,
      },
      request,
    );
  }

  /** Files the request. Asked twice it gives the same number. The draft is forgotten on this device. */
  async submit(data: FormData): Promise<string> {
    const { number } = await this.#client.call(
      'submitDraft',
      { params: { id: this.#draft.id }, body: { data: { ...data } } },
      { ...this.#options(), timeout: 60_000 },
    );
    this.#draft = { ...this.#draft, number };
    forgetDraft(this.service);
    return number;
  }

  #options(): { headers: Record<string, string> } {
    return { headers: { 'X-Draft-Key': this.#key } };
  }
}

async function findDraft(client: ApiClient, known: { id: string; key: string }): Promise<Draft | undefined> {
  try {
    return await client.call('getDraft', { params: { id: known.id } }, { headers: { 'X-Draft-Key': known.key } });
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return undefined;
    throw error;
  }
}

/** The draft named behind `#` in an address, `#draf=<id>.<key>`. */
export function readDraftAddress(hash: string): { id: string; key: string } | undefined {
  const match = /^#draf=([^.]+)\.(.+)$/.exec(hash);
  return match === null ? undefined : { id: match[1] ?? '', key: match[2] ?? '' };
}
