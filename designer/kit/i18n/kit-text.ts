import { en } from './en.ts';
import { id } from './id.ts';
import { createTranslator } from './translator.ts';

/** Text of the kit in the present language. */
export const kitText = createTranslator(id, en);
