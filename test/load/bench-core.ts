import { createRequire } from 'node:module';
import { step } from '../../server/engine/step.ts';
import type { InstanceState } from '../../server/engine/instance/state.ts';
import { prepareElements } from './bench-elements.ts';
import { diagram } from '../kit/diagram.ts';
import { KitPorts } from '../kit/ports.ts';

/** Start → three user tasks → end, in memory, in this engine and in bpmn-engine, in turn in one process. */
const three = diagram`
  (start) -> [one]
  [one] -> [two]
  [two] -> [three]
  [three] -> (end)
`;

const source = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><process id="p" isExecutable="true">
<startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="one"/><userTask id="one"/><sequenceFlow id="f2" sourceRef="one" targetRef="two"/><userTask id="two"/>
<sequenceFlow id="f3" sourceRef="two" targetRef="three"/><userTask id="three"/><sequenceFlow id="f4" sourceRef="three" targetRef="end"/><endEvent id="end"/></process></definitions>`;

function runOurs(): void {
  const ports = new KitPorts();
  let state: InstanceState = step(
    three,
    null,
    {
      type: 'startProcessInstance',
      instanceId: ports.newId(),
      businessKey: null,
      variables: new Map(),
      startUserId: null,
    },
    ports,
  ).state;
  while (state.ended === null) {
    const task = state.tasks.keys().next();
    if (task.done) throw new Error('The instance waits for nothing.');
    state = step(three, state, { type: 'completeTask', taskId: task.value }, ports).state;
  }
}

interface BpmnEngine {
  execute(options: { listener: unknown }): Promise<unknown>;
  waitFor(event: string): Promise<unknown>;
}

/** Instances per second of a run of about `milliseconds`. */
async function rate(run: () => void | Promise<void>, milliseconds: number): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < milliseconds) {
    await run();
    count += 1;
  }
  return count / ((performance.now() - startedAt) / 1000);
}

function rateOurs(milliseconds: number): number {
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < milliseconds) {
    for (let each = 0; each < 100; each += 1) runOurs();
    count += 100;
  }
  return count / ((performance.now() - startedAt) / 1000);
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

export interface CoreRates {
  readonly ours: number;
  readonly bpmnEngine: number;
  readonly bpmnElements: number;
}

/**
 * Three rounds of each in turn; the medians. bpmn-engine parses its source for every instance unless told not to: it
 * gets a parsed context once.
 */
export async function benchCore(): Promise<CoreRates> {
  const require = createRequire(import.meta.url);
  const { EventEmitter } = require('node:events') as typeof import('node:events');
  const { Engine } = (await import('bpmn-engine')) as unknown as { Engine: new (options: object) => BpmnEngine };
  const runTheirs = async (): Promise<void> => {
    const listener = new EventEmitter();
    listener.on('wait', (activity: { signal(): void }) => activity.signal());
    const engine = new Engine({ name: 'bench', source });
    const ended = engine.waitFor('end');
    await engine.execute({ listener });
    await ended;
  };
  for (let warm = 0; warm < 2_000; warm += 1) runOurs();
  const runElements = await prepareElements(source);
  for (let warm = 0; warm < 20; warm += 1) await runTheirs();
  for (let warm = 0; warm < 50; warm += 1) await runElements();
  const rounds: CoreRates[] = [];
  for (let round = 0; round < 3; round += 1)
    rounds.push({
      ours: rateOurs(1_500),
      bpmnEngine: await rate(runTheirs, 2_500),
      bpmnElements: await rate(runElements, 1_500),
    });
  return {
    ours: median(rounds.map((round) => round.ours)),
    bpmnEngine: median(rounds.map((round) => round.bpmnEngine)),
    bpmnElements: median(rounds.map((round) => round.bpmnElements)),
  };
}
