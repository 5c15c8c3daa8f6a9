import type { Browser, Page } from 'playwright-core';

/** Opens an app for staff on a desk's screen and signs in by typing. */
export async function signIn(
  browser: Browser,
  { url, user }: { readonly url: string; readonly user: string },
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID' });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('Nama pengguna').fill(user);
  await page.getByLabel('Kata sandi', { exact: true }).fill('alur-demo');
  await page.keyboard.press('Enter');
  await page.waitForSelector('alur-sign-in', { state: 'detached' });
  return page;
}
