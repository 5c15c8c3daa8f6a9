import type { JuelExecution, JuelTask, JuelVariables } from './environment.ts';
import { HostObject, type Method, type MethodTable } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import { bindMethod, method } from './method.ts';

interface VariableAccess {
  readonly variables: JuelVariables;
  readonly execution: JuelExecution;
}

const variableMethods: readonly (readonly [string, Method<VariableAccess>])[] = [
  ['getVariable', method(1, ({ variables }, given) => variables.get(given.text(0)) ?? null)],
  ['hasVariable', method(1, ({ variables }, given) => variables.has(given.text(0)))],
  [
    'getVariables',
    method(0, ({ variables }) => new Map([...variables.names()].map((name) => [name, variables.get(name) ?? null]))),
  ],
  ['getVariableNames', method(0, ({ variables }) => [...variables.names()])],
  ['getVariableLocal', method(1, ({ execution }, given) => execution.getVariableLocal(given.text(0)) ?? null)],
  ['hasVariableLocal', method(1, ({ execution }, given) => execution.getVariableLocal(given.text(0)) !== undefined)],
  ['setVariable', method(2, ({ execution }, given) => execution.setVariable(given.text(0), given.plain(1)))],
  ['setVariableLocal', method(2, ({ execution }, given) => execution.setVariableLocal(given.text(0), given.plain(1)))],
  ['removeVariable', method(1, ({ execution }, given) => execution.removeVariable(given.text(0)))],
];

const executionMethods: MethodTable<VariableAccess> = new Map([
  ...variableMethods,
  ['getId', method<VariableAccess>(0, ({ execution }) => execution.id)],
  ['getProcessInstanceId', method<VariableAccess>(0, ({ execution }) => execution.processInstanceId)],
  ['getProcessDefinitionId', method<VariableAccess>(0, ({ execution }) => execution.processDefinitionId)],
  ['getProcessBusinessKey', method<VariableAccess>(0, ({ execution }) => execution.businessKey)],
  ['getBusinessKey', method<VariableAccess>(0, ({ execution }) => execution.businessKey)],
  ['getCurrentActivityId', method<VariableAccess>(0, ({ execution }) => execution.activityId)],
  ['getCurrentActivityName', method<VariableAccess>(0, ({ execution }) => execution.activityName)],
  ['getActivityInstanceId', method<VariableAccess>(0, ({ execution }) => execution.activityInstanceId)],
  ['getTenantId', method<VariableAccess>(0, ({ execution }) => execution.tenantId)],
  ['getEventName', method<VariableAccess>(0, ({ execution }) => execution.eventName)],
]);

/** `execution` in expressions (Camunda's DelegateExecution, what a model uses of it). */
export class ExecutionObject extends HostObject {
  override readonly typeName = 'execution';
  readonly #access: VariableAccess;

  constructor(access: VariableAccess) {
    super();
    this.#access = access;
  }

  override findMethod(name: string) {
    return bindMethod(executionMethods, this.#access, name);
  }
}

interface TaskAccess extends VariableAccess {
  readonly task: JuelTask;
}

const taskMethods: MethodTable<TaskAccess> = new Map<string, Method<TaskAccess>>([
  ...variableMethods,
  ['getId', method<TaskAccess>(0, ({ task }) => task.id)],
  ['getName', method<TaskAccess>(0, ({ task }) => task.name)],
  ['getAssignee', method<TaskAccess>(0, ({ task }) => task.assignee)],
  ['getTaskDefinitionKey', method<TaskAccess>(0, ({ execution }) => execution.activityId)],
  ['getProcessInstanceId', method<TaskAccess>(0, ({ execution }) => execution.processInstanceId)],
  ['getProcessDefinitionId', method<TaskAccess>(0, ({ execution }) => execution.processDefinitionId)],
  ['getTenantId', method<TaskAccess>(0, ({ execution }) => execution.tenantId)],
  ['getEventName', method<TaskAccess>(0, ({ execution }) => execution.eventName)],
  ['getExecution', method<TaskAccess>(0, (access) => new ExecutionObject(access))],
  ...['setAssignee', 'setName', 'setDueDate', 'setPriority', 'addCandidateUser', 'addCandidateGroup'].map(
    (name): [string, Method<TaskAccess>] => [
      name,
      method<TaskAccess>(1, () => {
        throw new JuelError(
          `task.${name}() cannot be used in an expression. Set it with an attribute of the user task, such as camunda:assignee or camunda:candidateGroups`,
          'method',
        );
      }),
    ],
  ),
]);

/** `task` in expressions of a user task and of its listeners (Camunda's DelegateTask, reading only). */
export class TaskObject extends HostObject {
  override readonly typeName = 'task';
  readonly #access: TaskAccess;

  constructor(access: TaskAccess) {
    super();
    this.#access = access;
  }

  override findMethod(name: string) {
    return bindMethod(taskMethods, this.#access, name);
  }
}
