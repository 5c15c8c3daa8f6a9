import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { draw } from '../kit/diagram.ts';
import { Scenario } from '../kit/scenario.ts';

/** The page for modellers: each question is a heading, a drawn process and what happens in it line by line. */
const page = readFileSync(join(import.meta.dirname, '../../server/docs/semantics.md'), 'utf8');
const questions = page
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    question: section.split('\n')[0] ?? '',
    process: block(section, 'process'),
    steps: block(section, 'run').split('\n').filter(Boolean),
  }));

function block(section: string, name: string): string {
  return new RegExp(`\`\`\`${name}\n([\\s\\S]*?)\`\`\``).exec(section)?.[1] ?? '';
}

/** Tasks and events where something waits; `nothing` when only a join does. */
function placesOf(outcome: string): readonly string[] {
  return outcome === 'nothing' ? [] : outcome.split(' ');
}

/** `complete task v=2: a b` does something and tells where the process is then; `refuses …: text` that it cannot. */
function run(scenario: Scenario | undefined, process: string, line: string): Scenario {
  const [, refused, what = '', argument = '', variables = '', outcome = ''] =
    /^(refuses )?(\w+) ?((?!\w+=)[\w.]*) ?((?:\w+=\d+ ?)*): (.*)$/.exec(line) ?? [];
  const given = Object.fromEntries(
    variables
      .trim()
      .split(' ')
      .filter(Boolean)
      .map((each) => [each.split('=')[0] ?? '', Number(each.split('=')[1])]),
  );
  if (what === 'start') return Scenario.start(draw(process), { variables: given }).isAt(...placesOf(outcome));
  assert.ok(scenario, `${line} comes before the start`);
  const act = (on: Scenario): Scenario => {
    switch (what) {
      case 'complete':
        return on.complete(argument, given);
      case 'message':
        return on.correlate(argument, given);
      case 'time':
        return on.passTime(argument);
      default:
        throw new Error(`The page says "${line}", which is not understood.`);
    }
  };
  return refused ? scenario.refuses(act, new RegExp(outcome)) : act(scenario).isAt(...placesOf(outcome));
}

describe('the page for modellers is right about', () => {
  for (const { question, process, steps } of questions)
    it(question, () => {
      assert.ok(steps.length > 1, 'nothing is run');
      let scenario: Scenario | undefined;
      for (const line of steps) scenario = run(scenario, process, line);
    });
  it('at least nine questions', () => assert.ok(questions.length >= 9));
});
