import type { Need } from './access-control.ts';

/** Needs of one resource by the name of the permission. */
export const need =
  (resource: Need['resource']) =>
  (permission: string): Need => ({ resource, permission });

const definition = need('processDefinition');
const instance = need('processInstance');
const task = need('task');

/*
 * What is needed for the usual operations on instances, their history and tasks (Camunda 7, "Authorization service"): of
 * several, the first of which authorizations say something counts.
 */
export const readDefinition = [definition('READ')];
export const readInstance = [instance('READ'), definition('READ_INSTANCE')];
export const updateInstance = [instance('UPDATE'), definition('UPDATE_INSTANCE')];
export const setVariables = [instance('UPDATE_VARIABLE'), definition('UPDATE_INSTANCE_VARIABLE'), ...updateInstance];
export const suspendInstance = [instance('SUSPEND'), definition('SUSPEND_INSTANCE'), ...updateInstance];
export const retryJob = [instance('RETRY_JOB'), definition('RETRY_JOB'), ...updateInstance];
export const deleteInstance = [instance('DELETE'), definition('DELETE_INSTANCE')];
export const startDefinition = [definition('CREATE_INSTANCE')];
export const suspendDefinition = [definition('SUSPEND'), definition('UPDATE')];
export const readHistory = [definition('READ_HISTORY')];
export const deleteHistory = [definition('DELETE_HISTORY')];
export const readTask = [task('READ'), definition('READ_TASK')];
export const updateTask = [task('UPDATE'), definition('UPDATE_TASK')];
export const workOnTask = [task('TASK_WORK'), definition('TASK_WORK'), ...updateTask];
export const assignTask = [task('TASK_ASSIGN'), definition('TASK_ASSIGN'), ...updateTask];
export const setTaskVariables = [task('UPDATE_VARIABLE'), definition('UPDATE_TASK_VARIABLE'), ...updateTask];
export const readDecisionHistory = [need('decisionDefinition')('READ_HISTORY')];
