import type { DocumentRow } from '../../application/ports/service-documents.ts';
import type { DocumentCheck } from '../../contract/api/document.ts';
import { WIB_OFFSET_MS } from '../calendar/work-calendar.ts';

/** A letter in the list of a request's documents. */
export function presentDocument(
  document: DocumentRow,
  publicUrl: string,
): { code: string; title: string; number: string; issuedAt: string; url: string } {
  return {
    code: document.code,
    title: document.title,
    number: document.number,
    issuedAt: new Date(document.issuedAt).toISOString(),
    url: `${publicUrl}/v/${document.code}`,
  };
}

/** What the public page says of a letter: whether it is in force, and initials instead of the name (UU 27/2022). */
export function checkDocument(document: DocumentRow, now: number): DocumentCheck {
  const today = new Date(now + WIB_OFFSET_MS).toISOString().slice(0, 10);
  const expired = document.validUntil !== null && document.validUntil < today;
  return {
    code: document.code,
    state: document.revokedAt !== null ? 'revoked' : expired ? 'expired' : 'valid',
    title: document.title,
    number: document.number,
    holderInitials: initialsOf(document.holder),
    issuer: document.issuer,
    signer: document.signer,
    issuedAt: new Date(document.issuedAt).toISOString(),
    validUntil: document.validUntil,
    sha256: document.sha256,
  };
}

/** `S. A.` from `Siti Aminah`. */
export function initialsOf(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${[...word][0]?.toUpperCase() ?? ''}.`)
    .join(' ');
}
