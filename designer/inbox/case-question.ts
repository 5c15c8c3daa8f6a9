import { html, type TemplateResult } from 'lit';
import '../kit/feedback/alur-dialog.ts';
import { inboxText } from './i18n/inbox-text.ts';

/** What an officer is asked before it is done. */
export interface Question {
  readonly what: 'unclaim' | 'complete';
  /** What follows from it, in the words of the task's form. */
  readonly consequences: readonly string[];
}

/** The dialog for a question; closed when there is none. */
export function renderQuestion(
  question: Question | undefined,
  act: Readonly<Record<Question['what'], () => void>>,
  close: () => void,
): TemplateResult {
  const completes = question?.what === 'complete';
  return html` <alur-dialog
    heading=${inboxText(completes ? 'completeTitle' : 'unclaimTitle')}
    ?open=${question !== undefined}
    @alur-close=${close}
  >
    ${completes ? question.consequences.map((text) => html`<p>${text}</p>`) : html`<p>${inboxText('unclaimText')}</p>`}
    <button
      slot="actions"
      type="button"
      class="button button--danger"
      @click=${() => {
        act[question?.what ?? 'unclaim']();
      }}
    >
      ${inboxText(completes ? 'completeConfirmed' : 'unclaim')}
    </button>
    <button slot="actions" type="button" class="button button--secondary" @click=${close}>${inboxText('keep')}</button>
  </alur-dialog>`;
}
