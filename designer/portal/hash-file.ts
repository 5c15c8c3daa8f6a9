/**
 * SHA-256 of a file, hex. Computed in the browser, so the file stays on the device. Undefined on a page without a
 * secure
 * connection (plain HTTP in an office network), where browsers offer no hashing.
 */
export async function findFileHash(file: Blob): Promise<string | undefined> {
  const subtle = (crypto as Partial<Crypto>).subtle;
  if (subtle === undefined) return undefined;
  const digest = await subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
