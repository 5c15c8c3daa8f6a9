import { createTranslator } from '../../kit/i18n/translator.ts';
import { en } from './en.ts';
import { id } from './id.ts';

/** Text of the designer in the present language. */
export const modelerText = createTranslator(id, en);
