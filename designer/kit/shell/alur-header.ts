import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../../../server/contract/api/session.ts';
import { LightElement } from '../element/light-element.ts';
import { getLanguage, setLanguage } from '../i18n/language.ts';
import type { Language } from '../i18n/language.ts';
import { kitText } from '../i18n/kit-text.ts';
import { staffLinks } from './app-links.ts';
import type { AppName } from './app-links.ts';
import { crest } from './crest.ts';

/**
 * Header of every page: the government's name, the staff apps the person may use, language switch and sign-out.
 * Fires `alur-sign-out`.
 */
@customElement('alur-header')
export class AlurHeader extends LightElement {
  @property({ attribute: false }) app: AppName = 'portal';
  @property({ attribute: false }) session: Session | undefined;

  protected override render(): TemplateResult {
    const user = this.session?.user ?? null;
    return html` <header class=${user === null ? 'header portal-header' : 'header'}>
      <div class="header__bar">
        <a class="header__brand" href="/">
          ${crest}
          <span class="header__name">
            <span class="header__government">${kitText('government')}</span>
            <span class="header__app">${kitText(appText[this.app])}</span>
          </span>
        </a>
        <div class="header__tools">
          ${user === null ? nothing : this.#renderUser(user.name)}
          <div class="language" role="group" aria-label=${kitText('language')}>
            ${this.#renderLanguage('id', kitText('languageIndonesian'))}
            ${this.#renderLanguage('en', kitText('languageEnglish'))}
          </div>
        </div>
      </div>
      ${user === null ? nothing : this.#renderApps(user.roles)}
    </header>`;
  }

  #renderUser(name: string): TemplateResult {
    return html` <span class="header__user" title=${kitText('signedInAs', { name })}>${name}</span>
      <button
        type="button"
        class="header__button"
        @click=${() => this.dispatchEvent(new CustomEvent('alur-sign-out', { bubbles: true }))}
      >
        ${kitText('signOut')}
      </button>`;
  }

  #renderApps(roles: readonly string[]): TemplateResult | typeof nothing {
    const links = staffLinks.filter(
      (link) => roles.includes('administrator') || link.roles.some((role) => roles.includes(role)),
    );
    if (links.length === 0) return nothing;
    return html` <nav class="header__apps" aria-label=${kitText('staffApps')}>
      ${links.map((link) => html`<a href=${link.address} aria-current=${link.app === this.app ? 'page' : nothing}>${kitText(link.text)}</a>`)}
    </nav>`;
  }

  #renderLanguage(language: Language, name: string): TemplateResult {
    const pressed = getLanguage() === language;
    return html`<button
      type="button"
      lang=${language}
      aria-pressed=${String(pressed)}
      @click=${() => {
        setLanguage(language);
      }}
    >
      ${language.toUpperCase()}<span class="visually-hidden"> ${name}</span>
    </button>`;
  }
}

const appText = { portal: 'appPortal', inbox: 'appInbox', designer: 'appDesigner', monitor: 'appMonitor' } as const;

declare global {
  interface HTMLElementTagNameMap {
    'alur-header': AlurHeader;
  }
}
