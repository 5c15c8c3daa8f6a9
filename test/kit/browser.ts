import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

let path: Promise<string> | undefined;

/**
 * Path of a Chromium: `CHROME_PATH`, else an installed one, else the one that the package `@sparticuz/chromium` brings
 * (unpacked once). Throws when none can be had.
 */
export function findBrowser(): Promise<string> {
  path ??= locate();
  return path;
}

async function locate(): Promise<string> {
  const wanted = process.env['CHROME_PATH'];
  if (wanted !== undefined && wanted !== '') {
    if (!existsSync(wanted))
      throw new Error(`CHROME_PATH names ${wanted}, which does not exist. Set it to a Chromium or leave it out.`);
    return wanted;
  }
  const found = installed.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/**
 * Our own flags: those of the package switch web security off, which would make tests of it worthless. The sandbox
 * cannot
 * start as root in a container.
 */
export const browserFlags: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless browser; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser(), args: [...browserFlags], headless: true });
}
