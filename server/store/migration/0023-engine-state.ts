import type { Migration } from './migration.ts';

/**
 * A job may bring a signal to a subscription. The place of a sequential ad-hoc sub-process, which was a variable that
 * every list showed, is a column of its activity instance.
 */
export const engineStateMigration: Migration = {
  version: 23,
  name: 'engine state',
  statements: () => [
    `alter table job add column subscription_id text`,
    `alter table activity_instance add column position bigint`,
    `update activity_instance set position = (select cast(v.value as bigint) from variable v where v.scope_id = activity_instance.id and v.name = 'adHocPosition')
      where exists (select 1 from variable v where v.scope_id = activity_instance.id and v.name = 'adHocPosition' and v.type = 'Integer')`,
    `delete from variable where name = 'adHocPosition' and exists (select 1 from activity_instance a where a.id = variable.scope_id and a.position is not null)`,
  ],
};
