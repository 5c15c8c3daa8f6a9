import { readName } from './read-boxed.ts';

/** More names than these make reading an expression slow. */
const MOST_NAMES = 300;

/**
 * Names in a DMN file that FEEL reads as one only where they are known (DMN 1.3, 10.3.1.4): "Student's name",
 * "decision 2.1". Names of plain words need no such help.
 */
export function readOddNames(xml: string): readonly string[] {
  const names = new Set<string>();
  for (const [, , text = ''] of xml.matchAll(/\sname=(["'])(.*?)\1/gs)) {
    const name = readName(text.replaceAll('&apos;', "'").replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
    if (name !== null && name !== '' && !/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name)) names.add(name);
    if (names.size >= MOST_NAMES) break;
  }
  return [...names];
}
