import { benchCore } from './bench-core.ts';
import { benchScale } from './bench-scale.ts';
import { benchRest } from './bench-rest.ts';

/** `npm run bench`: figures side by side, measured in one run. */
const core = await benchCore();
const print = (text: string) => process.stdout.write(`${text}\n`);
print('Engine core, in memory: start → three user tasks → end');
print(`  alur        ${Math.round(core.ours).toLocaleString('en')} instances/s`);
print(`  bpmn-engine ${Math.round(core.bpmnEngine).toLocaleString('en')} instances/s`);
print(`  bpmn-elements, read once ${Math.round(core.bpmnElements).toLocaleString('en')} instances/s`);
print(`  ratio to bpmn-engine   ${(core.ours / core.bpmnEngine).toFixed(0)} (mark: at least 200)`);
print(`  ratio to bpmn-elements ${(core.ours / core.bpmnElements).toFixed(0)} (mark: at least 50)`);

const scale = await benchScale();
print(`  100 sequential tasks cost ${scale.hundredAgainstFour.toFixed(1)} times 4 (mark: at most 25)`);
print(`  stored state of an instance that waits at a user task: ${scale.waitingSize} characters (mark: at most 2,048)`);
print(
  `  a diagram of 1,000 tasks is read and compiled in ${scale.compileMilliseconds.toFixed(0)} ms (mark: under 300)`,
);

print('\nREST on SQLite, durable at every answer: start → external task → end, 5 variables');
const rest = await benchRest();
for (const { clients, starts, externalTasks } of [rest.one, rest.many])
  print(
    `  ${String(clients).padStart(2)} client${clients === 1 ? ' ' : 's'}  ${Math.round(starts.perSecond)} starts/s (p99 ${starts.p99.toFixed(0)} ms)  ${Math.round(externalTasks.perSecond)} completions/s (p99 ${externalTasks.p99.toFixed(0)} ms)`,
  );
const times = (of: 'starts' | 'externalTasks') => (rest.many[of].perSecond / rest.one[of].perSecond).toFixed(1);
print(
  `  32 clients against 1: starts × ${times('starts')}, completions × ${times('externalTasks')} (mark: at least 5)`,
);
print(`  commits of one row by the database alone: ${Math.round(rest.commitRate)}/s`);
