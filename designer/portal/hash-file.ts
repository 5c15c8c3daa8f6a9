/**
 * SHA-256 of a file, hex. Computed in the browser, so the file stays on the device. `crypto.subtle` exists only on secure
 * pages (HTTPS or this machine); an office network over plain HTTP gets an error that says so.
 */
export async function hashFile(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
