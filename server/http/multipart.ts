import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import busboy from 'busboy';
import { InvalidInput } from '../application/errors.ts';
import { refuseNul } from './nul-character.ts';
import { UnsupportedMediaType } from './protocol-errors.ts';

/** One part of a multipart form: a field with its text, or a file with its stream. */
export type Part =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly filename: string;
      /** As the client says, without parameters. */
      readonly mimeType: string;
      readonly stream: Readable;
    };

export interface MultipartLimits {
  readonly files: number;
  readonly fields: number;
}

/**
 * Reads the parts of a multipart body in their order; `take` is awaited part by part, and a file's stream must be read
 * or destroyed by it. What `take` throws is thrown here after the rest of the body has been let go.
 * @throws UnsupportedMediaType when it is no multipart form, InvalidInput when it is broken or has too many parts.
 */
export async function readMultipart(
  request: IncomingMessage,
  limits: MultipartLimits,
  take: (part: Part) => Promise<void>,
): Promise<void> {
  if (!/^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? ''))
    throw new UnsupportedMediaType('The body must be multipart/form-data.');
  let parser: busboy.Busboy;
  try {
    parser = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: {
        files: limits.files,
        fields: limits.fields,
        parts: limits.files + limits.fields,
        fieldNameSize: 100,
        fieldSize: 100_000,
        headerPairs: 50,
      },
    });
  } catch (error) {
    throw broken(error);
  }
  await new Promise<void>((resolve, reject) => {
    let chain: Promise<void> = Promise.resolve();
    let failed = false;
    const fail = (error: unknown) => {
      if (failed) return;
      failed = true;
      request.unpipe(parser);
      request.resume();
      reject(error);
    };
    const enqueue = (part: Part) => {
      chain = chain.then(async () => {
        if (failed) {
          if (part.kind === 'file') part.stream.resume();
          return;
        }
        refuseNul(part.name, 'form');
        refuseNul(part.kind === 'field' ? part.value : part.filename, part.name);
        await take(part);
      });
      chain.catch(fail);
    };
    parser.on('field', (name, value, info) => {
      if (info.valueTruncated || info.nameTruncated)
        fail(new InvalidInput({ id: 'Satu isian formulir terlalu panjang.', en: 'A field of the form is too long.' }));
      else enqueue({ kind: 'field', name, value });
    });
    parser.on('file', (name, stream, info) => {
      const copy = new PassThrough();
      // A body that ends too early breaks the stream, perhaps before anybody reads it: without a listener that would
      // end the process.
      copy.on('error', () => undefined);
      stream.on('error', (error) => copy.destroy(error));
      stream.pipe(copy);
      // Whoever stops reading in the middle must not stop the body.
      copy.on('close', () => stream.resume());
      enqueue({ kind: 'file', name, filename: info.filename ?? '', mimeType: info.mimeType, stream: copy });
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const)
      parser.on(limit, () =>
        fail(
          new InvalidInput({
            id: `Formulir ini memuat lebih dari ${limits.files} berkas.`,
            en: `The form has more than ${limits.files} file(s).`,
          }),
        ),
      );
    parser.on('error', (error) => fail(broken(error)));
    parser.on('close', () => void chain.then(resolve, fail));
    request.on('aborted', () => fail(broken(new Error('the connection was closed'))));
    request.pipe(parser);
  });
}

function broken(error: unknown): InvalidInput {
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidInput(
    {
      id: `Unggahan tidak lengkap atau rusak (${reason}). Coba unggah lagi.`,
      en: `The upload is incomplete or broken (${reason}). Upload it again.`,
    },
    { code: 'broken-upload' },
  );
}
