import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createTextChecks } from '../../server/application/evaluation/text-checks.ts';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { parseDmn } from '../../server/decision/parse-dmn.ts';
import { FileReader } from '../../server/parsing/file-reader.ts';
import { between, bpmnFile } from '../kit/xml-model.ts';
import { nastyBpmn, nastyDmn } from './kit/nasty-files.ts';

/** S18 and promise 6 of the threat list: nobody's file stops the event loop longer. */
const MOST_LAG_MS = 250;
const functions = new Map([['working_days', true]]);

/**
 * How long the event loop stood still at most while something ran. Of three times the best counts: on a busy machine
 * the loop also stands still because something else has the processor.
 */
async function longestBlock(run: () => Promise<unknown>): Promise<number> {
  const blocks: number[] = [];
  while (blocks.length < 3 && !(Math.min(...blocks) < MOST_LAG_MS)) blocks.push(await blockOf(run));
  return Math.min(...blocks);
}

async function blockOf(run: () => Promise<unknown>): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  let [last, longest] = [performance.now(), 0];
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(look, 5);
  await run();
  look();
  clearInterval(timer);
  return longest;
}

describe('a file that is made to cost much', { timeout: 300_000 }, () => {
  const reader = new FileReader({ functions });
  after(() => reader.close());
  const small = bpmnFile(between('<bpmn:userTask id="it"/>'));

  for (const [what, xml] of Object.entries(nastyBpmn))
    it(`does not hold up the server: ${what} (${(xml.length / 1e6).toFixed(1)} MB)`, async (test) => {
      const started = performance.now();
      const lag = await longestBlock(async () => {
        const { models, findings } = await reader.readBpmn(xml, 'nasty.bpmn');
        assert.ok(models.length === 1 || findings.some(({ severity }) => severity === 'error'));
      });
      test.diagnostic(`${Math.round(performance.now() - started)} ms, event loop held ${Math.round(lag)} ms`);
      assert.ok(lag < MOST_LAG_MS, `${Math.round(lag)} ms`);
    });

  for (const [what, xml] of Object.entries(nastyDmn))
    it(`does not hold up the server: DMN with ${what} (${(xml.length / 1e6).toFixed(1)} MB)`, async (test) => {
      const lag = await longestBlock(async () => {
        const { model, findings } = await reader.readDmn(xml);
        assert.ok(model !== undefined || findings.some(({ severity }) => severity === 'error'));
      });
      test.diagnostic(`event loop held ${Math.round(lag)} ms`);
      assert.ok(lag < MOST_LAG_MS, `${Math.round(lag)} ms`);
    });

  it('is given up after the time limit, and the next file is read by a new thread', async () => {
    const hasty = new FileReader({ functions, timeLimit: 1 });
    const slow = nastyBpmn['thousands of long expressions'] ?? '';
    const { models, findings } = await hasty.readBpmn(slow, 'slow.bpmn');
    assert.deepEqual(models, []);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['BPMN-016'],
    );
    assert.match(findings[0]?.message ?? '', /longer than 1 ms.*smaller or simpler/);
    await assert.rejects(hasty.compileBpmn(slow, 'slow.bpmn'), /longer than 1 ms/);
    const dmn = await hasty.readDmn(nastyDmn['thousands of wrong rules'] ?? '');
    assert.deepEqual(
      dmn.findings.map(({ code }) => code),
      ['DMN-016'],
    );
    assert.equal((await hasty.readBpmn(small, 'small.bpmn')).models.length, 1);
    await hasty.close();
  });

  it('small or large gives the same answer, whichever thread has read it', async () => {
    const expression = (inside: string) =>
      bpmnFile(between(`<bpmn:serviceTask id="it" camunda:expression="\${${inside}}"/>`));
    for (const xml of [small, expression('working_days(a, 1)'), expression('unknown_function(1)'), '<a/>', 'no xml']) {
      const large = `${xml}${' '.repeat(70_000)}`;
      const here = await parseBpmn(large, 'model.bpmn', createTextChecks(functions));
      assert.deepEqual(await reader.readBpmn(large, 'model.bpmn'), here);
      assert.deepEqual(
        await reader.readBpmn(xml, 'model.bpmn'),
        await parseBpmn(xml, 'model.bpmn', createTextChecks(functions)),
      );
      if (here.models.length > 0) assert.deepEqual(await reader.compileBpmn(large, 'model.bpmn'), here.models);
    }
    const rules = nastyDmn['thousands of rules'] ?? '';
    const here = await parseDmn(rules);
    assert.ok(here.model);
    assert.deepEqual(await reader.readDmn(rules), here);
    assert.deepEqual(await reader.compileDmn(rules), here);
  });

  it('is refused when the server shuts down', async () => {
    const closing = new FileReader({ functions });
    await closing.close();
    const { findings } = await closing.readBpmn(nastyBpmn['thousands of tasks in a row'] ?? '', 'late.bpmn');
    assert.match(findings[0]?.message ?? '', /shutting down/);
  });
});
