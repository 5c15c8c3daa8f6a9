import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Correction, FileFact, FormData, ReviewField } from '../../../../server/form/definition.ts';
import type { FieldContext } from '../field-context.ts';

/** What a review inside the form looks at: the reviewed form's schema by key, its answers and files. */
export interface ReviewSource {
  readonly forms: Readonly<Record<string, unknown>>;
  readonly data: FormData;
  readonly files: readonly FileFact[];
}

/** An officer's check of another form. Its element is loaded when a form has one: citizens' forms have none. */
export function renderReviewField(
  field: ReviewField,
  context: FieldContext,
  source: ReviewSource | undefined,
): TemplateResult {
  void import('../review/alur-review.ts');
  return html`<alur-review
    .label=${field.label}
    .hint=${field.description ?? ''}
    .schema=${source?.forms[field.form]}
    .data=${source?.data ?? {}}
    .files=${source?.files ?? []}
    .fileUrl=${context.fileUrl}
    .marks=${context.value}
    .error=${context.error}
    .inputId=${context.id}
    ?disabled=${!context.editable}
    @alur-marks-changed=${(event: CustomEvent<readonly Correction[]>) => {
      context.set(event.detail);
    }}
  ></alur-review>`;
}
