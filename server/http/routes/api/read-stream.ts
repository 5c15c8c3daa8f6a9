import type { Readable } from 'node:stream';
import { TooLarge } from '../../../application/errors.ts';

/** All bytes of a stream. @throws TooLarge above `limit`. */
export async function readStream(stream: Readable, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit)
      throw new TooLarge({
        id: `Berkas lebih besar dari ${limit} bita.`,
        en: `The file is larger than ${limit} bytes.`,
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
