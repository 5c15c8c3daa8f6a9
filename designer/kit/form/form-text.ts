import { createTranslator } from '../i18n/translator.ts';
import { en } from './i18n-form-en.ts';
import { id } from './i18n-form-id.ts';

/** Text of forms in the present language. */
export const formText = createTranslator(id, en);
