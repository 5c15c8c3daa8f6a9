import type { FieldProblem } from '../application/errors.ts';
import {
  Conflict,
  Forbidden,
  InvalidInput,
  KeyReused,
  NotFound,
  Refusal,
  TooLarge,
  TooManyAttempts,
  Unauthenticated,
} from '../application/errors.ts';
import { Overloaded } from '../application/ports/dispatcher.ts';
import { RevisionConflict } from '../application/ports/runtime-store.ts';
import { StorageUnavailable } from '../application/ports/storage-error.ts';
import { ProcessingFailure, Rejection } from '../engine/errors.ts';
import { MethodNotAllowed, UnsupportedMediaType } from './protocol-errors.ts';
import type { Language } from './route.ts';
import { tellFinding, type ToldFinding } from './tell-finding.ts';

/** An error as it is answered, whatever the shape of the answer. */
export interface Failure {
  readonly status: number;
  /** For machines. */
  readonly code: string;
  /** For people. */
  readonly message: string;
  readonly fields: readonly FieldProblem[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | null;
  /** It is nobody's mistake but ours: it is logged, and the answer says nothing of what happened inside. */
  readonly unexpected: boolean;
}

const UNEXPECTED: Record<Language, string> = {
  id: 'Terjadi kesalahan pada sistem. Coba lagi beberapa saat lagi; bila berulang, sampaikan nomor kejadian di bawah kepada petugas.',
  en: 'Something went wrong on our side. Try again in a moment; if it happens again, tell the staff the incident number.',
};
const BUSY: Record<Language, string> = {
  id: 'Sistem sedang sangat sibuk. Data Anda tidak berubah; coba lagi dalam beberapa detik.',
  en: 'The system is very busy. Nothing has changed; try again in a few seconds.',
};
const STATUS_OF_REJECTION: Record<Rejection['reason'], number> = {
  notFound: 404,
  wrongState: 409,
  suspended: 409,
  alreadyClaimed: 409,
  invalid: 400,
};
const CODE_OF_REJECTION: Record<Rejection['reason'], string> = {
  notFound: 'not-found',
  wrongState: 'wrong-state',
  suspended: 'suspended',
  alreadyClaimed: 'already-claimed',
  invalid: 'invalid-input',
};

/** The one table from errors to answers of `/api`; `/engine-rest` starts from it too. */
export function describeFailure(error: unknown, language: Language): Failure {
  const base = { fields: [], details: {}, retryAfterSeconds: null, unexpected: false };
  if (error instanceof Refusal) {
    const message = typeof error.text === 'string' ? error.text : error.text[language];
    const failure = { ...base, status: statusOfRefusal(error), code: error.code, message };
    if (error instanceof InvalidInput)
      return { ...failure, fields: error.fields, details: tellDetails(error.details, language) };
    if (error instanceof TooManyAttempts) return { ...failure, retryAfterSeconds: error.retryAfterSeconds };
    return failure;
  }
  if (error instanceof UnsupportedMediaType)
    return { ...base, status: 415, code: 'unsupported-media-type', message: error.message };
  if (error instanceof MethodNotAllowed)
    return { ...base, status: 405, code: 'method-not-allowed', message: error.message };
  if (error instanceof Rejection)
    return {
      ...base,
      status: STATUS_OF_REJECTION[error.reason],
      code: CODE_OF_REJECTION[error.reason],
      message: error.message,
    };
  if (error instanceof ProcessingFailure)
    return {
      ...base,
      status: 422,
      code: 'processing-failure',
      message: error.message,
      details: { activityId: error.activityId },
    };
  if (error instanceof RevisionConflict)
    return { ...base, status: 409, code: 'changed-meanwhile', message: BUSY[language], retryAfterSeconds: 1 };
  if (error instanceof Overloaded)
    return { ...base, status: 503, code: 'overloaded', message: BUSY[language], retryAfterSeconds: 5 };
  if (error instanceof StorageUnavailable)
    return {
      ...base,
      // Full or broken: 507; not there for a moment: 503.
      status: error.problem === 'unreachable' ? 503 : 507,
      code: 'storage-unavailable',
      message: error.text[language],
      retryAfterSeconds: error.problem === 'unreachable' ? 5 : 30,
      unexpected: true,
    };
  return { ...base, status: 500, code: 'unexpected', message: UNEXPECTED[language], unexpected: true };
}

/** Findings among the details are told in the reader's language. */
function tellDetails(details: Failure['details'], language: Language): Failure['details'] {
  const { findings } = details;
  if (!Array.isArray(findings)) return details;
  return { ...details, findings: (findings as readonly ToldFinding[]).map((each) => tellFinding(each, language)) };
}

function statusOfRefusal(error: Refusal): number {
  if (error instanceof InvalidInput) return error.code === 'invalid-form' ? 422 : 400;
  if (error instanceof Unauthenticated) return 401;
  if (error instanceof Forbidden) return 403;
  if (error instanceof NotFound) return 404;
  if (error instanceof Conflict) return 409;
  if (error instanceof KeyReused) return 422;
  if (error instanceof TooLarge) return 413;
  return error instanceof TooManyAttempts ? 429 : 400;
}
