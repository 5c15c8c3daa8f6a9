import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, bpmn, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly severity: string;
}
let server: TestServer;
let analyst: ApiVisitor;
/** A user task that leads nowhere and a gateway without flows: several findings of the model. */
const broken = bpmn('rusak', '<bpmn:startEvent id="a"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="tiada"/>');
const check = async (content: string, resource: string, language: string) =>
  (
    (await analyst.call('POST', '/api/deployment/check', { resource, content }, { 'accept-language': language })) as {
      findings: Finding[];
    }
  ).findings;

before(async () => {
  server = await startTestServer({ demo: true });
  analyst = await ApiVisitor.open(server.url, 'sari');
});
after(() => server.close());

describe('findings', () => {
  it('are told in the language of the request', async () => {
    for (const [content, resource] of [
      [broken, 'rusak.bpmn'],
      ['<x', 'rusak.bpmn'],
      ['<definitions/>', 'rusak.dmn'],
      ['bukan json', 'rusak.form'],
    ] as const) {
      const [indonesian, english] = [await check(content, resource, 'id'), await check(content, resource, 'en')];
      assert.ok(indonesian.length > 0, resource);
      assert.deepEqual(
        indonesian.map((each) => each.code),
        english.map((each) => each.code),
      );
      for (const [index, each] of indonesian.entries()) {
        assert.notEqual(each.message, english[index]?.message, `${each.code} in ${resource}`);
        assert.deepEqual(Object.keys(each).sort(), [
          'code',
          'column',
          'elementId',
          'line',
          'message',
          'resource',
          'severity',
        ]);
      }
    }
  });
  it('come with a refused deployment, in the designer and under /engine-rest', async () => {
    const words = (await check(broken, 'rusak.bpmn', 'id')).map((each) => each.message);
    const refused = String(
      await analyst
        .call('POST', '/api/models', { resource: 'rusak.bpmn', content: broken }, { 'accept-language': 'id' })
        .catch((error: unknown) => error),
    );
    for (const word of words) assert.ok(refused.includes(JSON.stringify(word).slice(1, -1)), word);
    assert.ok(!refused.includes('"text"'), 'both languages stay inside');
    const deploy = (query: string) =>
      server.call('POST', `/engine-rest/deployment/create${query}`, deploymentForm('x', { 'rusak.bpmn': broken }));
    const [first, english] = [
      bodyOf<{ message: string; type: string }>(await deploy('?lang=id'), 400),
      bodyOf<{ message: string }>(await deploy('?lang=en'), 400),
    ];
    assert.equal(first.type, 'ParseException');
    assert.match(first.message, /^ENGINE-09005 Could not parse BPMN process\. Errors: /);
    assert.ok(words.some((word) => first.message.includes(word)));
    assert.notEqual(first.message, english.message);
    // Tools show these texts and match on them: what a browser prefers changes nothing.
    assert.equal(bodyOf<{ message: string }>(await deploy(''), 400).message, english.message);
  });
});
