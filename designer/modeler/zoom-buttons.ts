import { html, type TemplateResult } from 'lit';
import { modelerText } from './i18n/modeler-text.ts';
import type { ProcessModeler } from './open-modeler.ts';

/** Buttons that zoom; `modeler` gives the present one, undefined while it loads. */
export function renderZoomButtons(modeler: () => ProcessModeler | undefined): TemplateResult {
  const button = (sign: string, text: string, act: () => void): TemplateResult =>
    html`<button type="button" aria-label=${text} title=${text} @click=${act}>${sign}</button>`;
  return html`<div class="editor__zoom" role="group" aria-label=${modelerText('view')}>
    ${button('−', modelerText('zoomOut'), () => modeler()?.zoomBy(0.8))}
    ${button('+', modelerText('zoomIn'), () => modeler()?.zoomBy(1.25))}
    ${button('⤢', modelerText('fit'), () => modeler()?.fit())}
  </div>`;
}
