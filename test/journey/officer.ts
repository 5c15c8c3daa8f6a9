import type { Browser, Locator, Page } from 'playwright-core';
import { signIn } from './sign-in.ts';

/** Somebody of an OPD at the inbox. */
export class Officer {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string, user: string): Promise<Officer> {
    const officer = new Officer(await signIn(browser, { url: `${url}/inbox`, user }));
    await officer.page.locator('.task-list, .inbox__list alur-empty').first().waitFor();
    return officer;
  }

  /** What the list of free tasks holds, as `[task, number]`. */
  async freeTasks(): Promise<(readonly [string, string])[]> {
    const items = await this.page.locator('.task-list__item').all();
    return await Promise.all(
      items.map(
        async (item) =>
          [
            await item.locator('.task-list__name').innerText(),
            await item.locator('.task-list__number').innerText(),
          ] as const,
      ),
    );
  }

  /** Opens the task of a request and takes it. */
  async take(number: string): Promise<void> {
    await this.page.locator('.task-list__item', { hasText: number }).click();
    await this.page.getByRole('button', { name: 'Ambil', exact: true }).click();
    await this.page.getByRole('button', { name: 'Simpan keputusan' }).waitFor();
  }

  /** The row of the review that holds an answer or a document. */
  row(label: string): Locator {
    return this.page.locator('alur-review').getByRole('group', { name: label, exact: true });
  }

  async mark(label: string, mark: 'Sesuai' | 'Tidak sesuai' | 'Tidak terbaca'): Promise<void> {
    await this.row(label).getByRole('radio', { name: mark, exact: true }).check();
  }

  /** Opens a document of the case as the link does. @returns its type and its first bytes. */
  async look(label: string): Promise<{ readonly type: string; readonly size: number }> {
    const address = await this.row(label).getByRole('link').getAttribute('href');
    const answer = await this.page.request.get(new URL(address ?? '', this.page.url()).href);
    return { type: answer.headers()['content-type'] ?? '', size: (await answer.body()).length };
  }

  async choose(decision: string): Promise<void> {
    await this.page.getByRole('radio', { name: decision, exact: true }).check();
  }

  /** Saves the decision and goes home. */
  async decide(decision: string): Promise<void> {
    await this.choose(decision);
    await this.page.getByRole('button', { name: 'Simpan keputusan' }).click();
    await this.page.getByText('Keputusan tersimpan.').waitFor();
    await this.leave();
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
