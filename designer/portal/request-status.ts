import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { RequestStatus } from '../../server/contract/api/request.ts';
import { portalText } from './i18n/portal-text.ts';

const looks = {
  draf: ['statusDraf', 'neutral', '○'],
  diajukan: ['statusDiajukan', 'info', '●'],
  diperiksa: ['statusDiperiksa', 'info', '●'],
  perbaikan: ['statusPerbaikan', 'warning', '!'],
  peninjauan: ['statusPeninjauan', 'info', '●'],
  pembayaran: ['statusPembayaran', 'warning', '!'],
  'tanda-tangan': ['statusTandaTangan', 'info', '●'],
  terbit: ['statusTerbit', 'success', '✓'],
  ditolak: ['statusDitolak', 'error', '✗'],
  ditarik: ['statusDitarik', 'neutral', '■'],
  dikabulkan: ['statusDikabulkan', 'success', '✓'],
  dicabut: ['statusDicabut', 'error', '✗'],
} as const satisfies Record<RequestStatus, readonly [string, string, string]>;

/** Name of a status. */
export function statusText(status: RequestStatus): string {
  return portalText(looks[status][0]);
}

/** Status as a chip: text, sign and colour, never colour alone. */
export function renderStatus(status: RequestStatus): TemplateResult {
  const [, kind, sign] = looks[status];
  return html`<span class="status status--${kind}"><span aria-hidden="true">${sign}</span>${statusText(status)}</span>`;
}
