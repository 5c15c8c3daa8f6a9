import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import { ProcessingFailure, Rejection } from '../engine/errors.ts';
import type { InstanceState } from '../engine/instance/state.ts';
import type { Variables, VariableValue } from '../engine/instance/value.ts';
import type { Ports } from '../engine/ports.ts';
import type { Command } from '../engine/record/command.ts';
import type { Effect } from '../engine/record/effect.ts';
import type { Event } from '../engine/record/event.ts';
import { step } from '../engine/step.ts';
import { calledDefinitionReference } from './called-definition.ts';
import { describeOperation } from './describe-operation.ts';
import { noticesOfStep, remember } from './notices-of-step.ts';
import type { Definitions } from './ports/definitions.ts';
import type { StartSubscriptionRow } from './ports/deployment-store.ts';
import type { CommandRequest, CommandResult } from './ports/dispatcher.ts';
import type { MessageSubscriber, StepRecord } from './ports/runtime-store.ts';
import type { StepOrigin } from './ports/step-origin.ts';
import { signalStartJob } from './ports/timer-start-jobs.ts';
import type { WorkingSet } from './working-set.ts';

/** A model that calls itself without end is stopped here. */
const MOST_COMMANDS_OF_A_CHAIN = 10_000;

export interface ChainDependencies {
  readonly definitions: Pick<Definitions, 'findProcess' | 'findEventStarts'> & {
    getDefinition(id: string): Promise<ProcessDefinition>;
  };
  readonly working: WorkingSet;
  /** Somebody is to be told what the steps mean for others. */
  readonly tell?: boolean;
}

interface EffectDependencies extends ChainDependencies {
  readonly newId: () => string;
}

interface Addressed {
  readonly processInstanceId: string;
  readonly command: Command;
  /** With `startProcessInstance` only. */
  readonly definition?: ProcessDefinition;
  /**
   * A command that an effect sends to an instance that has ended meanwhile is dropped; the caller's own command is
   * refused.
   */
  readonly optional: boolean;
  /** What a client asked for, as against what follows from it. */
  readonly request?: CommandRequest;
}

/**
 * Runs one request: the step of the addressed instance and, because of its effects, the steps of others, until nothing
 * is left to do. All of it commits together or not at all.
 *
 * The states change in the working set while it runs. When it throws, they are as before.
 */
export async function runChain(
  request: CommandRequest,
  ports: Ports,
  dependencies: ChainDependencies,
): Promise<{ steps: StepRecord[]; result: CommandResult }> {
  const steps: StepRecord[] = [];
  const undo: (() => void)[] = [];
  const asked = [request, ...(request.together ?? [])];
  const waiting = asked.map(addressedBy);
  const results = new Map<CommandRequest, CommandResult>();
  try {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (steps.length >= MOST_COMMANDS_OF_A_CHAIN + asked.length) {
        throw new Rejection(
          'invalid',
          `More than ${MOST_COMMANDS_OF_A_CHAIN} process instances follow from one command. Check for call activities or messages that call each other without end.`,
        );
      }
      const record = await runOne(next, ports, dependencies, undo).catch((error: unknown) => {
        if (next.request?.ifGone === 'leaveOut' && error instanceof Rejection && error.reason === 'notFound')
          return undefined;
        throw error;
      });
      if (!record) continue;
      if (next.request) results.set(next.request, record.result);
      const startJobs: StartSubscriptionRow[] = [];
      for (const effect of record.effects) {
        waiting.push(...(await commandsOf(effect, record.definition, { ...dependencies, newId: ports.newId })));
        startJobs.push(...(await startJobsOf(effect, ports, dependencies)));
      }
      steps.push(startJobs.length === 0 ? record.step : { ...record.step, startJobs });
    }
    const result = results.get(request) ?? results.values().next().value;
    if (!result) throw new Rejection('notFound', 'None of the process instances runs any more.');
    const events = steps.flatMap((each) => each.events.map((event) => ({ processInstanceId: each.instanceId, event })));
    const together = request.together && { together: request.together.map((each) => results.get(each)) };
    return { steps, result: { ...result, events, ...together } };
  } catch (error) {
    for (const takeBack of undo.reverse()) takeBack();
    throw error;
  }
}

