import type { BpmnModdle } from 'bpmn-moddle';
import { type ModdleElement, readElement, readElements, readText } from './moddle-element.ts';

/** The task that a global task is when it is called (BPMN 2.0.2, 10.3.6), with its properties besides the common ones. */
const tasks: ReadonlyMap<string, { readonly type: string; readonly properties: readonly string[] }> = new Map([
  ['bpmn:GlobalTask', { type: 'bpmn:Task', properties: [] }],
  ['bpmn:GlobalManualTask', { type: 'bpmn:ManualTask', properties: [] }],
  ['bpmn:GlobalUserTask', { type: 'bpmn:UserTask', properties: [] }],
  ['bpmn:GlobalScriptTask', { type: 'bpmn:ScriptTask', properties: ['script'] }],
  ['bpmn:GlobalBusinessRuleTask', { type: 'bpmn:BusinessRuleTask', properties: [] }],
]);

export function isGlobalTask({ $type }: Pick<ModdleElement, '$type'>): boolean {
  return tasks.has($type);
}

/**
 * A global task as the process that a call activity calls: start, the task, end. Ids inside are those of the global task
 * with `#start`, `#task` and `#end`, which no element of a file can have. Its `camunda:` attributes are the task's.
 * @param timeToLive of its history, when it names none itself
 */
export function processOfGlobalTask(
  global: ModdleElement,
  moddle: BpmnModdle,
  timeToLive: string | undefined,
): ModdleElement {
  const create = (type: string, properties: Record<string, unknown>) =>
    moddle.create(type, properties) as ModdleElement;
  const id = global.id ?? '';
  const kind = tasks.get(global.$type);
  if (kind === undefined) throw new Error(`${global.$type} is no global task.`);
  const { 'camunda:historyTimeToLive': own, ...attributes } = global.$attrs ?? {};
  const task = create(kind.type, {
    id: `${id}#task`,
    name: readText(global, 'name'),
    documentation: readElements(global, 'documentation'),
    resources: readElements(global, 'resources'),
    ...(readElement(global, 'extensionElements')
      ? { extensionElements: readElement(global, 'extensionElements') }
      : {}),
    ...(readText(global, 'scriptLanguage') ? { scriptFormat: readText(global, 'scriptLanguage') } : {}),
    ...Object.fromEntries(kind.properties.map((property) => [property, global.get(property)])),
    ...attributes,
  });
  const [start, end] = [create('bpmn:StartEvent', { id: `${id}#start` }), create('bpmn:EndEvent', { id: `${id}#end` })];
  const flow = (from: ModdleElement, to: ModdleElement) =>
    create('bpmn:SequenceFlow', { id: `${from.id}-${to.id}`, sourceRef: from, targetRef: to });
  return create('bpmn:Process', {
    id,
    name: readText(global, 'name'),
    isExecutable: true,
    'camunda:historyTimeToLive': own ?? timeToLive,
    // Whoever needs it calls it; nobody starts it from a list.
    'camunda:isStartableInTasklist': false,
    flowElements: [start, flow(start, task), task, flow(task, end), end],
  });
}
