import type { Definitions } from '../../application/ports/definitions.ts';
import type { CatalogueEntry } from '../../application/ports/service-catalogue.ts';
import type { ProcessHistory } from '../../application/ports/service-history.ts';
import type { RequestStatus } from '../../contract/api/request.ts';
import type { MeasuredDuration } from '../../contract/api/service.ts';
import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import { DAY_MS } from '../calendar/work-calendar.ts';
import { findClockNodes, readRequestClock, type ClockNodes } from '../request/clock-nodes.ts';

const MEASURED_DAYS = 90;
/** Below this a figure would speak of single people. */
const FEWEST_REQUESTS = 5;
/** The latest are enough for a median, and bound what one reading costs. */
const MOST_REQUESTS = 1_000;
/** Figures of 90 days do not change by the minute. */
const FRESH_MS = 15 * 60_000;
/** Requests that the office decided; such as were taken back tell nothing of its speed. */
const DECIDED: ReadonlySet<string> = new Set<RequestStatus>(['terbit', 'ditolak', 'dikabulkan']);

interface Reading {
  readonly at: number;
  readonly figure: Promise<MeasuredDuration | null>;
}

/**
 * How long requests of a service really took. A figure is worked out when it is asked for and kept for a quarter of an
 * hour; after that the old one is given once more while the new one is worked out, so that nobody waits for it.
 */
export class MeasuredDurations {
  readonly #parts: {
    readonly history: Pick<ProcessHistory, 'listEnded' | 'listTimes'>;
    readonly definitions: Pick<Definitions, 'findProcess'>;
    readonly now: () => number;
  };
  readonly #readings = new Map<string, Reading>();

  constructor(parts: {
    readonly history: Pick<ProcessHistory, 'listEnded' | 'listTimes'>;
    readonly definitions: Pick<Definitions, 'findProcess'>;
    readonly now: () => number;
  }) {
    this.#parts = parts;
  }

  /** Null when fewer than five requests were decided in the last 90 days. */
  async find(entry: Pick<CatalogueEntry, 'key' | 'processKey'>): Promise<MeasuredDuration | null> {
    const now = this.#parts.now();
    const present = this.#readings.get(entry.key);
    if (present && now - present.at < FRESH_MS) return await present.figure;
    const reading = { at: now, figure: this.#measure(entry, now) };
    this.#readings.set(entry.key, reading);
    reading.figure.catch(() => {
      // The next caller tries again, with the old figure if there is one.
      if (this.#readings.get(entry.key) !== reading) return;
      if (present) this.#readings.set(entry.key, present);
      else this.#readings.delete(entry.key);
    });
    return await (present ?? reading).figure;
  }

  async #measure(
    { key, processKey }: Pick<CatalogueEntry, 'key' | 'processKey'>,
    now: number,
  ): Promise<MeasuredDuration | null> {
    const { history } = this.#parts;
    const requests = { serviceKey: key, processKey, since: now - MEASURED_DAYS * DAY_MS, limit: MOST_REQUESTS };
    const ended = await history.listEnded(requests);
    const models = await this.#readModels(new Set(ended.map((each) => each.definitionId)));
    const decided = ended.filter((each) => models.get(each.definitionId)?.decided.has(each.endActivityId ?? ''));
    if (decided.length < FEWEST_REQUESTS) return null;
    const clocks = [...models.values()].map((model) => model.clock);
    const times = await history.listTimes(requests, [
      ...new Set(clocks.flatMap((clock) => [...clock.starts, ...clock.stops])),
    ]);
    const days = decided
      .flatMap((instance) => {
        const nodes = models.get(instance.definitionId)?.clock;
        if (!nodes) return [];
        const activities = times.get(instance.id) ?? [];
        const { startedAt, used } = readRequestClock({ nodes, instance, activities, workingDays: 0, now });
        return startedAt === null ? [] : [used];
      })
      .sort((left, right) => left - right);
    return days.length < FEWEST_REQUESTS
      ? null
      : {
          medianWorkingDays: medianOf(days),
          ninetiethWorkingDays: days[Math.ceil(days.length * 0.9) - 1] ?? 0,
          requests: days.length,
        };
  }

  async #readModels(ids: ReadonlySet<string>) {
    const models = new Map<string, { readonly clock: ClockNodes; readonly decided: ReadonlySet<string> }>();
    for (const id of ids) {
      const found = await this.#parts.definitions.findProcess({ by: 'id', id });
      if (found)
        models.set(id, { clock: findClockNodes(found.definition), decided: findDecidedEnds(found.definition) });
    }
    return models;
  }
}

function findDecidedEnds({ nodes }: ProcessDefinition): Set<string> {
  return new Set(
    [...nodes.values()].filter((node) => DECIDED.has(node.properties['alur:status'] ?? '')).map((node) => node.id),
  );
}

/** Of an even number of values the mean of the two in the middle. @param sorted ascending, at least one */
function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
    : (sorted[Math.floor(middle)] ?? 0);
}
