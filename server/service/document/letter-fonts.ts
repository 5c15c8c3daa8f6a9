import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** TrueType fonts that letters are set in. */
export interface LetterFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

/** Tinos: as wide as Times New Roman, which official letters are written in; under the SIL Open Font License. */
const PACKAGE = '@expo-google-fonts/tinos';
let found: LetterFonts | null | undefined;

/** The fonts, read once; null when their package is not installed: letters are then set in the PDF's built-in Times. */
export function findLetterFonts(): LetterFonts | null {
  if (found === undefined) found = readLetterFonts();
  return found;
}

function readLetterFonts(): LetterFonts | null {
  const { resolve } = createRequire(import.meta.url);
  const read = (file: string): Uint8Array => readFileSync(resolve(`${PACKAGE}/${file}`));
  try {
    return { regular: read('400Regular/Tinos_400Regular.ttf'), bold: read('700Bold/Tinos_700Bold.ttf') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
