import type { IncomingMessage } from 'node:http';
import { InvalidInput, TooLarge } from '../application/errors.ts';
import { refuseNul } from './nul-character.ts';
import { UnsupportedMediaType } from './protocol-errors.ts';

/** JSON bodies may be this large; files come as multipart. */
export const JSON_LIMIT_BYTES = 2_000_000;
/** Models are sent as text in JSON by the designer. */
export const LARGE_JSON_LIMIT_BYTES = 8_000_000;
const DEEPEST = 200;

/**
 * The JSON body of a request; an empty one is an empty object.
 * @throws TooLarge, InvalidInput (not JSON, nested too deep, or with NUL in it), UnsupportedMediaType.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0) return {};
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !type.endsWith('+json')) {
    throw new UnsupportedMediaType(`The body must be application/json, not ${type === '' ? 'of unnamed type' : type}.`);
  }
  const text = bytes.toString('utf8');
  if (isDeeperThan(text, DEEPEST))
    throw new InvalidInput({
      en: `The JSON body is nested deeper than ${DEEPEST} levels.`,
      id: `Isi JSON bersarang lebih dari ${DEEPEST} tingkat.`,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidInput({
      en: `The body is not valid JSON: ${(error as Error).message}`,
      id: `Isi permintaan bukan JSON yang benar: ${(error as Error).message}`,
    });
  }
  // Only an escape can bring it in; looking for that first saves the walk through every body.
  if (text.includes('\\u0000')) refuseNul(value, 'body');
  return value;
}

/** All bytes of a request body. @throws TooLarge above `limit`. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const tooLarge = () =>
    new TooLarge({
      en: `The body is larger than ${limit} bytes.`,
      id: `Isi permintaan lebih besar dari ${limit} bita.`,
    });
  if (announced > limit) throw tooLarge();
  // Listeners cost a third of what iterating over the stream does, and every command pays it.
  return await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('The client went away before its request was complete.'));
    });
  });
}

/** Deep nesting would overflow the stack of whoever walks the value. */
function isDeeperThan(text: string, limit: number): boolean {
  // So many levels take at least so many characters to open and to close.
  if (text.length <= limit * 2) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}
