import { getLanguage } from '../../kit/i18n/language.ts';
import { fillText } from '../../kit/i18n/translator.ts';
import { canvasWords } from './canvas-words.ts';
import { findEventWords } from './event-words.ts';
import { panelWords } from './panel-words.ts';

/** The panel's `collection` (of a repetition) is another than the canvas' (of data): the panel's own words come last. */
const words: ReadonlyMap<string, string> = new Map(Object.entries({ ...canvasWords, ...panelWords }));

/** A word of bpmn-js in Indonesian; undefined when we have none. Capitals make no difference. */
export function findWord(text: string): string | undefined {
  const plain = text.trim().replaceAll(/\s+/g, ' ');
  return words.get(plain.toLowerCase()) ?? findEventWords(plain);
}

/** Words that were asked for and are missing in Indonesian. */
export const missingWords = new Set<string>();

/** What bpmn-js says, in the present language; a word that is missing stays English. */
export function translate(text: string, values: Readonly<Record<string, string>> = {}): string {
  if (getLanguage() === 'en') return fillText(text, values);
  const word = findWord(text);
  if (word === undefined) missingWords.add(text);
  return fillText(word ?? text, values);
}

/** The bpmn-js module that replaces its `translate` service. */
export const translateModule = { translate: ['value', translate] };
