import { announce } from '../kit/feedback/announce.ts';
import { portalText } from './i18n/portal-text.ts';

/** Copies a text and says so. Without leave for the clipboard (plain HTTP) a hidden box is copied from. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = document.createElement('textarea');
    box.value = text;
    box.className = 'visually-hidden';
    (document.querySelector('dialog[open]') ?? document.body).append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
  announce(portalText('copied'), 'success');
}
