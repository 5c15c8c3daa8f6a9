import { FeelDate, FeelDateTime, FeelTime, parseDate, parseDateTime, parseTime } from 'feelin';

/** Years that a date may have: those of the calendar underneath. FEEL itself allows nine digits. */
const MOST_YEARS = 271_820;
/** Hours that an offset from UTC may have. */
const MOST_OFFSET = 18;

const dateText = /^(-?)(\d{4,9})-(\d{2}-\d{2})$/;
const dateTimeText = /^(-?)(\d{4,9})-(\d{2}-\d{2})T([^T]+)$/;

/** A date by its parts; null when there is no such day. */
export function dateOf(year: unknown, month: unknown, day: unknown): FeelDate | null {
  if (![year, month, day].every((part) => Number.isInteger(part)) || Math.abs(year as number) > MOST_YEARS) return null;
  return orNull(() => {
    const base = parseDate('2000-01-01')?.unwrap();
    const parts = { year: year as number, month: month as number, day: day as number };
    return base ? withPlainYear(new FeelDate(base.with(parts, { overflow: 'reject' }))) : null;
  });
}

/** A date as text: years of more than four digits do not begin with 0, and a minus is before our era (10.3.4.1). */
export function readDate(text: string): FeelDate | null {
  const [, sign = '', years = '', day = ''] = dateText.exec(text) ?? [];
  if (day === '' || hasIdleZero(years)) return null;
  const [month, days] = day.split('-').map(Number);
  return dateOf(Number(sign + years), month, days);
}

/** A time as text; it has an offset or a zone, not both (10.3.4.1). */
export function readTime(text: string): FeelTime | null {
  return hasFitZone(text) ? orNull(() => parseTime(withoutMinusZero(text))) : null;
}

/** A date and time as text; 24:00:00 is the midnight that follows. */
export function readDateTime(text: string): FeelDateTime | null {
  const [, sign = '', years = '', day = '', time = ''] = dateTimeText.exec(text) ?? [];
  if (day === '') return orNull(() => parseDateTime(text));
  const year = Number(sign + years);
  if (hasIdleZero(years) || Math.abs(year) > MOST_YEARS || !hasFitZone(time)) return null;
  const isEnd = /^24:00:00(?:\.0*)?(?![\d.])/.test(time);
  const clock = withoutMinusZero(isEnd ? time.replace(/^24/, '00') : time);
  return orNull(() => {
    const isPlain = sign === '' && years.length === 4;
    const read = parseDateTime(`${isPlain ? years : '2000'}-${day}T${clock}`);
    if (!read || (isPlain && !isEnd)) return read;
    const moved = isPlain ? read.unwrap() : read.unwrap().with({ year }, { overflow: 'reject' });
    return withPlainYear(new FeelDateTime(isEnd ? moved.add({ days: 1 }) : moved, read.zone));
  });
}

/** What stands behind an `@`, where feelin reads it differently. */
export function readAtLiteral(text: string): FeelDate | FeelDateTime | FeelTime | null {
  return readDate(text) ?? readDateTime(text) ?? readTime(text);
}

/** Whether feelin reads a text behind an `@` differently: long or negative years, 24:00:00, `-00:00`. */
export function isUnusualMoment(text: string): boolean {
  return /^"?(?:-\d|\d{5,}-)|T24:|-00:00|[+-]\d\d:\d\d(?::\d\d)?@/.test(text);
}

/** Years are written without a plus and without zeros in front (10.3.4.1); ISO 8601 fills up to six digits. */
export function withPlainYear<T>(value: T): T {
  if ((value instanceof FeelDate || value instanceof FeelDateTime) && /^[+-]/.test(value.iso))
    Object.assign(value, {
      iso: value.iso.replace(/^([+-])0*(\d{4,})-/, (_, sign, digits) => `${sign === '-' ? '-' : ''}${digits}-`),
    });
  return value;
}

/** feelin throws for some texts that are none; FEEL gives null (10.3.4.1). */
export function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function hasIdleZero(years: string): boolean {
  return years.length > 4 && years.startsWith('0');
}

function hasFitZone(text: string): boolean {
  if (/[+-]\d\d:\d\d.*@|Z@/.test(text)) return false;
  const hours = /[+-](\d\d):\d\d(?::\d\d)?$/.exec(text)?.[1];
  return hours === undefined || Number(hours) <= MOST_OFFSET;
}

/** An offset of nothing has no sign. */
function withoutMinusZero(text: string): string {
  return text.replace(/-00:00$/, '+00:00');
}
