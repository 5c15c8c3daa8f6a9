import { inflateSync } from 'node:zlib';

/**
 * The QR code that is drawn in a letter, row by row, `#` for a dark square. Reads the squares out of the page's content
 * (PDF 32000-1, 8.5.2.1: `x y width height re`).
 */
export function readQrSquares(pdf: Buffer): string[] {
  const squares = contentsOf(pdf).flatMap((content) =>
    [...content.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g)].map((match) => match.slice(1).map(Number)),
  );
  const left = Math.min(...squares.map(([x = 0]) => x));
  const top = Math.min(...squares.map(([, y = 0]) => y));
  const rows: string[][] = [];
  for (const [x = 0, y = 0, width = 1, height = 1] of squares)
    (rows[Math.round((y - top) / height)] ??= [])[Math.round((x - left) / width)] = '#';
  return [...rows].map((row) => Array.from(row ?? [], (square) => square ?? ' ').join(''));
}

function contentsOf(pdf: Buffer): string[] {
  const found: string[] = [];
  for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at + 1)) {
    const from = pdf[at + 6] === 13 ? at + 8 : at + 7;
    const to = pdf.indexOf('endstream', from);
    if (to < 0 || pdf.subarray(at - 3, at).toString() === 'end') continue;
    try {
      found.push(inflateSync(pdf.subarray(from, to)).toString('latin1'));
    } catch {
      // A font or picture, which is not deflated text.
    }
  }
  return found;
}
