import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { fieldId } from './field-context.ts';
import { formText } from './form-text.ts';

/** An error to show beside the field at its path and in the summary. */
export interface ShownError {
  readonly path: string;
  readonly message: string;
}

/** All errors with links to their fields. It gets the focus when it appears. */
export function renderErrorSummary(errors: readonly ShownError[]): TemplateResult | typeof nothing {
  if (errors.length === 0) return nothing;
  return html` <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-title">
    <h2 id="error-summary-title">${formText('errorTitle')}</h2>
    <ul>
      ${errors.map(
        (error) =>
          html`<li>
            <a
              href="#${fieldId(error.path)}"
              @click=${(event: Event) => {
                focusField(event, fieldId(error.path));
              }}
              >${error.message}</a
            >
          </li>`,
      )}
    </ul>
  </div>`;
}

function focusField(event: Event, id: string): void {
  const control = document.getElementById(id);
  if (control === null) return;
  event.preventDefault();
  control.scrollIntoView({ block: 'center' });
  control.focus({ preventScroll: true });
}
