import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { formSchema } from './service.ts';

/**
 * What the citizen is told (services.md, section 0.3). Set by the property `alur:status` of the model's tasks and end
 * events.
 */
export const requestStatus = z.enum([
  'draf',
  'diajukan',
  'diperiksa',
  'perbaikan',
  'peninjauan',
  'pembayaran',
  'tanda-tangan',
  'terbit',
  'ditolak',
  'ditarik',
  'dikabulkan',
  'dicabut',
]);
export type RequestStatus = z.infer<typeof requestStatus>;

/** `BWS-PEN-2611-7K3MQ-9`: five Crockford base32 letters and a check letter. Lower case and blanks are accepted. */
export const requestNumber = z
  .string()
  .max(40)
  .transform((text) => text.replaceAll(/\s+/g, '').toUpperCase())
  .pipe(z.string().regex(/^[A-Z]{2,5}-[A-Z]{2,5}-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/));
const byNumber = z.object({ number: requestNumber });
/** Form values by form key. */
export const formData = z.record(z.string(), z.unknown());

export const storedFile = z.object({
  id: z.string(),
  name: z.string(),
  size: z.number().int(),
  mimeType: z.string(),
  sha256: z.string(),
});
export type StoredFile = z.infer<typeof storedFile>;

const timelineEntry = z.object({
  /** Plain words, e.g. "Sedang diperiksa". */
  label: z.string(),
  status: requestStatus,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Who holds or held the file: the OPD's name, or "Anda". */
  holder: z.string().nullable(),
});

/** What the number alone shows. No personal data. */
export const requestOverview = z.object({
  number: z.string(),
  service: z.object({ key: z.string(), name: z.string() }),
  status: requestStatus,
  submittedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Who holds the file now; null when it ended. */
  holder: z.string().nullable(),
  holderSince: z.string().nullable(),
  /**
   * Last day promised by the service standard, as an ISO date; null when it has ended, and while the file is not
   * complete. `estimated` when the year's holidays are not known completely.
   */
  dueDate: z.string().nullable(),
  dueDateEstimated: z.boolean(),
  /**
   * The clock of the service standard: it begins when the file is complete, and stands while the office waits for the
   * applicant. `stops` are the times during which it stood, oldest first. Days are working days.
   */
  clock: z.object({
    /** `waiting`: the file is not complete yet · `stopped`: the office waits for the applicant. */
    state: z.enum(['waiting', 'running', 'stopped', 'ended']),
    startedAt: z.string().nullable(),
    allowedDays: z.number().int(),
    usedDays: z.number().int(),
    stops: z.array(z.object({ from: z.string(), until: z.string().nullable() })),
  }),
  timeline: z.array(timelineEntry),
});
export type RequestOverview = z.infer<typeof requestOverview>;

export const issuedDocument = z.object({
  code: z.string(),
  title: z.string(),
  number: z.string(),
  issuedAt: z.string(),
  url: z.string(),
});

/** What the applicant sees after proving who asks. */
export const requestDetails = requestOverview.extend({
  data: formData,
  form: formSchema,
  files: z.array(storedFile),
  documents: z.array(issuedDocument),
  /** A task waits for the applicant: which, since when, until when. */
  correction: z.object({ taskId: z.string(), count: z.number().int(), dueAt: z.string().nullable() }).nullable(),
  /** Messages to the applicant, newest first. */
  messages: z.array(z.object({ at: z.string(), text: z.string() })),
  /** Reason given with a refusal or redirection. */
  reason: z.string().nullable(),
  canWithdraw: z.boolean(),
});
export type RequestDetails = z.infer<typeof requestDetails>;

/**
 * What is to be corrected: the form, its present values, and the fields with the officer's notes. Only these may
 * change.
 */
export const correction = z.object({
  taskId: z.string(),
  dueAt: z.string().nullable(),
  form: formSchema,
  data: formData,
  files: z.array(storedFile),
  corrections: z.array(z.object({ field: z.string(), note: z.string() })),
});
export type Correction = z.infer<typeof correction>;

export const draft = z.object({
  id: z.string(),
  service: z.string(),
  data: formData,
  files: z.array(storedFile),
  savedAt: z.string(),
  expiresAt: z.string(),
  /** Set once submitted: the request's number. */
  number: z.string().nullable(),
});
export type Draft = z.infer<typeof draft>;

