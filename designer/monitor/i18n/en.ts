import type { id } from './id.ts';

/** Words of the monitor, in English. */
export const en: Readonly<Record<keyof typeof id, string>> = {
  title: 'Monitor', processes: 'Processes', incidents: 'Incidents', instances: 'Running requests',
  noDefinitions: 'No process yet', noDefinitionsText: 'Deploy a process from the designer; its instances are shown here.',
  process: 'Process', version: 'Version', running: 'Running', deployed: 'Deployed', latest: 'latest',
  noIncidents: 'No incidents', noIncidentsText: 'Work that failed and has no tries left appears here.',
  retry: 'Try again', retried: 'The work is tried again.', details: 'Details', activity: 'Activity', message: 'Message', number: 'Number', since: 'Since',
  noInstances: 'Nothing matches', noInstancesText: 'Change the state or the search.', search: 'Search request number', stateRunning: 'Running', stateIncident: 'With incidents', stateEnded: 'Ended',
  started: 'Started', ended: 'Ended', at: 'Now at', more: 'Show more', back: 'Back', history: 'History', variables: 'Process data', name: 'Name', type: 'Type', value: 'Value', scope: 'Scope',
  until: 'Until', by: 'By', canceled: 'cancelled', notFound: 'There is no such page', notFoundText: 'Go back to the list of processes.',
};
