import { sampleRequest } from '../../workflows/penelitian/sample-request.ts';

/** A person named in the request. Invented; the numbers are made by the rules of the NIK. */
export interface Member {
  readonly nik: string;
  readonly name: string;
}

/** What the applicant types: the request of a group of three. Dates are days from today, so that they never run out. */
export const request = {
  ...sampleRequest,
  members: [
    { nik: '3511110506020002', name: 'Budi Hartono' },
    { nik: '3511115207030003', name: 'Rahma Wulandari' },
  ] satisfies readonly Member[],
  letterDate: dayFromToday(-8),
  begin: dayFromToday(14),
  end: dayFromToday(75),
} as const;

/** A day of Bondowoso (UTC+7) as `[day, month, year]`, the way people type it. */
function dayFromToday(days: number): readonly [string, string, string] {
  const [year = '', month = '', day = ''] = new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return [String(Number(day)), String(Number(month)), year];
}
