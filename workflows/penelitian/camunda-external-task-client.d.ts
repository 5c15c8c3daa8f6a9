/** The client ships no types; this is what workers and tests use of it. */
declare module 'camunda-external-task-client-js' {
  export interface ExternalTask {
    readonly id: string;
    readonly activityId: string;
    readonly processInstanceId: string;
    readonly businessKey: string | null;
    readonly tenantId: string | null;
    readonly errorMessage: string | null;
    readonly errorDetails: string | null;
    readonly lockExpirationTime: string;
    readonly priority: number;
    /** Null before the first failure. */
    readonly retries: number | null;
    readonly extensionProperties: Readonly<Record<string, string>>;
    readonly variables: Variables;
  }
  export interface TaskService {
    complete(task: ExternalTask, processVariables?: Variables, localVariables?: Variables): Promise<void>;
    handleFailure(
      task: ExternalTask,
      options: {
        errorMessage: string;
        errorDetails?: string;
        retries: number;
        retryTimeout: number;
        variables?: object;
      },
    ): Promise<void>;
    handleBpmnError(task: ExternalTask, errorCode: string, errorMessage?: string, variables?: Variables): Promise<void>;
    lock(task: ExternalTask, duration: number): Promise<void>;
    extendLock(task: ExternalTask, newDuration: number): Promise<void>;
    unlock(task: ExternalTask): Promise<void>;
  }
  export interface TypedValue {
    readonly type: string;
    readonly value: unknown;
    readonly valueInfo?: object;
  }
  export class Variables {
    get(name: string): unknown;
    getTyped(name: string): TypedValue | null;
    getAll(): Record<string, unknown>;
    set(name: string, value: unknown): this;
    setTransient(name: string, value: unknown): this;
    setTyped(name: string, value: TypedValue): this;
    setAll(values: object): this;
  }
  export class File {
    constructor(options: { localPath: string; filename?: string; encoding?: string; mimetype?: string });
    readonly filename: string;
    /** As the server calls it; what is sent is called `mimetype`. */
    readonly mimeType?: string;
    readonly encoding?: string;
    readonly content: Buffer;
    load(): Promise<File>;
  }
  /** Changes the settings of a request before it is sent. */
  export type Interceptor = (request: { headers?: Record<string, string> }) => object;
  export class BasicAuthInterceptor {
    constructor(options: { username: string; password: string });
  }
  export interface TopicOptions {
    readonly lockDuration?: number;
    readonly variables?: string[];
    readonly businessKey?: string;
    readonly processDefinitionId?: string;
    readonly processDefinitionIdIn?: string[];
    readonly processDefinitionKey?: string;
    readonly processDefinitionKeyIn?: string[];
    readonly processDefinitionVersionTag?: string;
    readonly processVariables?: object;
    readonly tenantIdIn?: string[];
    readonly withoutTenantId?: boolean;
    readonly localVariables?: boolean;
    readonly includeExtensionProperties?: boolean;
  }
  export class Client {
    constructor(options: {
      baseUrl: string;
      workerId: string;
      maxTasks?: number;
      maxParallelExecutions?: number;
      /** Milliseconds between two polls. */
      interval?: number;
      lockDuration?: number;
      autoPoll?: boolean;
      usePriority?: boolean;
      sorting?: { sortBy: string; sortOrder: string }[];
      /** Milliseconds that the server may hold a poll open. */
      asyncResponseTimeout?: number;
      interceptors?: (BasicAuthInterceptor | Interceptor)[] | Interceptor;
    });
    static readonly SortBy: { readonly CreateTime: string };
    static readonly SortOrder: { readonly ASC: string; readonly DESC: string };
    subscribe(
      topic: string,
      options: TopicOptions,
      handler: (args: { task: ExternalTask; taskService: TaskService }) => Promise<void>,
    ): { unsubscribe(): void };
    on(event: 'poll:error' | 'handler:error', listener: (error: Error) => void): this;
    on(event: 'poll:success', listener: (tasks: ExternalTask[]) => void): this;
    on(event: 'poll:start' | 'poll:stop', listener: () => void): this;
    on(event: 'complete:error' | 'handleFailure:error', listener: (task: ExternalTask, error: Error) => void): this;
    start(): void;
    stop(): void;
  }
}
