import { FeelDateTime, parseDateTime } from 'feelin';
import { findMoment } from '../time/moment.ts';
import { formatMoment } from '../time/zone.ts';

/**
 * Two values that are compared. A date and time without a zone is local time beside one with a zone; feelin takes it
 * for UTC, or for different in any case.
 */
export function alignZones(a: unknown, b: unknown): readonly [unknown, unknown] {
  if (!(a instanceof FeelDateTime) || !(b instanceof FeelDateTime) || (a.zone === null) === (b.zone === null))
    return [a, b];
  return [withZone(a), withZone(b)];
}

function withZone(value: FeelDateTime): FeelDateTime {
  const moment = value.zone === null ? findMoment(value.iso) : undefined;
  return (moment === undefined ? undefined : parseDateTime(formatMoment(moment))) ?? value;
}
