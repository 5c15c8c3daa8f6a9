import type { JournalLine, Operation, Outcome } from '../kit/journal.ts';

/** All attempts of one command. */
export interface SentCommand {
  readonly op: Operation;
  readonly key: string;
  readonly bk: string | null;
  readonly objId: string | null;
  readonly value: string | null;
  /** `ok` when an attempt was, else `info` when nobody knows of one, else `fail`. */
  readonly outcome: Outcome;
}

export function commandsOf(lines: readonly JournalLine[]): SentCommand[] {
  const commands = new Map<string, SentCommand>();
  const rank: Record<Outcome, number> = { ok: 2, info: 1, fail: 0 };
  for (const { op, key, bk, objId, value, outcome } of lines) {
    if (op === 'fetch') continue;
    const id = `${op} ${key}`;
    const known = commands.get(id);
    const better = known && rank[known.outcome] >= rank[outcome] ? known.outcome : outcome;
    commands.set(id, { op, key, bk, objId, value, outcome: better });
  }
  return [...commands.values()];
}

/**
 * The three rules for one kind of command. `I1` every acknowledged command has its effect, `I2` none has two, `I3` no
 * effect is there that nobody asked for, or that was refused.
 *
 * @param nameOf what a command and its effect have in common.
 */
export function checkEffects(
  what: string,
  commands: readonly SentCommand[],
  effects: readonly string[],
  nameOf: (command: SentCommand) => string,
): string[] {
  const problems: string[] = [];
  const counts = new Map<string, number>();
  for (const name of effects) counts.set(name, (counts.get(name) ?? 0) + 1);
  const acknowledged = new Set<string>();
  const possible = new Set<string>();
  for (const command of commands) {
    const name = nameOf(command);
    if (command.outcome !== 'fail') possible.add(name);
    if (command.outcome !== 'ok') continue;
    if (acknowledged.has(name)) problems.push(`I2 ${what} ${name} was acknowledged twice`);
    acknowledged.add(name);
  }
  for (const name of acknowledged)
    if (!counts.has(name)) problems.push(`I1 ${what} ${name} was acknowledged and is lost`);
  for (const [name, count] of counts) {
    if (count > 1) problems.push(`I2 ${what} ${name} was applied ${count} times`);
    if (!possible.has(name)) problems.push(`I3 ${what} ${name} is there, but nobody had it done`);
  }
  return problems;
}
