import { Duration } from 'luxon';
import { localTime } from './zone.ts';

/** An ISO 8601 duration in its parts, so that a month is a month of the calendar. */
export class Period {
  readonly text: string;
  readonly #duration: Duration;

  private constructor(text: string, duration: Duration) {
    this.text = text;
    this.#duration = duration;
  }

  /** undefined when the text is no ISO 8601 duration such as PT5M, P1M or P2W. */
  static find(text: string): Period | undefined {
    const trimmed = text.trim();
    if (!/^[+-]?P(?!T?$)/.test(trimmed)) return undefined;
    const duration = Duration.fromISO(trimmed);
    return duration.isValid ? new Period(trimmed, duration) : undefined;
  }

  /** From one moment to another, in milliseconds. */
  static between(start: number, end: number): Period {
    const duration = Duration.fromMillis(end - start);
    return new Period(duration.toISO(), duration);
  }

  /**
   * The moment that is `times` periods later (earlier if negative), by the calendar of local time; infinite outside of
   * the calendar.
   */
  reach(moment: number, times: number): number {
    const result = localTime(moment)
      .plus(this.#duration.mapUnits((amount) => amount * times))
      .toMillis();
    return Number.isFinite(result) ? result : times * Number.POSITIVE_INFINITY;
  }

  /** The moment one period later, or `times` periods. @throws Error outside of the calendar. */
  after(moment: number, times = 1): number {
    const result = this.reach(moment, times);
    if (!Number.isFinite(result))
      throw new Error(`"${this.text}" is too long: it leads out of the calendar. Give a duration such as PT5M or P1M.`);
    return result;
  }
}
