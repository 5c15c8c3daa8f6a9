/** The client ships no types; this is what the worker uses of it. */
declare module 'camunda-external-task-client-js' {
  export interface ExternalTask {
    readonly id: string;
    readonly activityId: string;
    readonly businessKey: string | null;
    /** Null before the first failure. */
    readonly retries: number | null;
    readonly variables: Variables;
  }
  export interface TaskService {
    complete(task: ExternalTask, processVariables?: Variables, localVariables?: Variables): Promise<void>;
    handleFailure(
      task: ExternalTask,
      options: { errorMessage: string; errorDetails?: string; retries: number; retryTimeout: number },
    ): Promise<void>;
  }
  export class Variables {
    get(name: string): unknown;
    set(name: string, value: unknown): this;
  }
  export class BasicAuthInterceptor {
    constructor(options: { username: string; password: string });
  }
  export class Client {
    constructor(options: {
      baseUrl: string;
      workerId: string;
      maxTasks?: number;
      /** Milliseconds between two polls. */
      interval?: number;
      lockDuration?: number;
      /** Milliseconds that the server may hold a poll open. */
      asyncResponseTimeout?: number;
      interceptors?: BasicAuthInterceptor[];
    });
    subscribe(
      topic: string,
      options: { variables?: string[] },
      handler: (args: { task: ExternalTask; taskService: TaskService }) => Promise<void>,
    ): void;
    on(event: 'poll:error', listener: (error: Error) => void): this;
    on(event: 'poll:success', listener: () => void): this;
    on(event: 'complete:error' | 'handleFailure:error', listener: (task: ExternalTask, error: Error) => void): this;
    stop(): void;
  }
}
