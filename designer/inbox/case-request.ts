import { html, nothing, type TemplateResult } from 'lit';
import type { InboxCase } from '../../server/contract/api/inbox.ts';
import '../kit/form/answers/alur-answers.ts';
import { inboxText } from './i18n/inbox-text.ts';
import { dateTime } from './remaining-chip.ts';

/** The answers of the request, unless the task's own form shows them for review, and the letters made so far. */
export function renderRequest(
  { form, forms, data, files, documents }: InboxCase,
  fileUrl: (file: { readonly id: string }) => string,
): TemplateResult {
  const hasReview = JSON.stringify(form ?? {}).includes('"type":"review"');
  return html` ${
    hasReview
      ? nothing
      : Object.values(forms).map(
          (schema) =>
            html`<details class="case__section" open>
              <summary>${inboxText('data')}</summary>
              <alur-answers .schema=${schema} .data=${data} .files=${files} .fileUrl=${fileUrl}></alur-answers>
            </details>`,
        )
  }
  ${
    documents.length === 0
      ? nothing
      : html`<section class="card">
          <h3>${inboxText('documents')}</h3>
          <ul>
            ${documents.map((each) => html`<li><a href=${each.url} target="_blank" rel="noopener">${each.title} ${each.number}</a></li>`)}
          </ul>
        </section>`
  }`;
}

/** What happened so far, oldest first. */
export function renderHistory({ history }: InboxCase): TemplateResult {
  const words = {
    started: inboxText('started'),
    completed: inboxText('completedEvent'),
    canceled: inboxText('canceled'),
    claimed: inboxText('claimedEvent'),
  };
  return html` <details class="case__section">
    <summary>${inboxText('history')}</summary>
    <ol class="case__history">
      ${history.map((each) => html`<li><time datetime=${each.at}>${dateTime(each.at)}</time> <strong>${each.activity}</strong> ${words[each.what]}${each.by === null ? nothing : html` · ${each.by}`}</li>`)}
    </ol>
  </details>`;
}
