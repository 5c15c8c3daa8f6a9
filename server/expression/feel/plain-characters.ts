/** Characters that are written with a sign in front of them in a text. */
const escapes: ReadonlyMap<number, string> = new Map([
  [9, String.raw`\t`],
  [10, String.raw`\n`],
  [13, String.raw`\r`],
  [34, String.raw`\"`],
  [92, '\\\\'],
]);

/** `\u000A` has four digits (10.3.1.2), of which feelin takes more if more stand there. */
export function withPlainCharacters(text: string): string {
  // A run of them may be the two halves of one character.
  return text.replaceAll(/((?:\\u[\da-fA-F]{4})+)(?=[\da-fA-F])|\\./gs, (found, run: string | undefined) =>
    run === undefined
      ? found
      : run.replaceAll(/\\u(.{4})/g, (one, digits: string) => {
          const code = Number.parseInt(digits, 16);
          return escapes.get(code) ?? (code >= 32 ? String.fromCharCode(code) : one);
        }),
  );
}
