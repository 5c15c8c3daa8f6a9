import assert from 'node:assert/strict';
import { v7 } from 'uuid';
import type { StepRecord } from '../../../server/application/ports/runtime-store.ts';
import type { ProcessDefinition } from '../../../server/engine/definition/process-definition.ts';
import type { InstanceState, UserTaskInstance } from '../../../server/engine/instance/state.ts';
import type { Command } from '../../../server/engine/record/command.ts';
import { checkedStep } from '../../kit/harness.ts';
import { KitPorts } from '../../kit/ports.ts';
import { typed } from '../../kit/scenario.ts';

class IdPorts extends KitPorts {
  override newId(): string {
    return v7();
  }
}

/** One instance whose steps are made by the engine, checked by the harness, and written by the test. */
export class SteppedInstance {
  readonly definition: ProcessDefinition;
  state: InstanceState | null = null;
  revision = 0;
  readonly id = v7();
  readonly #ports = new IdPorts();

  constructor(definition: ProcessDefinition) {
    this.definition = definition;
  }

  get task(): UserTaskInstance {
    const [task] = this.state?.tasks.values() ?? [];
    assert.ok(task);
    return task;
  }

  start(variables: Record<string, unknown> = {}): StepRecord {
    return this.step({
      type: 'startProcessInstance',
      instanceId: this.id,
      businessKey: `B-${this.id}`,
      variables: typed(variables),
      startUserId: null,
    });
  }

  complete(variables: Record<string, unknown> = {}): StepRecord {
    return this.step({ type: 'completeTask', taskId: this.task.id, variables: typed(variables) });
  }

  step(command: Command): StepRecord {
    const { state, events } = checkedStep(this.definition, this.state, command, this.#ports);
    const record = {
      instanceId: this.id,
      definition: this.definition,
      at: this.#ports.now,
      userId: null,
      businessKey: state.businessKey,
      tenantId: null,
      revision: this.revision,
      events,
    };
    this.state = state;
    this.revision += 1;
    return record;
  }
}
