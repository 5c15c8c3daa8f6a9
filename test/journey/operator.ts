import type { Browser, Page } from 'playwright-core';
import { signIn } from './sign-in.ts';

/** An operator of Kominfo at the monitor. */
export class Operator {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string): Promise<Operator> {
    return new Operator(await signIn(browser, { url: `${url}/monitor/berkas`, user: 'tono' }));
  }

  /** Version of the process that a request runs on or ran on. */
  async versionOf(number: string, state: 'Berjalan' | 'Selesai'): Promise<number> {
    await this.page.getByRole('combobox').selectOption(state);
    await this.page.getByRole('searchbox').fill(number);
    const row = this.page.locator('tbody tr', { hasText: number });
    return Number(/ v(\d+)/.exec(await row.locator('td').nth(1).innerText())?.[1]);
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
