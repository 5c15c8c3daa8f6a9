import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import type { InstanceState } from '../../server/engine/instance/state.ts';
import type { Command } from '../../server/engine/record/command.ts';
import type { Effect } from '../../server/engine/record/effect.ts';
import type { Event } from '../../server/engine/record/event.ts';
import { type CheckedStep, checkedStep } from './harness.ts';
import type { KitPorts } from './ports.ts';

export interface RunningInstance {
  readonly definition: ProcessDefinition;
  state: InstanceState;
}

/** A step that was made, as a store takes it. */
export interface MadeStep {
  readonly instanceId: string;
  readonly definition: ProcessDefinition;
  readonly at: number;
  readonly businessKey: string | null;
  readonly events: readonly Event[];
}

/**
 * Process instances that call each other and send each other messages, in memory: what the application does, for tests.
 */
export class ProcessWorld {
  readonly ports: KitPorts;
  readonly instances = new Map<string, RunningInstance>();
  readonly events: Event[] = [];
  readonly steps: MadeStep[] = [];
  /** Names of thrown messages that nobody waited for. */
  readonly unreceived: string[] = [];
  readonly #waiting: Effect[] = [];
  readonly #definitions: ReadonlyMap<string, ProcessDefinition>;

  constructor(ports: KitPorts, definitions: readonly ProcessDefinition[]) {
    this.ports = ports;
    this.#definitions = new Map(definitions.map((definition) => [definition.key, definition]));
  }

  start(definition: ProcessDefinition, command: Extract<Command, { type: 'startProcessInstance' }>): void {
    this.#begin(definition, command);
    this.#carryOut();
  }

  /** Goes on with an instance as it was loaded. */
  resume(state: InstanceState): void {
    const definition = [...this.#definitions.values()].find(({ id }) => id === state.definitionId);
    if (!definition) throw new Error(`The test gives no process ${state.definitionId}.`);
    this.instances.set(state.id, { definition, state });
  }

  send(instanceId: string, command: Command): void {
    this.#step(instanceId, command);
    this.#carryOut();
  }

  #begin(definition: ProcessDefinition, command: Extract<Command, { type: 'startProcessInstance' }>): void {
    const result = checkedStep(definition, null, command, this.ports);
    this.instances.set(command.instanceId, { definition, state: result.state });
    this.#keep(definition, result);
  }

  #step(instanceId: string, command: Command): void {
    const entry = this.instances.get(instanceId);
    if (!entry) throw new Error(`There is no process instance ${instanceId}.`);
    const result = checkedStep(entry.definition, entry.state, command, this.ports);
    entry.state = result.state;
    this.#keep(entry.definition, result);
  }

  #keep(definition: ProcessDefinition, { state, events, effects }: CheckedStep): void {
    const { id, businessKey } = state;
    this.steps.push({ instanceId: id, definition, at: this.ports.now, businessKey, events });
    this.events.push(...events);
    this.#waiting.push(...effects);
  }

  /** What was asked first is done first, with all that it asks put behind. */
  #carryOut(): void {
    try {
      this.#carryOutAll();
    } finally {
      this.#waiting.length = 0;
    }
  }

  #carryOutAll(): void {
    for (let effect = this.#waiting.shift(); effect; effect = this.#waiting.shift()) {
      if (effect.type === 'command') {
        if (this.instances.get(effect.processInstanceId)?.state.ended === null)
          this.#step(effect.processInstanceId, effect.command);
      } else if (effect.type === 'callProcess') {
        const definition = this.#definitions.get(effect.key);
        if (!definition) throw new Error(`The test gives no process ${effect.key}.`);
        this.#begin(definition, {
          type: 'startProcessInstance',
          instanceId: effect.instanceId,
          businessKey: effect.businessKey,
          variables: effect.variables,
          startUserId: null,
          caller: effect.caller,
        });
      } else if (!this.#deliver(effect)) this.unreceived.push(effect.name);
    }
  }

  /** A message goes to the first who waits, a signal to all. @returns whether somebody got it */
  #deliver(effect: Extract<Effect, { type: 'throwMessage' | 'throwSignal' }>): boolean {
    const kind = effect.type === 'throwMessage' ? 'message' : 'signal';
    const waiting = [...this.instances].flatMap(([instanceId, { state }]) =>
      [...state.subscriptions.values()]
        .filter(
          (subscription) =>
            subscription.kind === kind &&
            subscription.name === effect.name &&
            !(effect.type === 'throwSignal' && effect.thrownBy === instanceId),
        )
        .map(({ id }) => ({ instanceId, subscriptionId: id })),
    );
    for (const { instanceId, subscriptionId } of kind === 'message' ? waiting.slice(0, 1) : waiting) {
      if (this.instances.get(instanceId)?.state.subscriptions.has(subscriptionId))
        this.#step(instanceId, {
          type: 'deliverEvent',
          subscriptionId,
          variables: effect.variables,
          ...(effect.type === 'throwSignal' && effect.asynchronous ? { asJob: true } : {}),
        });
    }
    return waiting.length > 0;
  }
}
