import { html, type TemplateResult } from 'lit';
import { modelerText } from './i18n/modeler-text.ts';
import { longTime } from './long-time.ts';
import type { ModelDraft } from './model-drafts.ts';

/** Says that a draft is open in place of what is deployed, and lets go of it. */
export function renderDraftNotice(draft: ModelDraft, discard: () => void): TemplateResult {
  return html` <p class="editor__draft" role="status">
    ${modelerText('draftOpened', { date: longTime(draft.at) })}
    <button type="button" class="button button--secondary button--small" @click=${discard}>
      ${modelerText('discard')}
    </button>
  </p>`;
}
