import type { Command } from '../../engine/record/command.ts';
import type { Event } from '../../engine/record/event.ts';
import { heading, values } from './text-format.ts';
import { Histogram } from './histogram.ts';

const GROUP_SIZES = [1, 2, 5, 10, 20, 50, 100, 200];
const COMMIT_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** Events that are worth a number of their own, with what they count. */
const COUNTED = {
  processInstanceStarted: 'process_instances_started',
  processInstanceEnded: 'process_instances_ended',
  activityStarted: 'activities_continued',
  taskCreated: 'user_tasks_created',
  externalTaskCreated: 'external_tasks_created',
  jobCreated: 'jobs_created',
  incidentOpened: 'incidents_opened',
  incidentClosed: 'incidents_closed',
} as const satisfies Partial<Record<Event['type'], string>>;
type Counted = keyof typeof COUNTED;

/** Told about each group that was stored, or could not be. */
export interface Commit {
  readonly commands: readonly { readonly request: { readonly command: Pick<Command, 'type'> } }[];
  readonly milliseconds: number;
  readonly failed: boolean;
}

/** What the engine does, counted as it is stored. */
export class CommitMetrics {
  readonly #groups = new Histogram(GROUP_SIZES);
  readonly #seconds = new Histogram(COMMIT_SECONDS);
  readonly #commands = new Map<string, number>();
  readonly #events = new Map<string, number>();
  #failed = 0;

  /** One group; a few additions for each of its commands. */
  stored({ commands, milliseconds, failed }: Commit): void {
    if (failed) {
      this.#failed += 1;
      return;
    }
    this.#groups.note(commands.length);
    this.#seconds.note(milliseconds / 1000);
    for (const { request } of commands) add(this.#commands, request.command.type);
  }

  /** A listener of commits. */
  committed(events: readonly { readonly event: Event }[]): void {
    for (const { event } of events) {
      if (event.type in COUNTED) add(this.#events, COUNTED[event.type as Counted]);
      else if (event.type === 'jobEnded')
        add(this.#events, event.reason === 'executed' ? 'jobs_executed' : 'jobs_deleted');
      else if (event.type === 'jobChanged' && event.failed) add(this.#events, 'jobs_failed');
      else if (event.type === 'externalTaskChanged' && event.failed) add(this.#events, 'external_tasks_failed');
      else if (event.type === 'externalTaskEnded' && event.reason === 'completed')
        add(this.#events, 'external_tasks_completed');
      else if (event.type === 'taskEnded' && event.reason === 'completed') add(this.#events, 'user_tasks_completed');
    }
  }

  lines(): string[] {
    return [
      ...values('alur_commands_total', 'counter', {
        help: 'Commands that were worked off in groups that were stored, by kind; those that were refused among them.',
        of: [...this.#commands].map(([command, count]) => [{ command }, count]),
      }),
      ...values('alur_events_total', 'counter', {
        help: 'What happened in process instances.',
        of: [...this.#events].map(([event, count]) => [{ event }, count]),
      }),
      ...values('alur_commit_failures_total', 'counter', {
        help: 'Groups of commands that were not stored; their commands were tried again or refused.',
        of: [[{}, this.#failed]],
      }),
      ...heading('alur_commit_group_size', 'histogram', 'Commands that shared one durable transaction.'),
      ...this.#groups.lines('alur_commit_group_size'),
      ...heading('alur_commit_seconds', 'histogram', 'Time in which a group of commands became durable.'),
      ...this.#seconds.lines('alur_commit_seconds'),
    ];
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
