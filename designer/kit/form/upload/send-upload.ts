import type { ApiRoute } from '../../../../server/contract/api-routes.ts';
import type { FileFact } from '../../../../server/form/definition.ts';
import { isOutdatedToken } from '../../client/api-client.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { offlineFailure, problemFailure } from '../../client/api-failure.ts';
import { getLanguage } from '../../i18n/language.ts';
import type { UploadRequest } from './upload-request.ts';

export interface UploadTarget {
  readonly client: ApiClient;
  readonly route: Extract<ApiRoute, 'uploadDraftFile' | 'uploadCorrectionFile'>;
  readonly params: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends a file as multipart form (`field`, then `file`) with XMLHttpRequest, which alone reports the progress of
 * sending.
 */
export async function sendUpload(target: UploadTarget, request: UploadRequest): Promise<FileFact> {
  try {
    return await send(target, request);
  } catch (error) {
    if (!isOutdatedToken(error)) throw error;
    target.client.forgetToken();
    return send(target, request);
  }
}

async function send(target: UploadTarget, request: UploadRequest): Promise<FileFact> {
  const token = await target.client.csrfToken();
  const form = new FormData();
  form.append('field', request.field);
  form.append('file', request.file, request.name);
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', target.client.url(target.route, target.params));
    xhr.setRequestHeader('Accept', 'application/json');
    xhr.setRequestHeader('Accept-Language', getLanguage());
    xhr.setRequestHeader('X-CSRF-Token', token);
    for (const [name, value] of Object.entries(target.headers ?? {})) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) request.onProgress(event.loaded / event.total);
    });
    xhr.addEventListener('load', () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(JSON.parse(xhr.responseText) as FileFact);
      else reject(problemFailure(xhr.status, xhr.responseText));
    });
    xhr.addEventListener('error', () => {
      reject(offlineFailure());
    });
    xhr.addEventListener('abort', () => {
      reject(new DOMException('The upload was cancelled.', 'AbortError'));
    });
    request.signal.addEventListener('abort', () => {
      xhr.abort();
    });
    xhr.send(form);
  });
}
