// The error rows of Camunda's REST contract: where each status is to be seen.

/** A row: what happens, on which operations, and the status with the type of the error. */
export type ErrorRow = readonly [what: string, answer: string, operations: readonly string[]];

const scopes = [
  '/process-instance/{id}/variables',
  '/execution/{id}/localVariables',
  '/task/{id}/variables',
  '/task/{id}/localVariables',
];
const definition = '/process-definition';

export const errorRows: readonly ErrorRow[] = [
  [
    'an unknown id is read',
    '404 InvalidRequestException',
    [
      ...[
        'deployment',
        'process-definition',
        'decision-definition',
        'decision-requirements-definition',
        'process-instance',
      ],
      ...[
        'execution',
        'task',
        'job',
        'job-definition',
        'incident',
        'variable-instance',
        'batch',
        'filter',
        'group',
        'tenant',
      ],
      ...['process-instance', 'activity-instance', 'variable-instance', 'detail', 'decision-instance'].map(
        (kind) => `history/${kind}`,
      ),
      ...['job-log', 'external-task-log'].map((kind) => `history/${kind}`),
    ].map((kind) => `GET /${kind}/{id}`),
  ],
  ['an unknown external task is read', '404 RestException', ['GET /external-task/{id}']],
  [
    'no definition has the key',
    '404 RestException',
    [
      `GET ${definition}/key/{key}`,
      `GET ${definition}/key/{key}/xml`,
      `POST ${definition}/key/{key}/start`,
      `GET ${definition}/key/{key}/statistics`,
      `PUT ${definition}/key/{key}/suspended`,
      `GET ${definition}/key/{key}/tenant-id/{tenant-id}`,
    ],
  ],
  [
    'a process cannot be started',
    '500 RestException',
    [`POST ${definition}/{id}/start`, `POST ${definition}/key/{key}/start`],
  ],
  [
    'a start has a value of a wrong type',
    '400 InvalidRequestException',
    [`POST ${definition}/{id}/start`, `POST ${definition}/key/{key}/start`],
  ],
  [
    'a form refuses a value',
    '400 RestException',
    ['POST /task/{id}/submit-form', `POST ${definition}/key/{key}/submit-form`],
  ],
  ['an unknown task is completed', '500 RestException', ['POST /task/{id}/complete', 'POST /task/{id}/submit-form']],
  ["a task of somebody else's is claimed", '500 TaskAlreadyClaimedException', ['POST /task/{id}/claim']],
  [
    'an unknown task is given to somebody',
    '500 NullValueException',
    ['claim', 'assignee', 'delegate'].map((call) => `POST /task/{id}/${call}`),
  ],
  [
    'an error or escalation is thrown from an unknown task',
    '404 RestException',
    ['POST /task/{id}/bpmnError', 'POST /task/{id}/bpmnEscalation'],
  ],
  ['its code is missing', '400 RestException', ['POST /task/{id}/bpmnError', 'POST /task/{id}/bpmnEscalation']],
  ['nobody catches an escalation', '500', ['POST /task/{id}/bpmnEscalation']],
  [
    'an unknown external task is worked on',
    '404 RestException',
    ['complete', 'failure', 'bpmnError', 'extendLock', 'lock', 'unlock'].map(
      (call) => `POST /external-task/{id}/${call}`,
    ),
  ],
  [
    'an external task is locked by another worker',
    '400 RestException',
    ['complete', 'failure', 'bpmnError', 'extendLock', 'lock'].map((call) => `POST /external-task/{id}/${call}`),
  ],
  ['the process cannot go on', '500', ['POST /external-task/{id}/complete']],
  [
    'a variable that is not there is read',
    '404 InvalidRequestException',
    scopes.map((scope) => `GET ${scope}/{varName}`),
  ],
  [
    'a variable gets a value of a wrong type',
    '400 InvalidRequestException',
    scopes.flatMap((scope) => [`PUT ${scope}/{varName}`, `POST ${scope}`]),
  ],
  [
    'variables of an unknown scope',
    '500',
    scopes.flatMap((scope) => [`GET ${scope}`, `POST ${scope}`, `PUT ${scope}/{varName}`, `DELETE ${scope}/{varName}`]),
  ],
  ['nobody or several wait for a message', '400 RestException', ['POST /message']],
  ['a signal has no name', '400 InvalidRequestException', ['POST /signal']],
  ['an execution does not wait for a signal', '500', ['POST /signal']],
  ['an unknown job is run', '404', ['POST /job/{id}/execute']],
  ['a job fails', '500', ['POST /job/{id}/execute']],
  ['an unknown incident is resolved', '404', ['DELETE /incident/{id}']],
  ['an incident of a job is resolved', '400', ['DELETE /incident/{id}']],
  ['a task of a process is deleted', '500 ProcessEngineException', ['DELETE /task/{id}']],
  ['a model has errors', '400 ParseException', ['POST /deployment/create']],
  ['a deployment has no file', '400 InvalidRequestException', ['POST /deployment/create']],
  ['a migration plan is wrong', '400 MigrationPlanValidationException', ['POST /migration/execute']],
];