/** The draft's secret travels in header `X-Draft-Key`; whoever has it may read and write the draft. */
export const requestEndpoints = {
  createDraft: endpoint({
    method: 'POST',
    path: '/api/drafts',
    tag: 'requests',
    access: 'public',
    summary: 'Begins a request; the answer holds the key of the draft.',
    body: z.object({ service: z.string().max(100) }),
    answer: draft.extend({ key: z.string() }),
    errors: { 404: 'No such service.', 409: 'The service is closed.' },
  }),
  getDraft: endpoint({
    method: 'GET',
    path: '/api/drafts/:id',
    tag: 'requests',
    access: 'public',
    summary: 'A draft, with header X-Draft-Key.',
    params: z.object({ id: z.string() }),
    answer: draft,
    errors: { 404: 'No such draft, or the key is wrong.' },
  }),
  saveDraft: endpoint({
    method: 'PUT',
    path: '/api/drafts/:id',
    tag: 'requests',
    access: 'public',
    summary: 'Saves what is filled in so far, valid or not.',
    params: z.object({ id: z.string() }),
    body: z.object({ data: formData }),
    answer: draft,
    errors: { 404: 'No such draft, or the key is wrong.', 409: 'Already submitted.' },
  }),
  uploadDraftFile: endpoint({
    method: 'POST',
    path: '/api/drafts/:id/files',
    tag: 'requests',
    access: 'public',
    summary:
      'Uploads one file (PDF, JPG or PNG) as part `file`, for the form field named by the part `field` before it.',
    params: z.object({ id: z.string() }),
    body: 'multipart',
    answer: storedFile,
    errors: {
      400: 'Not a PDF, JPG or PNG, empty, or locked by a password.',
      413: 'Too large.',
      507: 'The disk is full.',
    },
  }),
  submitDraft: endpoint({
    method: 'POST',
    path: '/api/drafts/:id/submit',
    tag: 'requests',
    access: 'public',
    summary: 'Files the request. Asked twice, it answers with the same number.',
    params: z.object({ id: z.string() }),
    body: z.object({ data: formData }),
    answer: z.object({ number: z.string(), dueDate: z.string().nullable() }),
    errors: { 404: 'No such draft, or the key is wrong.', 422: 'The form is not right: `fields` says where.' },
  }),
  getRequest: endpoint({
    method: 'GET',
    path: '/api/requests/:number',
    tag: 'requests',
    access: 'public',
    summary: 'Status of a request by its number.',
    params: byNumber,
    answer: requestOverview,
    errors: { 404: 'No such request.', 429: 'Too many attempts.' },
  }),
  openRequest: endpoint({
    method: 'POST',
    path: '/api/requests/:number/access',
    tag: 'requests',
    access: 'public',
    summary: 'Opens the details for this browser: last six digits of the NIK and the date of birth.',
    params: byNumber,
    body: z.object({ idNumberEnding: z.string().regex(/^\d{6}$/), birthDate: z.iso.date() }),
    answer: 'none',
    errors: { 403: 'These do not belong to the request.', 404: 'No such request.', 429: 'Too many attempts.' },
  }),
  getRequestDetails: endpoint({
    method: 'GET',
    path: '/api/requests/:number/details',
    tag: 'requests',
    access: 'public',
    summary: 'All about a request, for its applicant.',
    params: byNumber,
    answer: requestDetails,
    errors: { 403: 'Open the request first.', 404: 'No such request.' },
  }),
  getCorrection: endpoint({
    method: 'GET',
    path: '/api/requests/:number/correction',
    tag: 'requests',
    access: 'public',
    summary: 'What the applicant is asked to correct.',
    params: byNumber,
    answer: correction,
    errors: { 403: 'Open the request first.', 404: 'Nothing is to be corrected.' },
  }),
  uploadCorrectionFile: endpoint({
    method: 'POST',
    path: '/api/requests/:number/files',
    tag: 'requests',
    access: 'public',
    summary: 'Uploads a file for a correction, like a draft file.',
    params: byNumber,
    body: 'multipart',
    answer: storedFile,
    errors: {
      400: 'Not a PDF, JPG or PNG, empty, or locked by a password.',
      403: 'Open the request first.',
      413: 'Too large.',
      507: 'The disk is full.',
    },
  }),
  submitCorrection: endpoint({
    method: 'POST',
    path: '/api/requests/:number/correction',
    tag: 'requests',
    access: 'public',
    summary: 'Hands in the corrected fields; other fields cannot change.',
    params: byNumber,
    body: z.object({ taskId: z.string(), data: formData }),
    answer: 'none',
    errors: {
      403: 'Open the request first.',
      409: 'Already handed in.',
      422: 'The form is not right: `fields` says where.',
    },
  }),
  withdrawRequest: endpoint({
    method: 'POST',
    path: '/api/requests/:number/withdraw',
    tag: 'requests',
    access: 'public',
    summary: 'Takes the request back before it is signed.',
    params: byNumber,
    answer: 'none',
    errors: { 403: 'Open the request first.', 409: 'Too late: it is signed, or it has ended.' },
  }),
  downloadFile: endpoint({
    method: 'GET',
    path: '/api/files/:id',
    tag: 'requests',
    access: 'public',
    summary:
      'An uploaded file: for its applicant (opened request or draft key) and for officers who may see the request.',
    params: z.object({ id: z.string() }),
    answer: 'stream',
    errors: { 403: 'Not yours.', 404: 'No such file.' },
  }),
};
