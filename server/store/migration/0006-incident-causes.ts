import type { Migration } from './migration.ts';

/** Incidents of called instances have copies in their callers. */
export const incidentCausesMigration: Migration = {
  version: 6,
  name: 'incident causes',
  statements: () => [
    `alter table incident add column cause_incident_id text`,
    `alter table incident add column root_cause_incident_id text`,
    `update incident set cause_incident_id = id, root_cause_incident_id = id`,
    `alter table history_incident add column cause_incident_id text`,
    `alter table history_incident add column root_cause_incident_id text`,
    `update history_incident set cause_incident_id = id, root_cause_incident_id = id`,
  ],
};
