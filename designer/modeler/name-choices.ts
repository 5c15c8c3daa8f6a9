import type { ModelNames } from '../../server/contract/api/model.ts';
import type { ApiClient } from '../kit/client/api-client.ts';

/** Entries of the properties panel in which a name is typed, and what it may name. */
const places: Readonly<Record<string, keyof ModelNames>> = {
  formRef: 'forms',
  decisionRef: 'decisions',
  calledElement: 'processes',
  candidateGroups: 'groups',
  candidateStarterGroups: 'groups',
};
/** Entries that take several names with commas between. */
const several: ReadonlySet<string> = new Set(['candidateGroups', 'candidateStarterGroups']);

/**
 * Offers names that exist where the properties panel asks for one. The panel's fields stay fields for text: a name that
 * is not there yet, or an expression, can be typed all the same.
 */
export class NameChoices {
  readonly #panel: HTMLElement;
  readonly #observer: MutationObserver;
  readonly #lists = new Map<string, HTMLDataListElement>();
  #names: ModelNames = { forms: [], decisions: [], groups: [], processes: [] };

  constructor(panel: HTMLElement) {
    this.#panel = panel;
    this.#observer = new MutationObserver(() => this.#attach());
    this.#observer.observe(panel, { childList: true, subtree: true });
  }

  offer(names: ModelNames): void {
    this.#names = names;
    this.#attach();
  }

  close(): void {
    this.#observer.disconnect();
    for (const list of this.#lists.values()) list.remove();
  }

  /** The panel draws its entries anew for every element; fields that are new get their list. */
  #attach(): void {
    for (const entry of Object.keys(places)) {
      const input = this.#panel.querySelector<HTMLInputElement>(`[data-entry-id="${entry}"] input`);
      if (!input || input.hasAttribute('list')) continue;
      input.setAttribute('list', this.#listOf(entry).id);
      input.autocomplete = 'off';
      for (const event of ['focus', 'input']) input.addEventListener(event, () => this.#fill(entry, input.value));
    }
  }

  #listOf(entry: string): HTMLDataListElement {
    let list = this.#lists.get(entry);
    if (!list) {
      list = document.createElement('datalist');
      list.id = `alur-names-${entry}`;
      // Not in the panel: what is drawn there is not ours, and its changes are watched.
      document.body.append(list);
      this.#lists.set(entry, list);
    }
    return list;
  }

  /**
   * A choice takes the place of the whole text, and browsers show those that hold what is typed: where several names
   * stand, all up to the last one is kept as it is.
   */
  #fill(entry: string, text: string): void {
    const kept = several.has(entry) ? (/^(?:[^,]*,)*\s*/.exec(text)?.[0] ?? '') : '';
    const taken = new Set(kept.split(',').map((name) => name.trim()));
    const place = places[entry];
    const names = place === undefined ? [] : this.#names[place].filter((name) => !taken.has(name));
    this.#listOf(entry).replaceChildren(
      ...names.map((name) => {
        const option = document.createElement('option');
        option.value = kept + name;
        return option;
      }),
    );
  }
}

/** Asks the server for names and offers them. They are a help: without them everything can be typed. */
export async function offerNames(client: ApiClient, modeler: { offerNames(names: ModelNames): void }): Promise<void> {
  const names = await client.call('listModelNames', {}).catch(() => undefined);
  if (names) modeler.offerNames(names);
}
