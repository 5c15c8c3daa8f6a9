import { fileTypeFromBuffer } from 'file-type';
import { InvalidInput } from '../../application/errors.ts';

const TYPES: ReadonlySet<string> = new Set(['application/pdf', 'image/jpeg', 'image/png']);

/**
 * The type of an uploaded file by its content; neither its name nor what the browser says counts.
 * @throws InvalidInput when it is empty, neither PDF, JPG nor PNG, or a PDF behind a password.
 */
export async function checkUploadedFile(bytes: Uint8Array): Promise<string> {
  if (bytes.length === 0)
    throw new InvalidInput(
      { id: 'Berkas ini kosong. Pilih berkas lain.', en: 'This file is empty. Choose another one.' },
      { code: 'file-empty' },
    );
  const type = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  if (!TYPES.has(type))
    throw new InvalidInput(
      {
        id: 'Berkas harus PDF, JPG, atau PNG. Simpan atau foto ulang dalam salah satu bentuk itu.',
        en: 'The file must be a PDF, JPG or PNG. Save it or take it again as one of these.',
      },
      { code: 'file-type' },
    );
  if (type === 'application/pdf' && isEncrypted(bytes))
    throw new InvalidInput(
      {
        id: 'PDF ini dikunci kata sandi. Buka kuncinya, lalu unggah lagi.',
        en: 'This PDF is locked by a password. Unlock it and upload it again.',
      },
      { code: 'file-locked' },
    );
  return type;
}

/**
 * A PDF names its encryption in the trailer, or in the dictionary of its cross-reference stream; both are never
 * compressed.
 */
function isEncrypted(bytes: Uint8Array): boolean {
  return /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
  );
}

/**
 * A file's name as it is shown: composed letters, nothing that turns the writing direction, no folders, at most 120
 * letters.
 */
export function cleanFileName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim();
  if (clean.length <= 120) return clean === '' || clean === '.' || clean === '..' ? 'berkas' : clean;
  const extension = /\.\w{1,5}$/.exec(clean)?.[0] ?? '';
  return `${clean.slice(0, 120 - extension.length)}${extension}`;
}
