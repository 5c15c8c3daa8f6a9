import { getLanguage } from './language.ts';

export type Texts = Readonly<Record<string, string>>;
export type TextValues = Readonly<Record<string, string | number>>;

/**
 * Gives the function that looks up a text in the present language. Both tables have the same keys, so a missing text is
 * a compile error. `{name}` in a text is replaced by the value of that name.
 *
 * An app keeps its own `i18n/id.ts` and `i18n/en.ts` and calls this once: `export const t = createTranslator(id, en);`
 */
export function createTranslator<const T extends Texts>(
  id: T,
  en: Readonly<Record<keyof T, string>>,
): (key: keyof T & string, values?: TextValues) => string {
  return (key, values) => fillText((getLanguage() === 'en' ? en : id)[key] ?? key, values);
}

/** Replaces `{name}` by the value of that name; an unknown name stays as it is. */
export function fillText(text: string, values: TextValues = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
