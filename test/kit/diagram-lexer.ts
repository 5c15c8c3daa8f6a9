/** What an event waits for or throws, as the drawing writes it: `@PT5M`, `?message`, `^message`, `!CODE`, `<<`, `*`. */
export interface Sigil {
  readonly mark: '@' | '?' | '^' | '!' | '<<' | '*';
  readonly text: string;
}

/** A node as written: its bracket, the mark behind the bracket, its name. */
export interface DrawnNode {
  readonly bracket: '(' | '[' | '<' | '{';
  readonly mark: string;
  readonly name: string;
  readonly sigil: Sigil | undefined;
}

export type Token =
  | { readonly type: 'node'; readonly node: DrawnNode }
  | { readonly type: 'flow'; readonly condition: string | undefined; readonly isDefault: boolean }
  | { readonly type: 'boundary'; readonly interrupting: boolean; readonly sigil: Sigil };

const CLOSING = { '(': ')', '[': ']', '<': '>', '{': '}' } as const;
const TASK_MARKS = '/=%+?!-#';
const GATEWAY_MARKS = 'x+o';

/** The tokens of one line: `node (arrow node | boundary node)*`. @throws Error that shows the place. */
export function readLine(line: string): Token[] {
  const tokens: Token[] = [];
  let rest = line.trim();
  const fail = (what: string): never => {
    throw new Error(`${what} in the drawing at "${rest}" of "${line.trim()}".`);
  };
  while (rest !== '') {
    const first = rest[0] ?? '';
    if (first in CLOSING) {
      const close = rest.indexOf(CLOSING[first as keyof typeof CLOSING]);
      if (close < 0) fail(`No ${CLOSING[first as keyof typeof CLOSING]}`);
      tokens.push({ type: 'node', node: readNode(first as DrawnNode['bracket'], rest.slice(1, close)) });
      rest = rest.slice(close + 1).trim();
    } else if (first === '@') {
      const open = rest.search(/\s[([{]/);
      if (open < 0) fail('A boundary event needs a node behind it');
      const text = rest.slice(1, open).trim();
      tokens.push({ type: 'boundary', interrupting: !text.startsWith('~'), sigil: readTrigger(text) });
      rest = rest.slice(open).trim();
    } else if (rest.startsWith('->>')) {
      tokens.push({ type: 'flow', condition: undefined, isDefault: true });
      rest = rest.slice(3).trim();
    } else if (rest.startsWith('->')) {
      tokens.push({ type: 'flow', condition: undefined, isDefault: false });
      rest = rest.slice(2).trim();
    } else if (first === '-') {
      const end = rest.indexOf('->', 1);
      if (end < 0) fail('A condition ends with ->');
      tokens.push({ type: 'flow', condition: rest.slice(1, end).trim(), isDefault: false });
      rest = rest.slice(end + 2).trim();
    } else fail('Neither a node nor an arrow');
  }
  return tokens;
}

/**
 * What triggers a boundary event or event sub-process: `PT5M`, `?message`, `!CODE`, `<<`, each with `~` before it when
 * not interrupting.
 */
export function readTrigger(text: string): Sigil {
  const plain = text.replace(/^~/, '');
  if (plain.startsWith('<<')) return { mark: '<<', text: plain.slice(2) };
  const mark = plain[0];
  if (mark === '?' || mark === '!') return { mark, text: plain.slice(1) };
  return { mark: '@', text: plain };
}

function readNode(bracket: DrawnNode['bracket'], inside: string): DrawnNode {
  let text = inside.trim();
  let mark = '';
  const marks = bracket === '[' ? TASK_MARKS : bracket === '<' ? GATEWAY_MARKS : '';
  if (marks.includes(text[0] ?? ' ') && (bracket === '[' || text[1] === ' ' || text.length === 1)) {
    mark = text[0] ?? '';
    text = text.slice(1).trim();
  }
  let sigil: Sigil | undefined;
  const found = bracket === '(' ? /\s(<<|[@?^!*])(.*)$/.exec(` ${text}`) : null;
  if (found) {
    sigil = { mark: found[1] as Sigil['mark'], text: (found[2] ?? '').trim() };
    text = ` ${text}`.slice(0, found.index).trim();
  }
  return { bracket, mark, name: text, sigil };
}
