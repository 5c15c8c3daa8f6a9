import { html, type TemplateResult } from 'lit';

export interface Column {
  readonly text: string;
  /** A number: aligned at its end. */
  readonly number?: boolean;
}

/**
 * A table that becomes a list of cards on a narrow screen, each value beside the name of its column. Roles are given by
 * name, because a browser forgets them when the rows are laid out otherwise.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly unknown[])[]): TemplateResult {
  return html` <div class="table-frame">
    <table class="table" role="table">
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map(({ text, number }) => html`<th role="columnheader" scope="col" class=${number ? 'number' : ''}>${text}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (cells) =>
            html`<tr role="row">
              ${cells.map((cell, index) => html`<td role="cell" class=${columns[index]?.number ? 'number' : ''} data-label=${columns[index]?.text ?? ''} ?data-empty=${cell === ''}><span>${cell}</span></td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
