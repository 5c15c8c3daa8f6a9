/** The texts of an uncompressed PDF, one line per piece that is shown, as a reader that copies text would give them. */
export function readPdf(pdf: Uint8Array): { readonly text: string; readonly pages: number } {
  const source = Buffer.from(pdf).toString('latin1');
  const objects = new Map(
    [...source.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
  const follow = (body: string, name: string): string =>
    objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(body)?.[1] ?? '') ?? '';
  const lines: string[] = [];
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  for (const page of pages) {
    const fonts = new Map(
      [...follow(page, 'Resources').matchAll(/\/(F\d+) (\d+) 0 R/g)].map((match) => [
        match[1] ?? '',
        readLetters(follow(objects.get(match[2] ?? '') ?? '', 'ToUnicode')),
      ]),
    );
    let letters: readonly string[] | undefined;
    for (const [all, font, shown] of follow(page, 'Contents').matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (font !== undefined) letters = fonts.get(font);
      else if (all !== '')
        lines.push(
          [...(shown ?? '').matchAll(/<([0-9a-f]*)>/g)].map((part) => decode(part[1] ?? '', letters)).join(''),
        );
    }
  }
  return { text: lines.join('\n'), pages: pages.length };
}

/** Signs that the built-in fonts have where Latin-1 has none, from 0x91 on. */
const WESTERN = '‘’“”•–—';

/** Letters of an embedded font by the number of their shape; undefined for a built-in font. */
function readLetters(map: string): string[] | undefined {
  if (map === '') return undefined;
  const letters: string[] = [];
  for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g))
    [...list.matchAll(/<([0-9a-f ]+)>/g)].forEach(([, codes = ''], index) => {
      letters[Number.parseInt(first, 16) + index] = (codes.match(/[0-9a-f]{4}/g) ?? [])
        .map((code) => String.fromCharCode(Number.parseInt(code, 16)))
        .join('');
    });
  return letters;
}

function decode(hex: string, letters: readonly string[] | undefined): string {
  if (letters === undefined)
    return Buffer.from(hex, 'hex')
      .toString('latin1')
      .replaceAll(/[\u0091-\u0097]/g, (letter) => WESTERN[letter.charCodeAt(0) - 0x91] ?? letter);
  return (hex.match(/.{4}/g) ?? []).map((code) => letters[Number.parseInt(code, 16)] ?? '\ufffd').join('');
}
