import { consume } from '@lit/context';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { ApiClient } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';

/** Base of the monitor's pages: loads what `key()` names, shows that it loads, and what failed. */
export abstract class LoadingElement<T> extends LightElement {
  @consume({ context: clientContext }) protected client!: ApiClient;
  @state() protected content: T | undefined;
  @state() private failure: unknown;
  #loaded: string | undefined;

  /** Another key means other content. */
  protected abstract key(): string;
  protected abstract load(): Promise<T>;
  protected abstract renderContent(content: T): TemplateResult;

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#loaded === this.key()) return;
    this.content = undefined;
    void this.reload();
  }

  /** Loads again; the old content stays until the new one is there. */
  protected async reload(): Promise<void> {
    const key = this.key();
    this.#loaded = key;
    this.failure = undefined;
    try {
      const content = await this.load();
      if (key === this.key()) this.content = content;
    } catch (error) {
      if (key === this.key()) this.failure = error;
    }
  }

  protected override render(): TemplateResult {
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => this.reload()}></alur-failure>`;
    return this.content === undefined ? html`<alur-spinner></alur-spinner>` : this.renderContent(this.content);
  }
}
