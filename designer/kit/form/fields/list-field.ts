import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ListField } from '../../../../server/form/definition.ts';
import { fieldId } from '../field-context.ts';
import type { FieldContext } from '../field-context.ts';
import { formText } from '../form-text.ts';
import { frameClass, renderBeside, renderError, renderPurpose } from './field-frame.ts';

export interface ListView {
  readonly field: ListField;
  readonly context: FieldContext;
  /** Drawn content of each item; empty for an item of which nothing is to be changed. */
  readonly items: readonly (readonly TemplateResult[])[];
  /** 2 right below the page's own heading, 3 below the heading of a screen. */
  readonly headingLevel: 2 | 3;
  readonly mayChangeItems: boolean;
  readonly add: () => void;
  readonly remove: (index: number) => void;
}

/** A repeating group: numbered items that can be added and removed. */
export function renderList({
  field,
  context,
  items,
  headingLevel,
  mayChangeItems,
  add,
  remove,
}: ListView): TemplateResult {
  const label = itemLabel(field);
  return html` <section class=${frameClass(context)} aria-label=${field.label}>
    ${
      headingLevel === 2
        ? html`<h2 class="list-heading" tabindex="-1" id=${context.id}>${field.label}</h2>`
        : html`<h3 class="list-heading" tabindex="-1" id=${context.id}>${field.label}</h3>`
    }
    ${renderBeside(field, context, formText('itemCount', { count: items.length, limit: field.maxItems }))}
    ${items.map((content, index) =>
      content.length === 0
        ? nothing
        : html` <fieldset class="repeating" tabindex="-1" id=${fieldId(`${context.path}[${String(index)}]`)}>
            <legend>${label} ${index + 1}</legend>
            ${content}
            ${
              mayChangeItems && items.length > field.minItems
                ? html`<button
                    type="button"
                    class="button button--secondary button--small"
                    @click=${() => {
                      remove(index);
                    }}
                  >
                    ${formText('removeItem', { label, number: index + 1 })}
                  </button>`
                : nothing
            }
          </fieldset>`,
    )}
    ${mayChangeItems && items.length < field.maxItems ? html`<button type="button" class="button button--secondary" id="${context.id}-add" @click=${add}>+ ${formText('add', { label })}</button>` : nothing}
    ${renderError(context)}${renderPurpose(field)}
  </section>`;
}

/** "Anggota" of "Anggota (jika kelompok)": what stands in brackets explains the list, not its item. */
function itemLabel(field: ListField): string {
  return field.properties['itemLabel'] ?? field.label.replace(/\s*\(.*\)$/, '');
}
