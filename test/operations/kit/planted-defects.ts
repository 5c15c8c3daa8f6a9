import type { Row } from '../../../server/application/ports/database.ts';

type TableRow = readonly [table: string, row: Row];

/** Rows that make one defect, and the id under which it must be found. Their ids begin with `planted`. */
export interface PlantedDefect {
  readonly name: string;
  readonly rows: readonly TableRow[];
  readonly id: string;
  /** Rows that are then taken away. */
  readonly without?: readonly (readonly [table: string, id: string])[];
}

const definition: Row = {
  id: 'd:1',
  key: 'd',
  version: 1,
  resource_name: 'd.bpmn',
  deployment_id: 'dep',
  suspended: 0,
  startable_in_tasklist: 1,
};

/** One instance that waits at a user task, with history, as the engine leaves it. */
export function soundInstance(id: string, at: number): TableRow[] {
  return [
    ['deployment', { id: 'dep', name: 'd', deployed_at: at }],
    ['resource', { id: 'res', deployment_id: 'dep', name: 'd.bpmn', content: '<definitions/>' }],
    ['process_definition', definition],
    ...runningInstance(id, at),
    ['task', task(`${id}-task`, id, `${id}-activity`, at)],
    ['task_candidate', { task_id: `${id}-task`, kind: 'group', name: 'g', assigned: 0, created_at: at }],
    ['variable', variable(`${id}:x`, id, id)],
  ];
}

function runningInstance(id: string, at: number, { activityType = 'userTask' } = {}): TableRow[] {
  return [
    ['process_instance', instance(id, at)],
    ['activity_instance', activity(id, id, null, 0)],
    ['activity_instance', activity(`${id}-activity`, id, id, 1)],
    ['history_process_instance', history(id, at, null)],
    [
      'history_activity_instance',
      {
        id: `${id}-activity`,
        process_instance_id: id,
        activity_id: 'a',
        activity_type: activityType,
        definition_id: 'd:1',
        definition_key: 'd',
        started_at: at,
        started: 1,
      },
    ],
  ];
}

function instance(id: string, at: number): Row {
  return {
    id,
    definition_id: 'd:1',
    definition_key: 'd',
    suspended: 0,
    started_at: at,
    root_process_instance_id: id,
    next_order: 2,
    revision: 1,
  };
}

function activity(id: string, instanceId: string, parent: string | null, order: number): Row {
  return {
    id,
    process_instance_id: instanceId,
    parent_id: parent,
    activity_id: 'a',
    state: 'active',
    activity_order: order,
    started_at: 1,
  };
}

function history(id: string, at: number, endedAt: number | null): Row {
  return {
    id,
    definition_id: 'd:1',
    definition_key: 'd',
    state: endedAt === null ? 'ACTIVE' : 'COMPLETED',
    started_at: at,
    ended_at: endedAt,
    root_process_instance_id: id,
  };
}

function task(id: string, instanceId: string | null, activityInstanceId: string | null, at: number): Row {
  return {
    id,
    process_instance_id: instanceId,
    activity_instance_id: activityInstanceId,
    candidate_users: '[]',
    candidate_groups: '[]',
    priority: 50,
    created_at: at,
  };
}

function variable(id: string, scope: string, instanceId: string | null): Row {
  return { id, scope_id: scope, name: id.split(':')[1] ?? id, process_instance_id: instanceId, type: 'null' };
}

function ofActivity(id: string, instanceId: string, activityInstanceId: string): Row {
  return {
    id,
    process_instance_id: instanceId,
    activity_instance_id: activityInstanceId,
    activity_id: 'a',
    created_at: 1,
  };
}

function externalTask(id: string, instanceId: string, activityInstanceId: string, more: Row = {}): Row {
  const of = { definition_id: 'd:1', definition_key: 'd', topic: 't', priority: 0 };
  return { ...ofActivity(id, instanceId, activityInstanceId), ...of, ...more };
}

function job(id: string, instanceId: string, activityInstanceId: string, more: Row = {}): Row {
  const of = { definition_id: 'd:1', definition_key: 'd', kind: 'timer', due_given: 1, retries: 3, priority: 0 };
  return { ...ofActivity(id, instanceId, activityInstanceId), ...of, exclusive: 1, due_at: 9_000_000_000_000, ...more };
}

function subscription(id: string, instanceId: string, activityInstanceId: string): Row {
  return { ...ofActivity(id, instanceId, activityInstanceId), kind: 'message', name: 'm' };
}

function incident(id: string, instanceId: string, activityInstanceId: string, more: Row = {}): Row {
  return {
    ...ofActivity(id, instanceId, activityInstanceId),
    failed_activity_id: 'a',
    definition_id: 'd:1',
    kind: 'custom',
    configuration: 'c',
    cause_incident_id: id,
    ...more,
  };
}

function message(id: string, more: Row): Row {
  return { id, target_id: 'planted-hook', kind: 'ping', payload: '{}', created_at: 1, attempts: 1, ...more };
}

