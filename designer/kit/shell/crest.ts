import { html } from 'lit';
import type { TemplateResult } from 'lit';

/**
 * A neutral mark of our own beside the government's name: a shield with a hill and fields. The regency's crest can take
 * its place.
 */
export const crest: TemplateResult = html` <svg
  class="crest"
  viewBox="0 0 40 46"
  width="36"
  height="42"
  aria-hidden="true"
  focusable="false"
>
  <path d="M20 1 38 7v17c0 10-7.5 17-18 21C9.5 41 2 34 2 24V7z" fill="#fff" stroke="#f2c14e" stroke-width="2" />
  <path d="M6 26 15 14l5 6 4-5 10 11c-.3 1.7-.8 3.3-1.500 4.8H7.500C6.800 29.3 6.300 27.7 6 26z" fill="#0b4f6c" />
  <path d="M8 32h24c-2.6 4.200-6.800 7.3-12 9.6C14.8 39.3 10.6 36.2 8 32z" fill="#2e7d4f" />
  <path d="M11 35h18M14.5 38h11" stroke="#fff" stroke-width="1.2" />
</svg>`;
