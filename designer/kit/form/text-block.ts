import { html } from 'lit';
import type { TemplateResult } from 'lit';

/**
 * Shows the text component of a form. Of its Markdown we understand headings, lists, **bold** and [links](https://…);
 * everything else stays plain text, so a form cannot bring in markup. A warning stands out.
 */
export function renderTextBlock(source: string, warning = false): TemplateResult {
  const blocks = source
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}|\n(?=#{1,6} )/)
    .map((block) => block.trim())
    .filter((block) => block !== '');
  return html`<div class="text-block ${warning ? 'notice notice--warning' : ''}">${blocks.map(renderBlock)}</div>`;
}

function renderBlock(block: string): TemplateResult {
  const heading = /^(#{1,6}) +(.+)$/s.exec(block);
  if (heading !== null)
    return (heading[1] ?? '').length < 3
      ? html`<h2>${renderInline(heading[2] ?? '')}</h2>`
      : html`<h3>${renderInline(heading[2] ?? '')}</h3>`;
  const lines = block.split('\n');
  if (lines.every((line) => /^\s*[-*] +/.test(line)))
    return html`<ul>
      ${lines.map((line) => html`<li>${renderInline(line.replace(/^\s*[-*] +/, ''))}</li>`)}
    </ul>`;
  if (lines.every((line) => /^\s*\d+[.)] +/.test(line)))
    return html`<ol>
      ${lines.map((line) => html`<li>${renderInline(line.replace(/^\s*\d+[.)] +/, ''))}</li>`)}
    </ol>`;
  return html`<p>${renderInline(block)}</p>`;
}

function renderInline(text: string): (string | TemplateResult)[] {
  return text.split(/(\*\*[^*]+\*\*|\[[^\]]+\]\((?:https?:\/\/|\/)[^\s)]+\))/).map((part) => {
    if (part.startsWith('**') && part.endsWith('**') && part.length > 4)
      return html`<strong>${part.slice(2, -2)}</strong>`;
    const link = /^\[([^\]]+)\]\(([^\s)]+)\)$/.exec(part);
    return link === null ? part : html`<a href=${link[2] ?? ''}>${link[1]}</a>`;
  });
}
