import holidays2026 from './holidays-2026.json' with { type: 'json' };
import holidays2027 from './holidays-2027.json' with { type: 'json' };
import type { OfficeHours, WorkCalendar } from './work-calendar.ts';

const weekday: OfficeHours = { opens: 7 * 60 + 30, closes: 16 * 60 };
const friday: OfficeHours = { opens: 7 * 60, closes: 15 * 60 };

/**
 * Working days of the regency: Monday to Friday but for the holidays and joint leave of the SKB 3 Menteri; five days
 * and
 * 37.5 hours a week (Perpres 21/2023). Of 2027 only the fixed dates are known.
 */
export const regencyCalendar: WorkCalendar = {
  holidays: new Set([...holidays2026.libur, ...holidays2027.libur].map((holiday) => holiday.tanggal)),
  week: [null, weekday, weekday, weekday, weekday, friday, null],
  lastCompleteYear: 2026,
};
