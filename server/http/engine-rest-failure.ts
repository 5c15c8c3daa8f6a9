import { MissingPermission } from '../application/access/missing-permission.ts';
import { resourceTypes } from '../application/access/permissions.ts';
import { Forbidden } from '../application/errors.ts';
import { RevisionConflict } from '../application/ports/runtime-store.ts';
import { ProcessingFailure, Rejection } from '../engine/errors.ts';
import { describeFailure, type Failure } from './failure.ts';

/** An error with the status and the type name that Camunda 7 answers; clients switch on the type. */
export class EngineRestError extends Error {
  override readonly name = 'EngineRestError';
  readonly status: number;
  readonly type: string;
  /** Fields of the answer besides `type`, `message` and `code`. */
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(
    status: number,
    type: string,
    message: string,
    options: { readonly cause?: unknown; readonly extra?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = status;
    this.type = type;
    this.extra = options.extra ?? {};
  }
}

/** Status and body of an error under `/engine-rest` (Camunda 7 REST, "Errors"). */
export interface EngineRestAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly failure: Failure;
}

const TYPE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'InvalidRequestException',
  401: 'AuthenticationException',
  403: 'AuthorizationException',
  404: 'InvalidRequestException',
  405: 'NotAllowedException',
  409: 'InvalidRequestException',
  413: 'InvalidRequestException',
  415: 'NotSupportedException',
  422: 'InvalidRequestException',
  429: 'InvalidRequestException',
};

export function describeEngineRestFailure(error: unknown): EngineRestAnswer {
  const failure = describeFailure(error instanceof EngineRestError ? error.cause : error, 'en');
  if (error instanceof EngineRestError) {
    const { status, type, message, extra } = error;
    return {
      status,
      body: { type, message, code: codeOf(error.cause), ...extra },
      failure: { ...failure, unexpected: error.cause !== undefined && failure.unexpected },
    };
  }
  const answer = (status: number, type: string, extra: Readonly<Record<string, unknown>> = {}): EngineRestAnswer => ({
    status,
    failure,
    body: { type, message: failure.message, code: codeOf(error), ...extra },
  });
  if (error instanceof Forbidden) {
    const missing = error instanceof MissingPermission ? error.missing : [];
    const described = missing.map(({ permission, resource, resourceId }) => ({
      permissionName: permission,
      resourceName: resourceTypes[resource].name,
      resourceId,
    }));
    return answer(403, 'AuthorizationException', {
      userId: error instanceof MissingPermission ? error.userId : null,
      resourceName: null,
      resourceId: null,
      permissionName: null,
      ...(described.length === 1 ? described[0] : {}),
      missingAuthorizations: described,
    });
  }
  if (error instanceof Rejection) return answer(...typeOfRejection(error));
  if (error instanceof ProcessingFailure) return answer(500, 'ProcessEngineException');
  if (error instanceof RevisionConflict) return answer(500, 'OptimisticLockingException');
  return answer(failure.status, TYPE_OF_STATUS[failure.status] ?? 'ProcessEngineException');
}

function typeOfRejection({ reason }: Rejection): [number, string] {
  switch (reason) {
    case 'notFound':
      return [500, 'NullValueException'];
    case 'alreadyClaimed':
      return [500, 'TaskAlreadyClaimedException'];
    case 'suspended':
      return [400, 'SuspendedEntityInteractionException'];
    case 'invalid':
      return [400, 'InvalidRequestException'];
    case 'wrongState':
      return [500, 'ProcessEngineException'];
  }
}

/** Camunda's built-in codes: null when no engine exception is behind it, 1 optimistic locking, 0 none given. */
function codeOf(error: unknown): number | null {
  if (error instanceof RevisionConflict) return 1;
  return error instanceof Rejection || error instanceof ProcessingFailure ? 0 : null;
}

/**
 * Runs `work`; what it throws becomes a `RestException` (or `type`) of this status with the prefix before the reason,
 * as Camunda wraps errors endpoint by endpoint. Refusals of access and overload pass as they are.
 */
export async function wrapped<T>(
  work: () => Promise<T>,
  wrap: { readonly status: number; readonly prefix?: string; readonly type?: string },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Rejection || error instanceof ProcessingFailure)) throw error;
    throw new EngineRestError(wrap.status, wrap.type ?? 'RestException', `${wrap.prefix ?? ''}${error.message}`, {
      cause: error,
    });
  }
}
