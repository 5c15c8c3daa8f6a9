import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Role } from '../../server/contract/endpoint.ts';
import { AppElement } from '../kit/app/app-element.ts';
import type { AppName } from '../kit/shell/app-links.ts';
import './alur-batch-page.ts';
import './alur-definition-list.ts';
import './alur-definition-page.ts';
import './alur-incident-page.ts';
import './alur-instance-list.ts';
import './alur-instance-page.ts';
import './alur-webhook-list.ts';
import './alur-webhook-page.ts';
import { monitorText } from './i18n/monitor-text.ts';

/** Operations: what runs, where it waits, what is stuck. */
@customElement('alur-monitor')
export class AlurMonitor extends AppElement {
  protected override readonly app: AppName = 'monitor';
  protected override readonly roles: readonly Role[] = ['operator', 'analyst'];
  protected override readonly wide = true;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    document.title = monitorText('title');
  }

  /** Who is told what is for administrators: a webhook sees every process. */
  get #isAdministrator(): boolean {
    return this.session?.user?.roles.includes('administrator') ?? false;
  }

  protected override renderPage(): TemplateResult {
    const path = readPath();
    return html` <div class="monitor">
      <nav class="monitor__tabs" aria-label=${monitorText('title')}>
        ${(
          [
            ['/monitor', 'processes'],
            ['/monitor/berkas', 'instances'],
            ['/monitor/kendala', 'incidents'],
            ['/monitor/massal', 'batches'],
            ...(this.#isAdministrator ? ([['/monitor/webhook', 'webhooks']] as const) : []),
          ] as const
        ).map(([href, text]) => html`<a href=${href} aria-current=${currentOf(href, path)}>${monitorText(text)}</a>`)}
      </nav>
      ${this.#renderPath(path)}
    </div>`;
  }

  #renderPath(path: string): TemplateResult {
    const definition = /^\/monitor\/proses\/(.+)$/.exec(path)?.[1];
    if (definition !== undefined)
      return html`<alur-definition-page .definitionId=${definition}></alur-definition-page>`;
    const instance = /^\/monitor\/berkas\/([\w-]+)$/.exec(path)?.[1];
    if (instance !== undefined) return html`<alur-instance-page .instanceId=${instance}></alur-instance-page>`;
    if (path === '/monitor/berkas')
      return html`<h1>${monitorText('instances')}</h1>
        <alur-instance-list></alur-instance-list>`;
    if (path === '/monitor/kendala')
      return html`<h1>${monitorText('incidents')}</h1>
        <alur-incident-page></alur-incident-page>`;
    if (path === '/monitor/massal')
      return html`<h1>${monitorText('batches')}</h1>
        <alur-batch-page></alur-batch-page>`;
    if (this.#isAdministrator) {
      const webhook = /^\/monitor\/webhook\/([\w-]+)$/.exec(path)?.[1];
      if (webhook !== undefined) return html`<alur-webhook-page .webhookId=${webhook}></alur-webhook-page>`;
      if (path === '/monitor/webhook')
        return html`<h1>${monitorText('webhooks')}</h1>
          <alur-webhook-list></alur-webhook-list>`;
    }
    if (path === '/monitor' || path === '/monitor/')
      return html`<h1>${monitorText('processes')}</h1>
        <alur-definition-list></alur-definition-list>`;
    return html`<h1>${monitorText('notFound')}</h1>
      <p><a href="/monitor">${monitorText('notFoundText')}</a></p>`;
  }
}

/** Whether a tab shows the present page, or a page below it. `/monitor` is above all of them. */
function currentOf(href: string, path: string): 'page' | 'true' | 'false' {
  if (path === href) return 'page';
  return href !== '/monitor' && path.startsWith(`${href}/`) ? 'true' : 'false';
}

/** The present path without its escapes; as it stands when they are malformed, so that it is told as unknown. */
function readPath(): string {
  try {
    return decodeURIComponent(location.pathname);
  } catch {
    return location.pathname;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-monitor': AlurMonitor;
  }
}
