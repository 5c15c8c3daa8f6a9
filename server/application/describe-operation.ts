import type { InstanceState, UserTaskInstance } from '../engine/instance/state.ts';
import type { Command, CommandOf } from '../engine/record/command.ts';
import type { PropertyChange, UserOperation } from './ports/step-origin.ts';

/** For operations that have no property to tell. */
const NOTHING: readonly PropertyChange[] = [{ property: null, orgValue: null, newValue: null }];

/**
 * The operation of Camunda's user operation log that a command is (Camunda 7, "User Operation Log", glossary); null
 * when it is none there, or changes nothing. `before` is the instance as the command finds it, null when it starts one;
 * `definitionId` the definition it is run with.
 */
export function describeOperation(
  command: Command,
  { before, definitionId }: { readonly before: InstanceState | null; readonly definitionId: string },
): UserOperation | null {
  switch (command.type) {
    case 'startProcessInstance':
      return command.restartedProcessInstanceId === undefined
        ? instanceOperation('Create')
        : instanceOperation('RestartProcessInstance', ONE_AT_ONCE);
    case 'setSuspended':
      return instanceOperation(command.suspended ? 'Suspend' : 'Activate', [
        changed('suspensionState', null, command.suspended ? 'suspended' : 'active'),
      ]);
    case 'cancelProcessInstance':
      return instanceOperation('Delete');
    case 'modifyProcessInstance':
      return instanceOperation('ModifyProcessInstance');
    case 'migrateProcessInstance':
      return instanceOperation('Migrate', [
        changed('processDefinitionId', command.source.id, definitionId),
        ...ONE_AT_ONCE,
      ]);
    case 'changeVariables':
      return variableOperation(command, before);
    case 'completeTask':
      return taskOperation('Complete', before?.tasks.get(command.taskId), [changed('delete', 'false', 'true')]);
    case 'changeTask':
      return taskChange(command, before?.tasks.get(command.taskId));
    case 'executeJob':
      return jobOperation('Execute', command.jobId, NOTHING);
    case 'deleteJob':
      return jobOperation('Delete', command.jobId, NOTHING);
    case 'changeJob':
      return jobChange(command, before);
    case 'changeExternalTask':
      return externalTaskChange(command, before);
    default:
      return null;
  }
}

const ONE_AT_ONCE: readonly PropertyChange[] = [changed('nrOfInstances', null, 1), changed('async', null, false)];

type Told = string | number | boolean | null | undefined;
function changed(property: string, orgValue: Told, newValue: Told): PropertyChange {
  const told = (value: Told) => (value === null || value === undefined ? null : String(value));
  return { property, orgValue: told(orgValue), newValue: told(newValue) };
}

function instanceOperation(operationType: string, changes = NOTHING): UserOperation {
  return { operationType, entityType: 'ProcessInstance', category: 'Operator', changes };
}

function variableOperation(command: CommandOf<'changeVariables'>, before: InstanceState | null): UserOperation {
  const [set, removed] = [command.modifications.size, command.deletions.length];
  // Variables of a task, or of the activity that it is on.
  const task =
    before?.tasks.get(command.scopeId) ??
    (command.scopeId === before?.id
      ? undefined
      : [...(before?.tasks.values() ?? [])].find((each) => each.activityInstanceId === command.scopeId));
  return {
    operationType:
      set === 1 && removed === 0 ? 'SetVariable' : set === 0 && removed === 1 ? 'RemoveVariable' : 'ModifyVariable',
    entityType: 'Variable',
    category: task ? 'TaskWorker' : 'Operator',
    changes: NOTHING,
    executionId: task?.activityInstanceId ?? command.scopeId,
    ...(task ? { taskId: task.id } : {}),
  };
}

function taskOperation(
  operationType: string,
  task: UserTaskInstance | undefined,
  changes: readonly PropertyChange[],
  entityType = 'Task',
): UserOperation | null {
  if (!task || changes.length === 0) return null;
  return {
    operationType,
    entityType,
    category: 'TaskWorker',
    changes,
    executionId: task.activityInstanceId,
    taskId: task.id,
  };
}

/** Fields of a task as the log names them. */
const TASK_PROPERTIES = {
  delegationState: 'delegation',
  owner: 'owner',
  assignee: 'assignee',
  name: 'name',
  description: 'description',
  priority: 'priority',
  dueAt: 'dueDate',
  followUpAt: 'followUpDate',
} as const;

function taskChange(command: CommandOf<'changeTask'>, task: UserTaskInstance | undefined): UserOperation | null {
  const { change, candidate } = command;
  if (candidate) {
    const operation = `${candidate.operation === 'add' ? 'Add' : 'Delete'}${candidate.kind === 'user' ? 'User' : 'Group'}Link`;
    return taskOperation(operation, task, [changed('candidate', null, candidate.name)], 'IdentityLink');
  }
  const changes = Object.entries(TASK_PROPERTIES).flatMap(([field, property]) => {
    const key = field as keyof typeof TASK_PROPERTIES;
    const value = change[key];
    return task && value !== undefined && value !== task[key] ? [changed(property, task[key], value)] : [];
  });
  return taskOperation(taskChangeType(command), task, changes);
}

/** Which of Camunda's operations sets just these fields. */
function taskChangeType({ change, unlessHeldByOther }: CommandOf<'changeTask'>): string {
  switch (Object.keys(change).sort().join()) {
    case 'assignee':
      return unlessHeldByOther !== undefined && unlessHeldByOther === change.assignee ? 'Claim' : 'Assign';
    case 'assignee,delegationState,owner':
      return 'Delegate';
    case 'assignee,delegationState':
      return 'Resolve';
    case 'owner':
      return 'SetOwner';
    case 'priority':
      return 'SetPriority';
    default:
      return 'Update';
  }
}

function jobOperation(operationType: string, jobId: string, changes: readonly PropertyChange[]): UserOperation {
  return { operationType, entityType: 'Job', category: 'Operator', changes, jobId };
}

function jobChange({ jobId, change }: CommandOf<'changeJob'>, before: InstanceState | null): UserOperation {
  const job = before?.jobs.get(jobId);
  if (change.retries !== undefined)
    return jobOperation('SetJobRetries', jobId, [
      changed('retries', job?.retries, change.retries),
      ...(change.dueAt === undefined ? [] : [changed('duedate', job?.dueAt, change.dueAt)]),
    ]);
  if (change.priority !== undefined)
    return jobOperation('SetPriority', jobId, [changed('priority', job?.priority, change.priority)]);
  return jobOperation('SetDueDate', jobId, [changed('duedate', job?.dueAt, change.dueAt)]);
}

function externalTaskChange(
  { externalTaskId, change }: CommandOf<'changeExternalTask'>,
  before: InstanceState | null,
): UserOperation {
  const task = before?.externalTasks.get(externalTaskId);
  const [operationType, what] =
    change.retries === undefined
      ? (['SetPriority', changed('priority', task?.priority, change.priority)] as const)
      : (['SetExternalTaskRetries', changed('retries', task?.retries, change.retries)] as const);
  return { operationType, entityType: 'ExternalTask', category: 'Operator', changes: [what], externalTaskId };
}
