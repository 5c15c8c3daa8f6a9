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
});
