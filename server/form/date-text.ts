/** Whether the text is a date of the calendar as YYYY-MM-DD. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Whether the text is a time of day, HH:MM. */
export function isIsoTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/**
 * A date that a rule names: `today`, `2026-08-17` or the key of another date field, with an offset of days, months or
 * years if wanted: `today+30D`, `mulai+12M`. Undefined when that field holds no date.
 */
export function resolveDate(rule: string, today: string, lookUp: (key: string) => unknown): string | undefined {
  const match = /^(today|\d{4}-\d{2}-\d{2}|[A-Za-z_]\w*)(?:([+-]\d{1,4})([DMY]))?$/.exec(rule.trim());
  if (match === null) return undefined;
  const [, anchor = '', amount, unit] = match;
  const base = anchor === 'today' ? today : isIsoDate(anchor) ? anchor : lookUp(anchor);
  if (typeof base !== 'string' || !isIsoDate(base)) return undefined;
  return amount === undefined ? base : shiftDate(base, Number(amount), unit ?? 'D');
}

/** Moves a date; a month too short for the day ends on its last day. */
function shiftDate(date: string, amount: number, unit: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  if (unit === 'D') return new Date(Date.UTC(year, month - 1, day + amount)).toISOString().slice(0, 10);
  const months = month - 1 + (unit === 'Y' ? amount * 12 : amount);
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** `2026-3-7`, as three typed boxes give it, becomes `2026-03-07`. Anything else stays as it is. */
export function padDate(text: string): string {
  return text.replace(
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?=$|T)/,
    (_, year: string, month: string, day: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  );
}
