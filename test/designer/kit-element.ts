import axe from 'axe-core';
import type { LightElement } from '../../designer/kit/element/light-element.ts';

/** The style sheet of all bundled elements: sizes and contrasts are those of production. */
const styles = document.createElement('link');
styles.rel = 'stylesheet';
styles.href = '/.cache/browser-tests/style.css';
await new Promise((resolve, reject) => {
  styles.addEventListener('load', resolve);
  styles.addEventListener('error', reject);
  document.head.append(styles);
});

/** Puts an element with these properties on the page and waits until it is drawn. */
export async function mount<T extends LightElement | HTMLElement>(
  tag: string,
  properties: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const element = document.createElement(tag) as T;
  Object.assign(element, properties);
  document.body.append(element);
  await settle(element);
  return element;
}

/** Waits for the element's and its children's next drawing. */
export async function settle(element: Element): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await (element as Partial<LightElement>).updateComplete;
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  }
}

/** Types into a control as a person does. */
export function type(control: Element | null, text: string): void {
  if (
    !(
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    )
  )
    throw new Error('There is no control to type into.');
  control.value = text;
  control.dispatchEvent(new Event('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Accessibility findings of WCAG 2.2 A and AA, in words. */
export async function findAccessibilityProblems(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}`));
}

/** Files of tests run side by side in one browser, whose storage they share: each empties only what it has written. */
const written = new Set<string>();
const write = Storage.prototype.setItem;
Storage.prototype.setItem = function setItem(this: Storage, name: string, value: string): void {
  if (this === localStorage) written.add(name);
  write.call(this, name, value);
};

/** Empties the page between tests. */
export function clearPage(): void {
  document.body.replaceChildren();
  for (const name of written) localStorage.removeItem(name);
  written.clear();
}
