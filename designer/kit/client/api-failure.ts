import type { Problem } from '../../../server/contract/problem.ts';
import { kitText } from '../i18n/kit-text.ts';

/** Why a call did not succeed: `offline` and `timeout` never reached an answer, `problem` is the server's answer. */
export type FailureKind = 'offline' | 'timeout' | 'problem';

/** A call of the API that failed. `message` is written for the person in front of the screen. */
export class ApiFailure extends Error {
  readonly kind: FailureKind;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Machine-readable reason, e.g. `not-found`. */
  readonly code: string;
  readonly fields: readonly { readonly path: string; readonly message: string }[];

  constructor(
    kind: FailureKind,
    message: string,
    answer: { status?: number; code?: string; fields?: Problem['fields'] } = {},
  ) {
    super(message);
    this.name = 'ApiFailure';
    this.kind = kind;
    this.status = answer.status ?? 0;
    this.code = answer.code ?? kind;
    this.fields = answer.fields ?? [];
  }
}

/** No answer came: no network, or the server is down. */
export function offlineFailure(): ApiFailure {
  return new ApiFailure('offline', kitText('failureOffline'));
}

/** The answer took longer than the caller would wait. */
export function timeoutFailure(): ApiFailure {
  return new ApiFailure('timeout', kitText('failureTimeout'));
}

/** The server's error answer, or a general text when it is not one of ours (a proxy's page, say). */
export function problemFailure(status: number, body: string): ApiFailure {
  const problem = parseProblem(body);
  if (problem === undefined)
    return new ApiFailure('problem', kitText('failureUnknown', { status }), { status, code: 'unknown' });
  return new ApiFailure('problem', problem.detail, { status, code: problem.code, fields: problem.fields });
}

function parseProblem(body: string): Pick<Problem, 'detail' | 'code' | 'fields'> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const problem = value as Partial<Problem>;
  if (typeof problem.detail !== 'string') return undefined;
  return {
    detail: problem.detail,
    code: typeof problem.code === 'string' ? problem.code : 'unknown',
    fields: Array.isArray(problem.fields) ? problem.fields : undefined,
  };
}
