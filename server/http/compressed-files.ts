import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

const compress: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** Files of the browser apps, each compressed once while it stays as it is, however often it is asked for. */
export class CompressedFiles {
  readonly #kept = new Map<string, { readonly etag: string; readonly bytes: Promise<Buffer> }>();

  /** @param etag changes with the file */
  read(path: string, etag: string, encoding: Encoding): Promise<Buffer> {
    const key = `${encoding} ${path}`;
    const kept = this.#kept.get(key);
    if (kept?.etag === etag) return kept.bytes;
    const bytes = readFile(path).then(compress[encoding]);
    this.#kept.set(key, { etag, bytes });
    // What could not be read is read again.
    bytes.catch(() => this.#kept.delete(key));
    return bytes;
  }
}
