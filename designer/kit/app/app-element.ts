import { ContextProvider } from '@lit/context';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Role } from '../../../server/contract/endpoint.ts';
import type { Session } from '../../../server/contract/api/session.ts';
import { ApiClient, failureText } from '../client/api-client.ts';
import { clientContext, sessionContext } from '../context/contexts.ts';
import { LightElement } from '../element/light-element.ts';
import { kitText } from '../i18n/kit-text.ts';
import { onNavigate } from '../router/navigation.ts';
import '../feedback/alur-failure.ts';
import { announce } from '../feedback/announce.ts';
import '../feedback/alur-spinner.ts';
import '../feedback/alur-toast.ts';
import '../shell/alur-footer.ts';
import '../shell/alur-header.ts';
import '../shell/alur-offline-banner.ts';
import type { AppName } from '../shell/app-links.ts';

/**
 * Root of an app: provides client and session, draws header, main and footer, asks for sign-in when the app is for
 * staff, and renders again on navigation. A subclass sets `app` (and `roles`) and gives the page in `renderPage()`.
 */
export abstract class AppElement extends LightElement {
  /** Which app this is: marks its link in the header. */
  protected abstract readonly app: AppName;
  /**
   * Who may use it: empty for everybody, else somebody signed in with at least one of the roles (an administrator
   * always may).
   */
  protected readonly roles: readonly Role[] = [];
  /** Widest layout (canvas, panes) instead of a reading width. */
  protected readonly wide: boolean = false;

  readonly client = new ApiClient();
  @state() session: Session | undefined;
  @state() private failure: unknown;

  readonly #sessionProvider = new ContextProvider(this, { context: sessionContext, initialValue: undefined });
  #stopNavigation: (() => void) | undefined;

  constructor() {
    super();
    new ContextProvider(this, { context: clientContext, initialValue: this.client });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopNavigation = onNavigate(() => {
      this.navigated();
    });
    void this.loadSession();
  }

  override disconnectedCallback(): void {
    this.#stopNavigation?.();
    super.disconnectedCallback();
  }

  /** Content of `<main>` for the present address. Called only when the caller may see it. */
  protected abstract renderPage(): TemplateResult;

  /** Another address is shown: draw it, go to the top and move the focus to the page's heading. */
  protected navigated(): void {
    this.requestUpdate();
    void this.updateComplete.then(() => {
      window.scrollTo(0, 0);
      this.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    });
  }

  /** Asks the server who is signed in. */
  async loadSession(): Promise<void> {
    this.failure = undefined;
    try {
      this.useSession(await this.client.getSession());
    } catch (error) {
      this.failure = error;
    }
  }

  protected useSession(session: Session): void {
    this.session = session;
    this.#sessionProvider.setValue(session);
  }

  /** Ends the session, empties what this tab keeps for the person, and begins anew. */
  protected async signOut(): Promise<void> {
    try {
      await this.client.call('signOut');
    } catch (error) {
      // Still signed in: a page that only loads again would hide that.
      announce(failureText(error), 'error');
      return;
    }
    emptyTab();
    this.startAgain();
  }

  protected startAgain(): void {
    window.location.reload();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Elements for staff are not worth their bytes to a citizen.
    if (this.roles.length > 0) void import('../sign-in/alur-sign-in.ts');
  }

  protected override render(): TemplateResult {
    return html`
      <a class="skip-link" href="#main">${kitText('skipToContent')}</a>
      <alur-header .app=${this.app} .session=${this.session} @alur-sign-out=${() => this.signOut()}></alur-header>
      <alur-offline-banner></alur-offline-banner>
      <main id="main" tabindex="-1" class=${this.wide ? 'main main--wide' : 'main'}>${this.#renderMain()}</main>
      ${this.wide ? nothing : html`<alur-footer></alur-footer>`}
      <alur-toast></alur-toast>
    `;
  }

  #renderMain(): TemplateResult {
    if (this.roles.length === 0) return this.renderPage();
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => this.loadSession()}></alur-failure>`;
    if (this.session === undefined) return html`<alur-spinner></alur-spinner>`;
    const user = this.session.user;
    if (user === null)
      return html`<alur-sign-in
        .session=${this.session}
        @alur-signed-in=${(event: CustomEvent<Session>) => {
          this.useSession(event.detail);
        }}
      ></alur-sign-in>`;
    const allowed = user.roles.includes('administrator') || this.roles.some((role) => user.roles.includes(role));
    if (allowed) return this.renderPage();
    return html` <div class="empty-state">
      <h1>${kitText('notAllowedTitle')}</h1>
      <p>${kitText('notAllowedText', { name: user.name })}</p>
      <button type="button" class="button" @click=${() => this.signOut()}>${kitText('signOut')}</button>
    </div>`;
  }
}

/** Half-filled work belongs to who signs out; the next person at this computer must not find it. */
function emptyTab(): void {
  try {
    sessionStorage.clear();
  } catch {
    // A browser that stores nothing has nothing to empty.
  }
}
