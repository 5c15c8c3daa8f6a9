import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Role } from '../../server/contract/endpoint.ts';
import { AppElement } from '../kit/app/app-element.ts';
import '../kit/feedback/alur-failure.ts';
import type { AppName } from '../kit/shell/app-links.ts';
import './alur-model-list.ts';
import { modelerText } from './i18n/modeler-text.ts';

/** The designer: a list of processes, and one opened in the editor. */
@customElement('alur-designer')
export class AlurDesigner extends AppElement {
  protected override readonly app: AppName = 'designer';
  protected override readonly roles: readonly Role[] = ['analyst'];
  protected override readonly wide = true;

  /** Why the editor is not there. */
  @state() private missing: Error | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    document.title = modelerText('title');
  }

  protected override renderPage(): TemplateResult {
    const id = /^\/designer\/(.+)$/.exec(decodeURIComponent(location.pathname))?.[1];
    if (id === undefined) return html`<alur-model-list></alur-model-list>`;
    void this.#loadEditor();
    if (this.missing !== undefined)
      return html`<alur-failure
        .error=${this.missing}
        @alur-retry=${() => {
          location.reload();
        }}
      ></alur-failure>`;
    return html`<alur-model-editor .modelId=${id}></alur-model-editor>`;
  }

  /** The editor is large and comes only when a process is opened. */
  async #loadEditor(): Promise<void> {
    try {
      await import('./alur-model-editor.ts');
    } catch {
      // The page is older than the server, which no longer has this part, or there is no connection.
      this.missing ??= new Error(modelerText('editorMissing'));
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-designer': AlurDesigner;
  }
}
