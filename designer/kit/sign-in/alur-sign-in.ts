import { consume } from '@lit/context';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Session } from '../../../server/contract/api/session.ts';
import type { ApiClient } from '../client/api-client.ts';
import { failureText } from '../client/api-client.ts';
import { clientContext } from '../context/contexts.ts';
import { LightElement } from '../element/light-element.ts';
import { kitText } from '../i18n/kit-text.ts';

/**
 * Asks for user name and password (pasting and password managers work, WCAG 3.3.8). In demo mode it lists the demo
 * accounts. Fires `alur-signed-in` with the session.
 */
@customElement('alur-sign-in')
export class AlurSignIn extends LightElement {
  @consume({ context: clientContext }) private readonly client!: ApiClient;
  @property({ attribute: false }) session: Session | undefined;
  @state() private message = '';
  @state() private busy = false;

  protected override render(): TemplateResult {
    const accounts = this.session?.demoAccounts ?? null;
    return html` <div class="sign-in">
      <form class="card" novalidate @submit=${(event: SubmitEvent) => this.#signIn(event)}>
        <h1>${kitText('signIn')}</h1>
        <p class="hint">${kitText('signInIntro')}</p>
        <div role="alert">
          ${this.message === '' ? nothing : html`<p class="notice notice--error">${this.message}</p>`}
        </div>
        <div class="field">
          <label for="username">${kitText('username')}</label>
          <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" />
        </div>
        <div class="field">
          <label for="password">${kitText('password')}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" />
        </div>
        <label class="choice"
          ><input
            type="checkbox"
            @change=${(event: Event) => {
              this.#input('password').type = (event.target as HTMLInputElement).checked ? 'text' : 'password';
            }}
          /><span>${kitText('showPassword')}</span></label
        >
        <button class="button" ?disabled=${this.busy}>${kitText('signIn')}</button>
      </form>
      ${
        accounts === null
          ? nothing
          : html` <section class="card" aria-labelledby="demo-accounts">
              <h2 id="demo-accounts">${kitText('demoAccounts')}</h2>
              <p class="hint">${kitText('demoAccountsHint')}</p>
              <ul class="demo-accounts">
                ${accounts.map(
                  (account) =>
                    html`<li>
                      <button
                        type="button"
                        @click=${() => {
                          this.#choose(account.id);
                        }}
                      >
                        <strong>${account.id}</strong><span>${account.name}</span><small>${account.does}</small>
                      </button>
                    </li>`,
                )}
              </ul>
            </section>`
      }
    </div>`;
  }

  #input(name: string): HTMLInputElement {
    return this.querySelector<HTMLInputElement>(`#${name}`)!;
  }

  #choose(username: string): void {
    this.#input('username').value = username;
    this.#input('password').focus();
  }

  async #signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const username = this.#input('username').value.trim();
    const password = this.#input('password').value;
    if (username === '' || password === '') {
      this.message = kitText(username === '' ? 'signInUsernameMissing' : 'signInPasswordMissing');
      this.#input(username === '' ? 'username' : 'password').focus();
      return;
    }
    this.busy = true;
    this.message = '';
    try {
      const session = await this.client.call('signIn', { body: { username, password } });
      this.dispatchEvent(new CustomEvent<Session>('alur-signed-in', { detail: session, bubbles: true }));
    } catch (error) {
      this.message = failureText(error);
      this.#input('password').focus();
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-sign-in': AlurSignIn;
  }
}
