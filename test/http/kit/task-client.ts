import assert from 'node:assert/strict';
import { type Answer, bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../../kit/server.ts';

export interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
export interface Failure {
  readonly type: string;
  readonly message: string;
}

/** Calls of `/engine-rest` about tasks, on a server of its own with one process that has one user task. */
export class TaskClient {
  readonly server: TestServer;

  private constructor(server: TestServer) {
    this.server = server;
  }

  static async open(): Promise<TaskClient> {
    const client = new TaskClient(await startTestServer({ demo: true }));
    const node = '<bpmn:userTask id="node" name="Periksa" camunda:candidateUsers="budi"/>';
    const form = deploymentForm('induk', { 'induk.bpmn': oneNode('induk', node) });
    bodyOf(await client.rest('POST', '/deployment/create', form));
    return client;
  }

  rest(method: string, path: string, body?: unknown, user?: string): Promise<Answer> {
    return this.server.call(method, `/engine-rest${path}`, body, user);
  }

  async list(path: string, user?: string): Promise<Named[]> {
    return bodyOf<Named[]>(await this.rest('GET', path, undefined, user));
  }

  async ids(path: string): Promise<string[]> {
    return (await this.list(path)).map(({ id }) => id);
  }

  async read(id: string): Promise<Named> {
    return bodyOf<Named>(await this.rest('GET', `/task/${id}`));
  }

  async historyOf(id: string): Promise<Named | undefined> {
    return (await this.list(`/history/task?taskId=${id}`))[0];
  }

  /** A call that must be answered with 204. */
  async done(method: string, path: string, body?: unknown, user?: string): Promise<void> {
    const answer = await this.rest(method, path, body, user);
    assert.equal(answer.status, 204, answer.text);
  }

  /** Makes a task that belongs to no process and gives its id. */
  async create(task: Readonly<Record<string, unknown>>): Promise<string> {
    await this.done('POST', '/task/create', task);
    if (typeof task['id'] === 'string') return task['id'];
    const name = encodeURIComponent(String(task['name']));
    const [made] = await this.list(`/task?name=${name}&sortBy=created&sortOrder=desc`);
    assert.ok(made);
    return made.id;
  }

  /** Starts the process. */
  async startTask(): Promise<{ readonly instance: string; readonly task: string }> {
    const { id } = bodyOf<Named>(await this.rest('POST', '/process-definition/key/induk/start', {}));
    const [task] = await this.list(`/task?processInstanceId=${id}`);
    assert.ok(task);
    return { instance: id, task: task.id };
  }
}
