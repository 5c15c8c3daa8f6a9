/** An error as the log may hold it. */
export interface SafeError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Where it happened: function names and lines, no values. */
  readonly at: readonly string[];
  readonly cause?: SafeError;
}

const MOST_FRAMES = 12;
const MOST_CAUSES = 3;
const LONGEST_MESSAGE = 300;

/**
 * An error without the data it happened with. Of the database's errors Sequelize keeps the statement with all its
 * values, PostgreSQL's messages quote keys, and messages of expressions quote what they could not compute with: what
 * stands in quotes or brackets after `=`, long numbers and addresses of mail are left out. What is needed to find the
 * place stays: kind, code, frames.
 */
export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) return { type: typeof error, message: safeText(String(error)), at: [] };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined || depth >= MOST_CAUSES ? {} : { cause: safeError(error.cause, depth + 1) };
  return { type: error.name, message: safeText(error.message), ...code, at: framesOf(error), ...cause };
}

/** The text without values that it may quote. */
export function safeText(text: string): string {
  return text
    .slice(0, 4 * LONGEST_MESSAGE)
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|‘[^’]*’/g, '"…"')
    .replaceAll(/=\s*\([^)]*\)/g, '=(…)')
    .replaceAll(/[^\s@]+@[^\s@]+/g, '…@…')
    .replaceAll(/\d(?:[\s.-]?\d){7,}/g, '…')
    .replaceAll(/[\r\n]+/g, ' ')
    .slice(0, LONGEST_MESSAGE);
}

/** The message may stand again at the head of the stack: only lines that name a place are kept. */
function framesOf({ stack }: Error): readonly string[] {
  return (stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .*:\d+:\d+\)?$/.test(line))
    .slice(0, MOST_FRAMES);
}
