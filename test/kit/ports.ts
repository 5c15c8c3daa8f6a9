import { DateTime, Duration } from 'luxon';
import type { TimerDefinition } from '../../server/engine/definition/event-definition.ts';
import { toVariableValue } from '../../server/engine/instance/convert.ts';
import type { EvaluationContext, Ports } from '../../server/engine/ports.ts';
import { evaluateSimple } from './simple-expression.ts';

/** 17 August 2026, 08:00 in Jakarta. */
export const KIT_START = Date.UTC(2026, 7, 17, 1, 0, 0);

/** Ports with a clock that only moves when told and ids that count up. */
export class KitPorts implements Ports {
  now = KIT_START;
  userId: string | null = 'demo';
  #ids = 0;
  readonly #overrides: Partial<Ports>;

  constructor(overrides: Partial<Ports> = {}) {
    this.#overrides = overrides;
  }

  newId(): string {
    if (this.#overrides.newId) return this.#overrides.newId();
    this.#ids += 1;
    return `id-${String(this.#ids).padStart(6, '0')}`;
  }

  evaluate(...[expression, context]: Parameters<Ports['evaluate']>): unknown {
    if (this.#overrides.evaluate) return this.#overrides.evaluate(expression, context);
    return evaluateSimple(expression.language === 'feel' ? `\${${expression.source}}` : expression.source, context);
  }

  runScript(...[script, context]: Parameters<Ports['runScript']>): ReturnType<Ports['runScript']> {
    if (this.#overrides.runScript) return this.#overrides.runScript(script, context);
    return runSimpleScript(script.source, context);
  }

  decide(...[reference, variables, at]: Parameters<Ports['decide']>): ReturnType<Ports['decide']> {
    if (this.#overrides.decide) return this.#overrides.decide(reference, variables, at);
    throw new Error(`The test gives no decision ${reference.key}.`);
  }

  firstDue(...[kind, text, from]: Parameters<Ports['firstDue']>): ReturnType<Ports['firstDue']> {
    return this.#overrides.firstDue
      ? this.#overrides.firstDue(kind, text, from)
      : firstDue(kind, text, from ?? this.now);
  }

  overridingPriority(...[place]: Parameters<Ports['overridingPriority']>): number | null {
    return this.#overrides.overridingPriority?.(place) ?? null;
  }

  nextDue(...[text, dueAt]: Parameters<Ports['nextDue']>): number {
    return this.#overrides.nextDue ? this.#overrides.nextDue(text, dueAt) : after(dueAt, text);
  }

  retryCycle(...[text]: Parameters<Ports['retryCycle']>): ReturnType<Ports['retryCycle']> {
    if (this.#overrides.retryCycle) return this.#overrides.retryCycle(text);
    const cycle = /^R(\d+)\/(P.+)$/.exec(text);
    if (!cycle) return null;
    return { retries: Number(cycle[1]), delay: () => Duration.fromISO(cycle[2] ?? '').toMillis() };
  }
}

/** `throw CODE`, `name = expression`, or an expression whose value is the result. */
function runSimpleScript(source: string, context: EvaluationContext): ReturnType<Ports['runScript']> {
  const thrown = /^throw (\S+)$/.exec(source);
  if (thrown) return { bpmnError: { code: thrown[1] ?? '', message: null } };
  const set = /^(\w+) = (.+)$/.exec(source);
  if (!set) return { value: evaluateSimple(`\${${source}}`, context) };
  const value = evaluateSimple(`\${${set[2]}}`, context);
  context.execution.setVariable(set[1] ?? '', toVariableValue(value));
  return { value };
}

/** A moment later by an ISO duration. */
export function after(moment: number, duration: string): number {
  const plus = Duration.fromISO(duration);
  if (!plus.isValid) throw new Error(`"${duration}" is no ISO 8601 duration like PT5M.`);
  return DateTime.fromMillis(moment, { zone: 'Asia/Jakarta' }).plus(plus).toMillis();
}

function firstDue(kind: TimerDefinition['kind'], text: unknown, now: number): ReturnType<Ports['firstDue']> {
  if (kind === 'cycle') {
    const cycle = /^R(\d*)\/(P.+)$/.exec(String(text));
    if (!cycle) throw new Error(`"${String(text)}" is no cycle like R3/PT10M.`);
    return {
      dueAt: after(now, cycle[2] ?? ''),
      repeat: { text: cycle[2] ?? '', remaining: cycle[1] === '' ? null : Number(cycle[1]) - 1 },
    };
  }
  if (kind === 'duration') return { dueAt: after(now, String(text)), repeat: null };
  const date =
    text instanceof Date ? DateTime.fromJSDate(text) : DateTime.fromISO(String(text), { zone: 'Asia/Jakarta' });
  if (!date.isValid) throw new Error(`"${String(text)}" is no ISO 8601 date.`);
  return { dueAt: date.toMillis(), repeat: null };
}
