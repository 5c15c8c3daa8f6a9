/** An independent worker, without types of its own; this is what the tests use of it. */
declare module 'camunda-worker-node' {
  interface Context {
    readonly id: string;
    readonly processInstanceId: string;
    readonly variables: Readonly<Record<string, unknown>>;
    extendLock(milliseconds: number): Promise<void>;
  }
  interface Result {
    readonly variables?: object;
    readonly errorCode?: string;
  }
  interface Worker {
    subscribe(topic: string, variables: string[], work: (context: Context) => Promise<Result | undefined>): void;
    on(event: string, listener: (...told: unknown[]) => void): void;
    stop(): Promise<void>;
  }
  function createWorker(baseUrl: string, options: object): Worker;
  export = createWorker;
}
declare module 'camunda-worker-node/lib/basic-auth.js' {
  function basicAuth(user: string, password: string): unknown;
  export = basicAuth;
}
declare module 'camunda-worker-node/lib/backoff.js' {
  const backoff: unknown;
  export = backoff;
}
