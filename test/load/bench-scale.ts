import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { step } from '../../server/engine/step.ts';
import type { InstanceState } from '../../server/engine/instance/state.ts';
import { instanceTables } from '../../server/store/projection/load.ts';
import { diagram, draw } from '../kit/diagram.ts';
import { MemoryTables } from '../kit/memory-tables.ts';
import { KitPorts } from '../kit/ports.ts';
import { typed } from '../kit/scenario.ts';

export interface ScaleFigures {
  /** Cost of an instance of 100 sequential tasks, in instances of 4. */
  readonly hundredAgainstFour: number;
  /** Characters in the rows of an instance that waits at a user task with five variables. */
  readonly waitingSize: number;
  /** Milliseconds to read and compile a diagram of 1,000 tasks. */
  readonly compileMilliseconds: number;
}

function sequence(length: number): ProcessDefinition {
  const tasks = Array.from({ length }, (_, index) => `[t${index}]`);
  return draw(`(start) -> ${tasks.join(' -> ')} -> (end)`);
}

function start(definition: ProcessDefinition, ports: KitPorts) {
  return step(
    definition,
    null,
    {
      type: 'startProcessInstance',
      instanceId: ports.newId(),
      businessKey: 'B-1',
      variables: typed({ a: 1, b: 'two', c: true, d: 4.5, e: 'five' }),
      startUserId: 'demo',
    },
    ports,
  );
}

function run(definition: ProcessDefinition): void {
  const ports = new KitPorts();
  let state: InstanceState = start(definition, ports).state;
  while (state.ended === null) {
    const task = state.tasks.keys().next();
    if (task.done) throw new Error('The instance waits for nothing.');
    state = step(definition, state, { type: 'completeTask', taskId: task.value }, ports).state;
  }
}

function cost(definition: ProcessDefinition, times: number): number {
  run(definition);
  const startedAt = performance.now();
  for (let count = 0; count < times; count += 1) run(definition);
  return (performance.now() - startedAt) / times;
}

/** Best of five, since what else the machine does only makes it slower. */
function best(measure: () => number): number {
  return Math.min(...[1, 2, 3, 4, 5].map(measure));
}

export async function benchScale(): Promise<ScaleFigures> {
  const [four, hundred] = [sequence(4), sequence(100)];
  run(hundred);
  const hundredAgainstFour = best(() => cost(hundred, 100)) / best(() => cost(four, 2_000));

  const waiting = diagram`
    (start) -> [check]
  `;
  const tables = new MemoryTables();
  const { state, events } = start(waiting, new KitPorts());
  tables.apply(waiting, { instanceId: state.id, at: 0, userId: null, state, events });
  const rows = ['process_instance' as const, ...instanceTables].flatMap((table) => tables.rows(table));
  const waitingSize = JSON.stringify(rows.map((row) => Object.values(row))).length;

  const elements = Array.from(
    { length: 1_000 },
    (_, index) =>
      `<userTask id="t${index}"/><sequenceFlow id="f${index}" sourceRef="${index === 0 ? 's' : `t${index - 1}`}" targetRef="t${index}"/>`,
  );
  const xml = `<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"/>${elements.join('')}</process></definitions>`;
  const times: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    const startedAt = performance.now();
    await parseBpmn(xml, 'thousand.bpmn');
    times.push(performance.now() - startedAt);
  }
  return { hundredAgainstFour, waitingSize, compileMilliseconds: Math.min(...times) };
}
