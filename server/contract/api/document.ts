import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

/** What the public page behind a letter's QR code says. Initials only (UU 27/2022). */
export const documentCheck = z.object({
  code: z.string(),
  state: z.enum(['valid', 'expired', 'revoked']),
  title: z.string(),
  number: z.string(),
  holderInitials: z.string(),
  issuer: z.string(),
  signer: z.string(),
  issuedAt: z.string(),
  validUntil: z.string().nullable(),
  /** SHA-256 of the PDF, hex: the page compares it with a file the visitor drops. */
  sha256: z.string(),
});
export type DocumentCheck = z.infer<typeof documentCheck>;

const byCode = z.object({ code: z.string().max(40) });
export const documentEndpoints = {
  verifyDocument: endpoint({
    method: 'GET',
    path: '/api/documents/:code',
    tag: 'documents',
    access: 'public',
    summary: 'Whether a letter is genuine and in force.',
    params: byCode,
    answer: documentCheck,
    errors: { 404: 'No such document: the code is wrong or the letter is not ours.' },
  }),
  downloadDocument: endpoint({
    method: 'GET',
    path: '/api/documents/:code/pdf',
    tag: 'documents',
    access: 'public',
    summary: 'The letter as PDF, for its applicant and for officers.',
    params: byCode,
    answer: 'stream',
    errors: { 403: 'Open the request first.', 404: 'No such document.' },
  }),
};
