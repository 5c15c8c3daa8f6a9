import { consume } from '@lit/context';
import type { PropertyValues } from 'lit';
import type { ApiClient } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import { portalText } from './i18n/portal-text.ts';

/** A page of the portal: has the client and names the browser's tab. */
export abstract class PageElement extends LightElement {
  @consume({ context: clientContext }) protected readonly client!: ApiClient;

  /** Title of the page; the portal's name follows it. Empty for the portal's name alone. */
  protected abstract pageTitle(): string;

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const title = this.pageTitle();
    const wanted = title === '' ? portalText('portalTitle') : `${title} – ${portalText('portalTitle')}`;
    // A title that tells of errors (WCAG: "Kesalahan: …") keeps its prefix until they are gone.
    if (!document.title.endsWith(wanted)) document.title = wanted;
  }
}