function addressedBy(request: CommandRequest): Addressed {
  return {
    processInstanceId: request.processInstanceId,
    command: request.command,
    optional: request.ifGone === 'leaveOut',
    request,
    ...(request.definition ? { definition: request.definition } : {}),
  };
}

async function runOne(
  addressed: Addressed,
  ports: Ports,
  { working, definitions, tell }: ChainDependencies,
  undo: (() => void)[],
) {
  const { processInstanceId, command } = addressed;
  const starts = command.type === 'startProcessInstance';
  // A new id need not be looked for: one that is stored already is refused by its key.
  const known = starts ? working.findKnown(processInstanceId) : await working.find(processInstanceId);
  if (!known && !starts) {
    if (addressed.optional) return undefined;
    throw new Rejection('notFound', `There is no running process instance ${processInstanceId}. It may have ended.`);
  }
  if (known && starts) throw new Rejection('wrongState', `Process instance ${processInstanceId} is running already.`);
  // A migration runs with the definition that the instance goes to.
  const given = !known || command.type === 'migrateProcessInstance';
  const definition = given ? addressed.definition : await definitions.getDefinition(known.state.definitionId);
  if (!definition) throw new Error('startProcessInstance needs the definition.');

  const origin = addressed.request && originOf(addressed.request, known?.state ?? null, definition);
  const variablesBefore = known?.state.variables.get(processInstanceId);
  const before = tell ? remember(known?.state) : undefined;
  const outcome = step(definition, known?.state ?? null, command, ports);
  const revision = known?.revision ?? 0;
  working.put(processInstanceId, { state: outcome.state, revision: revision + 1 });
  undo.push(() => {
    outcome.undo();
    working.restore(processInstanceId, known);
  });
  const done: StepRecord = {
    instanceId: processInstanceId,
    definition,
    at: ports.now,
    userId: ports.userId,
    businessKey: outcome.state.businessKey,
    tenantId: outcome.state.tenantId,
    revision,
    events: outcome.events,
    ...(origin ? { origin } : {}),
  };
  return {
    definition,
    effects: outcome.effects,
    step: before ? { ...done, notices: noticesOfStep(done, before) } : done,
    result: {
      events: [],
      variables: rootVariables(outcome.state, variablesBefore, outcome.events),
      ended: outcome.state.ended !== null,
      suspended: outcome.state.suspended,
    } satisfies CommandResult,
  };
}

/** What history tells of the request; read before the step, which changes the state in place. */
function originOf(request: CommandRequest, before: InstanceState | null, definition: ProcessDefinition): StepOrigin {
  const { command, userId } = request;
  return {
    workerId: request.workerId ?? null,
    operation: userId === null ? null : describeOperation(command, { before, definitionId: definition.id }),
    form: request.form ?? null,
  };
}

/**
 * Variables of the instance's own scope after the step. An ended instance has none left: they are read from its last
 * events.
 */
function rootVariables(
  state: InstanceState,
  before: ReadonlyMap<string, VariableValue> | undefined,
  events: readonly Event[],
): ReadonlyMap<string, VariableValue> {
  if (state.ended === null) return new Map(state.variables.get(state.id));
  const variables = new Map(before);
  for (const event of events) {
    if (event.type === 'variableSet' && event.scopeId === state.id) variables.set(event.name, event.value);
    if (event.type === 'variableRemoved' && event.scopeId === state.id) variables.delete(event.name);
  }
  return variables;
}

