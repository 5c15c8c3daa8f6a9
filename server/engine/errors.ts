/** The command does not fit the state: not now, not there, or no longer there. Nothing has happened. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  readonly reason: RejectionReason;
  constructor(reason: RejectionReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
export type RejectionReason = 'notFound' | 'wrongState' | 'suspended' | 'alreadyClaimed' | 'invalid';

/** The model or the data does not allow to go on. The step is dropped; a job records it and becomes due again. */
export class ProcessingFailure extends Error {
  override readonly name = 'ProcessingFailure';
  /** The flow node at which it happened. */
  readonly activityId: string;
  constructor(activityId: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.activityId = activityId;
  }
}

/**
 * A port has no answer yet (a script runs in a worker). The caller drops the step, waits for `answer`, and runs the
 * same
 * step again with the same time, ids and answers: purity makes the second run identical up to this point.
 */
export class Pending extends Error {
  override readonly name = 'Pending';
  readonly answer: Promise<void>;
  constructor(answer: Promise<void>) {
    super('a port has no answer yet');
    this.answer = answer;
  }
}

/** An instance cannot be migrated by a plan: these activity instances stand in the way. Nothing has happened. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
  readonly processInstanceId: string;
  readonly reports: readonly {
    readonly activityInstanceId: string;
    readonly activityId: string;
    readonly failures: readonly string[];
  }[];
  constructor(processInstanceId: string, reports: MigrationRefused['reports']) {
    super(
      `Cannot migrate process instance '${processInstanceId}': ${reports.map(({ activityId, failures }) => `${activityId}: ${failures.join('; ')}`).join(', ')}`,
    );
    this.processInstanceId = processInstanceId;
    this.reports = reports;
  }
}
