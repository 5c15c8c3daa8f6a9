import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PageScenario } from '../kit/page-scenario.ts';

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

describe('the page for modellers is right about', () => {
  for (const { question, process, steps } of questions)
    it(question, () => {
      assert.ok(steps.length > 1, 'nothing is run');
      const scenario = new PageScenario(process);
      for (const line of steps) scenario.run(line);
    });
  it('at least forty questions', () => assert.ok(questions.length >= 40, `${questions.length}`));
});
