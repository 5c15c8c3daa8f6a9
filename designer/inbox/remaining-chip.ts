import { html, type TemplateResult } from 'lit';
import type { InboxTask } from '../../server/contract/api/inbox.ts';
import { getLanguage } from '../kit/i18n/language.ts';
import { inboxText } from './i18n/inbox-text.ts';

/** A working day of an OPD has seven and a half hours (Perpres 21/2023). */
const HOURS_OF_A_DAY = 7.5;

/**
 * How much time is left: text, sign and colour, never the colour alone. Green above half, yellow below, orange when
 * the task is of the tab "soon", red when late.
 */
export function remainingChip({ remaining }: InboxTask): TemplateResult {
  if (remaining === null) return html`<span class="time-left time-left--none">${inboxText('noDue')}</span>`;
  const hours = Math.abs(remaining.hours);
  const number = (value: number) =>
    value.toLocaleString(getLanguage() === 'en' ? 'en' : 'id', { maximumFractionDigits: 1 });
  const time =
    hours < HOURS_OF_A_DAY
      ? inboxText('hours', { count: number(hours) })
      : inboxText('days', { count: number(hours / HOURS_OF_A_DAY) });
  if (remaining.hours < 0)
    return html`<span class="time-left time-left--late"
      ><span aria-hidden="true">!</span> ${inboxText('overdue', { time })}</span
    >`;
  const [kind, sign] = remaining.soon ? ['last', '◔'] : remaining.share <= 0.5 ? ['half', '◑'] : ['good', '●'];
  return html`<span class="time-left time-left--${kind}"
    ><span aria-hidden="true">${sign}</span> ${inboxText('remaining', { time })}</span
  >`;
}

/** `24 Nov 2026 14.30` for lists. */
export function shortTime(iso: string): string {
  return format(iso, 'medium');
}

/** `24 November 2026 14.30` in the present language, Jakarta time. */
export function dateTime(iso: string): string {
  return format(iso, 'long');
}

function format(iso: string, dateStyle: 'medium' | 'long'): string {
  return new Date(iso).toLocaleString(getLanguage() === 'en' ? 'en-GB' : 'id-ID', {
    dateStyle,
    timeStyle: 'short',
    timeZone: 'Asia/Jakarta',
  });
}
