import assert from 'node:assert/strict';
import { it } from 'node:test';
import { GroupWrite } from '../../server/store/projection/combine.ts';
import { forEachDatabase } from '../kit/database.ts';

const activity = (id: string) => ({
  id,
  process_instance_id: 'instance',
  parent_id: null,
  activity_id: 'work',
  state: 'active',
  activity_order: 0,
  started_at: 1,
  arrived_by: null,
  called_instance_id: null,
});

forEachDatabase('the writes of a group', (test) => {
  it('keep a column that the first row of its table does not have', async () => {
    const group = new GroupWrite();
    group.add({ op: 'insert', table: 'activity_instance', row: activity('without') });
    group.add({ op: 'insert', table: 'activity_instance', row: { ...activity('with'), position: 2 } });
    group.add({ op: 'insert', table: 'activity_instance', row: activity('later') });
    group.add({ op: 'update', table: 'activity_instance', key: { id: 'later' }, set: { position: 3 } });
    await test.database.write(group.writes());
    assert.deepEqual(await test.database.query('select id, position from activity_instance order by id'), [
      { id: 'later', position: 3 },
      { id: 'with', position: 2 },
      { id: 'without', position: null },
    ]);
  });

  it('take variables of what the group made for new, and replace those of what was there', async () => {
    const variable = (scope: string, value: string) => ({
      id: `${scope}:a`,
      scope_id: scope,
      name: 'a',
      process_instance_id: 'instance',
      type: 'String',
      value,
      info: null,
    });
    const before = new GroupWrite();
    before.add({ op: 'insert', table: 'activity_instance', row: activity('old') });
    before.add({ op: 'insert', table: 'variable', row: variable('old', 'first') });
    await test.database.write(before.writes());
    const group = new GroupWrite();
    group.add({ op: 'insert', table: 'activity_instance', row: activity('new') });
    group.add({ op: 'insert', table: 'variable', row: variable('new', 'x') });
    group.add({ op: 'insert', table: 'variable', row: variable('new', 'y') });
    group.add({ op: 'insert', table: 'variable', row: variable('old', 'second') });
    await test.database.write(group.writes());
    assert.deepEqual(await test.database.query('select id, value from variable order by id'), [
      { id: 'new:a', value: 'y' },
      { id: 'old:a', value: 'second' },
    ]);
  });

  it('do not look for rows of what the group made and ended itself, but for those of what was there', () => {
    const group = new GroupWrite();
    group.add({ op: 'insert', table: 'activity_instance', row: activity('brief') });
    for (const id of ['brief', 'old']) {
      group.add({ op: 'delete', table: 'activity_instance', column: 'id', value: id });
      group.add({ op: 'delete', table: 'variable', column: 'scope_id', value: id });
    }
    const deletes = group.writes().flatMap((write) => (write.op === 'delete' ? [[write.table, write.values]] : []));
    assert.deepEqual(deletes, [
      ['activity_instance', ['old']],
      ['variable', ['old']],
    ]);
  });

  it('remove the rows of what is made again under its old id', async () => {
    const before = new GroupWrite();
    before.add({ op: 'insert', table: 'activity_instance', row: activity('moved') });
    await test.database.write(before.writes());
    const group = new GroupWrite();
    group.add({ op: 'delete', table: 'activity_instance', column: 'id', value: 'moved' });
    group.add({ op: 'insert', table: 'activity_instance', row: activity('moved') });
    group.add({ op: 'delete', table: 'variable', column: 'scope_id', value: 'moved' });
    assert.ok(group.writes().some((write) => write.op === 'delete' && write.table === 'variable'));
    await test.database.write(group.writes());
  });

  it('replace the history of a variable whose scope is opened again', async () => {
    const past = (value: string, createdAt: number) => ({
      id: 'again:a',
      scope_id: 'again',
      name: 'a',
      process_instance_id: 'instance',
      type: 'String',
      value,
      info: null,
      definition_id: null,
      definition_key: null,
      tenant_id: null,
      state: 'CREATED',
      created_at: createdAt,
      updated_at: createdAt,
    });
    for (const [value, at] of [
      ['first', 1],
      ['second', 2],
    ] as const) {
      const group = new GroupWrite();
      group.add({ op: 'insert', table: 'activity_instance', row: { ...activity('again'), started_at: at } });
      group.add({ op: 'insert', table: 'history_variable', row: past(value, at) });
      group.add({ op: 'delete', table: 'activity_instance', column: 'id', value: 'again' });
      await test.database.write(group.writes());
    }
    assert.deepEqual(await test.database.query('select value, created_at, updated_at from history_variable'), [
      { value: 'second', created_at: 1, updated_at: 2 },
    ]);
  });
});
