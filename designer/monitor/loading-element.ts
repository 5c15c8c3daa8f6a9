import { consume } from '@lit/context';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { type ApiClient, failureText } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';
import { announce } from '../kit/feedback/announce.ts';

/**
 * Base of the monitor's pages: loads what `key()` names, shows that it loads, and what failed. Content that is there
 * stays when it cannot be read again; of several answers the one to the latest question counts.
 */
export abstract class LoadingElement<T> extends LightElement {
  @consume({ context: clientContext }) protected client!: ApiClient;
  @state() protected content: T | undefined;
  /** Whether more of the content is on its way. */
  @state() protected readingMore = false;
  @state() private failure: unknown;
  #loaded: string | undefined;
  /** Every question has a number: an answer that comes after a newer question is dropped. */
  #turn = 0;

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
    const turn = ++this.#turn;
    this.#loaded = this.key();
    this.readingMore = false;
    this.failure = undefined;
    try {
      const content = await this.load();
      if (turn === this.#turn) this.content = content;
    } catch (error) {
      if (turn !== this.#turn) return;
      if (this.content === undefined) this.failure = error;
      else announce(failureText(error), 'error');
    }
  }

  /** Reads more and joins it to what is shown, once at a time; says so when that fails. */
  protected async readMore(read: () => Promise<T>, join: (shown: T, more: T) => T): Promise<void> {
    if (this.readingMore) return;
    const turn = this.#turn;
    this.readingMore = true;
    try {
      const more = await read();
      if (turn === this.#turn && this.content !== undefined) this.content = join(this.content, more);
    } catch (error) {
      if (turn === this.#turn) announce(failureText(error), 'error');
    } finally {
      if (turn === this.#turn) this.readingMore = false;
    }
  }

  protected override render(): TemplateResult {
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => this.reload()}></alur-failure>`;
    return this.content === undefined ? html`<alur-spinner></alur-spinner>` : this.renderContent(this.content);
  }
}