async function commandsOf(
  effect: Effect,
  source: ProcessDefinition,
  dependencies: EffectDependencies,
): Promise<Addressed[]> {
  const { definitions, working } = dependencies;
  switch (effect.type) {
    case 'command':
      return [{ processInstanceId: effect.processInstanceId, command: effect.command, optional: true }];
    case 'callProcess': {
      const found = await definitions.findProcess(calledDefinitionReference(effect, source));
      if (!found) {
        throw new ProcessingFailure(
          effect.caller.activityId,
          `The call activity ${effect.caller.activityId} calls process ${effect.key}, which is not deployed (binding ${effect.binding}${effect.version ? ` ${effect.version}` : ''}).`,
        );
      }
      if (found.row.suspended)
        throw new ProcessingFailure(
          effect.caller.activityId,
          `The called process definition ${found.row.id} is suspended. Activate it and try again.`,
        );
      return [
        {
          processInstanceId: effect.instanceId,
          definition: found.definition,
          optional: false,
          command: {
            type: 'startProcessInstance',
            instanceId: effect.instanceId,
            businessKey: effect.businessKey,
            variables: effect.variables,
            startUserId: null,
            caller: effect.caller,
          },
        },
      ];
    }
    case 'throwMessage': {
      const receiver = await working.findMessageReceiver(effect.name, effect.businessKey);
      if (receiver) return [delivery(receiver, effect.variables)];
      // Nobody waits: a process may begin with it (BPMN 2.0.2, 10.5.2). Several would compete; none is chosen then.
      const starts = await startsOf('message', effect, dependencies);
      return starts.length === 1 ? starts : [];
    }
    case 'throwSignal': {
      const receivers = await working.findSignalReceivers(effect.name, effect.tenantId);
      const starts = effect.asynchronous ? [] : await startsOf('signal', effect, dependencies);
      const others = receivers.filter(({ processInstanceId }) => processInstanceId !== effect.thrownBy);
      return [...others.map((receiver) => delivery(receiver, effect.variables, effect.asynchronous)), ...starts];
    }
  }
}

function delivery(receiver: MessageSubscriber, variables: Variables, asJob = false): Addressed {
  return {
    processInstanceId: receiver.processInstanceId,
    optional: true,
    command: { type: 'deliverEvent', subscriptionId: receiver.subscriptionId, variables, ...(asJob ? { asJob } : {}) },
  };
}

/** New instances of the definitions that start with a message or signal. */
async function startsOf(
  kind: 'message' | 'signal',
  effect: Extract<Effect, { type: 'throwMessage' | 'throwSignal' }>,
  { definitions, newId }: EffectDependencies,
): Promise<Addressed[]> {
  const found = await definitions.findEventStarts(kind, effect.name);
  const businessKey = effect.type === 'throwMessage' ? effect.businessKey : null;
  return found
    .filter((start) => reaches(effect, start))
    .map(({ definition, activityId }) => {
      const instanceId = newId();
      return {
        processInstanceId: instanceId,
        definition,
        optional: false,
        command: {
          type: 'startProcessInstance',
          instanceId,
          businessKey,
          variables: effect.variables,
          startUserId: null,
          startActivityId: activityId,
        },
      };
    });
}

function reaches(effect: { readonly tenantId: string | null }, { tenantId }: StartSubscriptionRow): boolean {
  return tenantId === null || tenantId === effect.tenantId;
}

/**
 * A signal that is thrown asynchronously makes a job for each definition that starts with it; the instance is there
 * when the job has run, and as to receivers, the job brings no variables (Camunda).
 */
async function startJobsOf(
  effect: Effect,
  { newId, now }: Ports,
  { definitions }: ChainDependencies,
): Promise<readonly StartSubscriptionRow[]> {
  if (effect.type !== 'throwSignal' || !effect.asynchronous) return [];
  const found = await definitions.findEventStarts('signal', effect.name);
  return found.filter((start) => reaches(effect, start)).map((start) => signalStartJob(start, { id: newId(), now }));
}
