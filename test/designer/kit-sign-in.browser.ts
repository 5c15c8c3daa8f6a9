import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import '../../designer/kit/styles/base.css';
import { AppElement } from '../../designer/kit/app/app-element.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import '../../designer/kit/sign-in/alur-sign-in.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';

class TestApp extends AppElement {
  protected override readonly app = 'inbox' as const;
  protected override readonly roles = ['officer'] as const;

  protected override renderPage(): TemplateResult {
    return html`<h1>Isi rahasia</h1>`;
  }
}
customElements.define('alur-test-app', TestApp);

const visitor = { user: null, csrfToken: 't', demoAccounts: [{ id: 'rina', name: 'Rina', does: 'Petugas loket' }] };
const userWith = (...roles: string[]): unknown => ({
  ...visitor,
  user: { id: 'rina', name: 'Rina', opd: 'dpmptsp', opdName: 'DPMPTSP', roles, groups: [] },
});

describe('an app for staff', () => {
  const original = window.fetch;
  let session: unknown = visitor;
  const signIns: unknown[] = [];
  beforeEach(() => {
    setLanguage('id');
    session = visitor;
    signIns.length = 0;
    window.fetch = (url, init = {}) => {
      if (String(url) !== '/api/session') return Promise.reject(new TypeError('Failed to fetch'));
      if (init.method !== 'POST') return Promise.resolve(new Response(JSON.stringify(session)));
      signIns.push(JSON.parse(init.body as string));
      const right = (init.body as string).includes('alur-demo');
      return Promise.resolve(
        right
          ? new Response(JSON.stringify(userWith('officer')))
          : new Response(
              JSON.stringify({ detail: 'Nama pengguna atau kata sandi salah.', code: 'wrong-credentials' }),
              { status: 401 },
            ),
      );
    };
  });
  afterEach(() => {
    window.fetch = original;
    clearPage();
  });

  const open = async (): Promise<TestApp> => {
    const app = await mount<TestApp>('alur-test-app');
    for (let round = 0; round < 50 && app.querySelector('alur-spinner') !== null; round++) await settle(app);
    await settle(app);
    return app;
  };

  it('asks a visitor to sign in and shows nothing else', async () => {
    const app = await open();
    expect(app.textContent).to.contain('Akun demo').and.not.contain('Isi rahasia');
    expect(await findAccessibilityProblems(app)).to.deep.equal([]);
  });

  it('fills in a demo account, tells a wrong password, and opens after the right one', async () => {
    const app = await open();
    const submit = async (): Promise<void> => {
      app.querySelector('form')?.requestSubmit();
      for (let round = 0; round < 5; round++) await settle(app);
    };
    await submit();
    expect(app.querySelector('[role=alert]')?.textContent).to.contain('Isi nama pengguna.');
    app.querySelector<HTMLButtonElement>('.demo-accounts button')?.click();
    type(app.querySelector('#password'), 'salah');
    await submit();
    expect(app.querySelector('[role=alert]')?.textContent).to.contain('kata sandi salah');
    type(app.querySelector('#password'), 'alur-demo');
    await submit();
    expect(signIns).to.deep.equal([
      { username: 'rina', password: 'salah' },
      { username: 'rina', password: 'alur-demo' },
    ]);
    expect(app.querySelector('main h1')?.textContent).to.equal('Isi rahasia');
  });

  it('does not open for another role, and says what to do', async () => {
    session = userWith('analyst');
    const app = await open();
    expect(app.querySelector('main')?.textContent)
      .to.contain('Akun ini tidak dapat membuka halaman ini')
      .and.not.contain('Isi rahasia');
    expect(await findAccessibilityProblems(app)).to.deep.equal([]);
  });

  it('opens for an administrator', async () => {
    session = userWith('administrator');
    expect((await open()).textContent).to.contain('Isi rahasia');
  });

  it('offers another try when the server does not answer', async () => {
    window.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const app = await open();
    for (let round = 0; round < 20 && app.querySelector('alur-failure') === null; round++) await settle(app);
    expect(app.querySelector('alur-failure')?.textContent).to.contain('Belum ada sinyal').and.contain('Coba lagi');
  });
});
