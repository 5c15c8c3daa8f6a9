import { localTime } from '../expression/time/zone.ts';

/** Daily hours in local time, `HH:MM`; it goes over midnight when it ends before it starts. */
export interface CleanupWindow {
  readonly start: string;
  readonly end: string;
}

/** One run of the window, epoch milliseconds. */
export interface WindowTimes {
  readonly start: number;
  readonly end: number;
}

/** The window at a moment: the one that is open, else the next. */
export function windowAt(window: CleanupWindow, moment: number): WindowTimes {
  for (const days of [-1, 0, 1]) {
    const times = windowOn(window, moment, days);
    if (moment < times.end) return times;
  }
  return windowOn(window, moment, 2);
}

/** The window after the one at a moment. */
export function nextWindow(window: CleanupWindow, moment: number): WindowTimes {
  return windowAt(window, Math.max(windowAt(window, moment).end, moment));
}

function windowOn({ start, end }: CleanupWindow, moment: number, days: number): WindowTimes {
  const day = localTime(moment).startOf('day').plus({ days });
  const at = (text: string) => day.set({ hour: Number(text.slice(0, 2)), minute: Number(text.slice(3)) });
  const [from, until] = [at(start), at(end)];
  return { start: from.toMillis(), end: (until <= from ? until.plus({ days: 1 }) : until).toMillis() };
}
