/** Entry of the worker thread that runs scripts and heavy FEEL. */
import { evaluateDecision } from '../decision/evaluate-decision.ts';
import { evaluateFeel } from '../expression/feel/evaluate-feel.ts';
import { Sandbox } from './sandbox.ts';
import { serveTasks } from './serve-tasks.ts';
import type { WorkerTask } from './worker-protocol.ts';

const sandbox = new Sandbox();

async function work(task: WorkerTask): Promise<unknown> {
  switch (task.type) {
    case 'script':
      return sandbox.run(task.source, task.input, task.timeLimit);
    case 'feel':
      return evaluateFeel(task.request.source, task.request.variables, { now: task.request.now, unbounded: true });
    case 'decision':
      return evaluateDecision(task.request.model, task.request.decisionId, {
        variables: task.request.variables,
        now: task.request.now,
        unbounded: true,
      });
  }
}

serveTasks(work);
