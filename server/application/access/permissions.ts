/** Bit of each permission, as Camunda 7 numbers them per resource. */
type Permissions = Readonly<Record<string, number>>;

/** Something that authorizations are about. */
export interface ResourceType {
  /** Camunda's number. */
  readonly type: number;
  /** As Camunda's messages name it. */
  readonly name: string;
  readonly permissions: Permissions;
}

/** Every permission of a resource, of whatever name. */
export const ALL_PERMISSIONS = 0x7fff_ffff;

const READ = { READ: 2 };
const UPDATE = { UPDATE: 4 };
const CREATE = { CREATE: 8 };
const DELETE = { DELETE: 16 };
const KEPT = { ...READ, ...UPDATE, ...CREATE, ...DELETE };
const HISTORY = { READ_HISTORY: 4096, DELETE_HISTORY: 8192 };
const WORK = { TASK_WORK: 16_384, TASK_ASSIGN: 32_768 };

/** Resources and their permissions (Camunda 7, `Resources`, `Permissions` and the `…Permissions` of single resources). */
export const resourceTypes = {
  application: { type: 0, name: 'Application', permissions: { ACCESS: 32 } },
  user: { type: 1, name: 'User', permissions: KEPT },
  group: { type: 2, name: 'Group', permissions: KEPT },
  groupMembership: { type: 3, name: 'GroupMembership', permissions: { ...CREATE, ...DELETE } },
  authorization: { type: 4, name: 'Authorization', permissions: KEPT },
  filter: { type: 5, name: 'Filter', permissions: KEPT },
  processDefinition: {
    type: 6,
    name: 'ProcessDefinition',
    permissions: {
      ...READ,
      ...UPDATE,
      ...DELETE,
      RETRY_JOB: 32,
      READ_TASK: 64,
      UPDATE_TASK: 128,
      CREATE_INSTANCE: 256,
      READ_INSTANCE: 512,
      UPDATE_INSTANCE: 1024,
      DELETE_INSTANCE: 2048,
      ...HISTORY,
      ...WORK,
      MIGRATE_INSTANCE: 65_536,
      SUSPEND_INSTANCE: 131_072,
      UPDATE_INSTANCE_VARIABLE: 262_144,
      UPDATE_TASK_VARIABLE: 524_288,
      SUSPEND: 1_048_576,
      READ_INSTANCE_VARIABLE: 2_097_152,
      READ_HISTORY_VARIABLE: 4_194_304,
      READ_TASK_VARIABLE: 8_388_608,
      UPDATE_HISTORY: 16_777_216,
    },
  },
  task: {
    type: 7,
    name: 'Task',
    permissions: { ...KEPT, UPDATE_VARIABLE: 32, READ_VARIABLE: 64, READ_HISTORY: 4096, ...WORK },
  },
  processInstance: {
    type: 8,
    name: 'ProcessInstance',
    permissions: { ...KEPT, RETRY_JOB: 32, SUSPEND: 64, UPDATE_VARIABLE: 128 },
  },
  deployment: { type: 9, name: 'Deployment', permissions: { ...READ, ...CREATE, ...DELETE } },
  decisionDefinition: {
    type: 10,
    name: 'DecisionDefinition',
    permissions: { ...READ, ...UPDATE, CREATE_INSTANCE: 256, ...HISTORY },
  },
  tenant: { type: 11, name: 'Tenant', permissions: KEPT },
  tenantMembership: { type: 12, name: 'TenantMembership', permissions: { ...CREATE, ...DELETE } },
  batch: {
    type: 13,
    name: 'Batch',
    permissions: {
      ...KEPT,
      CREATE_BATCH_MIGRATE_PROCESS_INSTANCES: 32,
      CREATE_BATCH_MODIFY_PROCESS_INSTANCES: 64,
      CREATE_BATCH_RESTART_PROCESS_INSTANCES: 128,
      CREATE_BATCH_DELETE_RUNNING_PROCESS_INSTANCES: 256,
      CREATE_BATCH_DELETE_FINISHED_PROCESS_INSTANCES: 512,
      CREATE_BATCH_DELETE_DECISION_INSTANCES: 1024,
      CREATE_BATCH_SET_JOB_RETRIES: 2048,
      ...HISTORY,
      CREATE_BATCH_SET_EXTERNAL_TASK_RETRIES: 16_384,
      CREATE_BATCH_UPDATE_PROCESS_INSTANCES_SUSPEND: 32_768,
      CREATE_BATCH_SET_REMOVAL_TIME: 65_536,
      CREATE_BATCH_SET_VARIABLES: 131_072,
      CREATE_BATCH_CORRELATE_MESSAGE: 262_144,
    },
  },
  decisionRequirementsDefinition: { type: 14, name: 'DecisionRequirementsDefinition', permissions: READ },
  report: { type: 15, name: 'Report', permissions: KEPT },
  dashboard: { type: 16, name: 'Dashboard', permissions: KEPT },
  operationLogCategory: { type: 17, name: 'OperationLogCategory', permissions: { READ: 2, UPDATE: 4, DELETE: 8 } },
  optimize: { type: 18, name: 'Optimize', permissions: { EDIT: 2, SHARE: 4 } },
  historicTask: { type: 19, name: 'HistoricTask', permissions: { READ: 2, READ_VARIABLE: 64 } },
  historicProcessInstance: { type: 20, name: 'HistoricProcessInstance', permissions: READ },
  system: { type: 21, name: 'System', permissions: { READ: 2, SET: 4, DELETE: 8 } },
} satisfies Readonly<Record<string, ResourceType>>;

/** Name of a resource in this code. */
export type Resource = keyof typeof resourceTypes;

/** The resource of Camunda's number. */
export function findResource(type: number): Resource | undefined {
  return (Object.keys(resourceTypes) as Resource[]).find((name) => resourceTypes[name].type === type);
}

/** The bits of a permission by its name; undefined when the resource has none of this name. */
export function bitsOf(resource: Resource, permission: string): number | undefined {
  if (permission === 'ALL') return ALL_PERMISSIONS;
  if (permission === 'NONE') return 0;
  const permissions: Permissions = resourceTypes[resource].permissions;
  return Object.hasOwn(permissions, permission) ? permissions[permission] : undefined;
}

/** Names of the permissions in `bits`; all of them are `ALL`. */
export function permissionNames(resource: Resource, bits: number): readonly string[] {
  if (bits === ALL_PERMISSIONS) return ['ALL'];
  return Object.entries(resourceTypes[resource].permissions)
    .filter(([, bit]) => (bits & bit) === bit)
    .map(([name]) => name);
}