const webhook: TableRow = [
  'webhook',
  { id: 'planted-hook', name: 'h', url: 'https://h', kinds: '[]', secret: 's', enabled: 1, created_at: 1 },
];

/** One case for each defect that the server knows; the instance `sound` is there already. */
export function plantedDefects(now: number): readonly PlantedDefect[] {
  const early = now - 3_600_000;
  const one = (name: string, table: string, row: Row): PlantedDefect => ({
    name,
    rows: [[table, row]],
    id: String(row['id']),
  });
  const p = 'planted';
  return [
    one('activity-instance-without-instance', 'activity_instance', activity(p, 'gone', null, 0)),
    one('task-without-instance', 'task', task(p, 'gone', 'gone', now)),
    one('external-task-without-instance', 'external_task', externalTask(p, 'gone', 'gone')),
    one('job-without-instance', 'job', job(p, 'gone', 'gone')),
    one('subscription-without-instance', 'subscription', subscription(p, 'gone', 'gone')),
    one('incident-without-instance', 'incident', incident(p, 'gone', 'gone')),
    one('variable-without-instance', 'variable', variable('planted:y', 'sound', 'gone')),
    one('compensation-without-instance', 'compensation', {
      id: p,
      process_instance_id: 'gone',
      activity_id: 'a',
      scope_id: 's',
      activity_order: 1,
      variables: '[]',
    }),
    one('task-without-activity', 'task', task(p, 'sound', 'gone', now)),
    one('external-task-without-activity', 'external_task', externalTask(p, 'sound', 'gone')),
    one('job-without-activity', 'job', job(p, 'sound', 'gone')),
    one('subscription-without-activity', 'subscription', subscription(p, 'sound', 'gone')),
    one('incident-without-activity', 'incident', incident(p, 'sound', 'gone')),
    one('activity-without-parent', 'activity_instance', activity(p, 'sound', 'gone', 7)),
    { name: 'instance-without-root', rows: runningInstance(p, now), without: [['activity_instance', p]], id: p },
    {
      name: 'instance-without-definition',
      rows: [['process_instance', { ...instance(p, now), definition_id: 'x' }]],
      id: p,
    },
    one('definition-without-resource', 'process_definition', { ...definition, id: p, key: p, resource_name: 'x.bpmn' }),
    {
      name: 'ended-instance-still-runs',
      rows: [
        ['process_instance', instance(p, now)],
        ['history_process_instance', history(p, now, now)],
      ],
      id: p,
    },
    one('running-instance-is-gone', 'history_process_instance', history(p, now, null)),
    one('called-instance-without-caller', 'process_instance', {
      ...instance(p, now),
      super_process_instance_id: 'gone',
    }),
    one('variable-without-scope', 'variable', variable('planted:z', 'gone', 'sound')),
    {
      name: 'candidate-without-task',
      rows: [['task_candidate', { task_id: p, kind: 'group', name: 'g', assigned: 0, created_at: now }]],
      id: p,
    },
    one('incident-without-cause', 'incident', incident(p, 'sound', 'sound-activity', { kind: 'failedJob' })),
    {
      name: 'request-without-instance',
      rows: [
        [
          'request',
          {
            number: p,
            draft_id: p,
            service_key: 's',
            deployment_id: 'dep',
            form_key: 'f',
            process_instance_id: 'gone',
            applicant_name: 'n',
            submitted_at: 1,
          },
        ],
      ],
      id: p,
    },
    one('batch-job-without-batch', 'batch_job', {
      id: p,
      batch_id: 'gone',
      item: '{}',
      created_at: 1,
      due_at: 1,
      retries: 3,
    }),
    one('message-without-webhook', 'outbox_message', message(p, { target_id: 'gone', state: 'delivered' })),
    { name: 'instance-waits-for-nothing', rows: runningInstance(p, now), id: p },
    one('job-due-long-ago', 'job', job(p, 'sound', 'sound-activity', { due_at: early })),
    one('failed-job-without-incident', 'job', job(p, 'sound', 'sound-activity', { retries: 0 })),
    one('job-lock-expired', 'job', job(p, 'sound', 'sound-activity', { lock_owner: 'node', lock_expires_at: early })),
    one(
      'external-task-lock-expired',
      'external_task',
      externalTask(p, 'sound', 'sound-activity', { worker_id: 'w', lock_expires_at: early }),
    ),
    {
      name: 'timer-start-late',
      rows: [
        [
          'start_subscription',
          { definition_id: p, definition_key: p, activity_id: 's', kind: 'timer', name: '', due_at: early },
        ],
      ],
      id: p,
    },
    { name: 'outbox-message-given-up', rows: [webhook, ['outbox_message', message(p, { state: 'failed' })]], id: p },
    {
      name: 'outbox-message-late',
      rows: [webhook, ['outbox_message', message(p, { state: 'pending', due_at: early })]],
      id: p,
    },
  ];
}
