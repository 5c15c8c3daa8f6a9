import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GatheredLookup } from '../../server/application/gathered-lookup.ts';

describe('a lookup that gathers', () => {
  /** Answers when it is let go, with the ids it was asked for. */
  const held = () => {
    const asked: { readonly ids: readonly string[]; readonly answer: (failure?: Error) => void }[] = [];
    const lookup = new GatheredLookup<string>(
      (ids) =>
        new Promise((resolve, reject) => {
          asked.push({
            ids,
            answer: (failure) =>
              failure
                ? reject(failure)
                : resolve(new Map(ids.filter((id) => id !== 'none').map((id) => [id, `<${id}>`]))),
          });
        }),
    );
    return { asked, lookup };
  };

  it('asks at once, and for all that come meanwhile together', async () => {
    const { asked, lookup } = held();
    const first = lookup.find('a');
    const later = [lookup.find('b'), lookup.find('c'), lookup.find('b'), lookup.find('none'), lookup.find('a')];
    assert.deepEqual(
      asked.map(({ ids }) => ids),
      [['a']],
    );
    asked[0]?.answer();
    assert.equal(await first, '<a>');
    await new Promise((resolve) => setImmediate(resolve));
    // Who comes later gets no answer to an earlier question.
    assert.deepEqual(asked[1]?.ids, ['b', 'c', 'none', 'a']);
    asked[1]?.answer();
    assert.deepEqual(await Promise.all(later), ['<b>', '<c>', '<b>', undefined, '<a>']);
  });

  it('fails those who asked, and answers the next', async () => {
    const { asked, lookup } = held();
    const first = lookup.find('a');
    const failed = assert.rejects(first, /unreachable/);
    const second = lookup.find('a');
    asked[0]?.answer(new Error('unreachable'));
    await failed;
    await new Promise((resolve) => setImmediate(resolve));
    asked[1]?.answer();
    assert.equal(await second, '<a>');
  });
});
