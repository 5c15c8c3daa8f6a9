import type { Expression } from '../../engine/definition/expression.ts';
import type { UserTask } from '../../engine/definition/flow-node.ts';
import { readElement, readElements, readText, type ModdleElement } from '../moddle-element.ts';
import type { Compilation } from './compilation.ts';
import { compileExpression, hasExpression, readExpression, readExpressionList, splitCommaList } from './expression.ts';
import { compileForm } from './form.ts';
import { compileTimeouts } from './listener.ts';
import type { NodeBase } from './node-base.ts';

export function compileUserTask(element: ModdleElement, base: NodeBase, compilation: Compilation): UserTask {
  const attribute = (name: string) => readExpression(element, `camunda:${name}`, element, compilation);
  const resources = readResources(element, compilation);
  const assignee = attribute('assignee') ?? resources.assignee;
  const dueDate = attribute('dueDate');
  const followUpDate = attribute('followUpDate');
  const priority = attribute('priority');
  const form = compileForm(element, compilation);
  const name = readText(element, 'name');
  const timeouts = compileTimeouts(element, compilation);
  const { documentation } = base;
  return {
    ...base,
    kind: 'userTask',
    candidateUsers: [
      ...readExpressionList(element, 'camunda:candidateUsers', element, compilation),
      ...resources.users,
    ],
    candidateGroups: [
      ...readExpressionList(element, 'camunda:candidateGroups', element, compilation),
      ...resources.groups,
    ],
    ...(assignee === undefined ? {} : { assignee }),
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(followUpDate === undefined ? {} : { followUpDate }),
    ...(priority === undefined ? {} : { priority }),
    ...(name !== undefined && hasExpression(name)
      ? { nameExpression: compileExpression(name, element, 'name', compilation) }
      : {}),
    ...(documentation === undefined
      ? {}
      : { description: compileExpression(documentation, element, 'documentation', compilation) }),
    ...(form.formKey === undefined
      ? {}
      : { formKey: compileExpression(form.formKey, element, 'formKey', compilation) }),
    ...(form.formRef === undefined ? {} : { formRef: form.formRef }),
    ...(form.generatedForm === undefined ? {} : { generatedForm: form.generatedForm }),
    ...(timeouts.length === 0 ? {} : { timeouts }),
  };
}

/** Who does a task, in BPMN's own elements (BPMN 2.0.2, 10.3.4): `user(a)` and `group(b)`, plain names mean groups. */
function readResources(element: ModdleElement, compilation: Compilation) {
  const users: Expression[] = [];
  const groups: Expression[] = [];
  let assignee: Expression | undefined;
  for (const resource of readElements(element, 'resources')) {
    const assignment = readElement(resource, 'resourceAssignmentExpression');
    const expression = assignment && readElement(assignment, 'expression');
    const text = expression && readText(expression, 'body');
    if (text === undefined) continue;
    const compile = (source: string) => compileExpression(source, element, 'resourceAssignmentExpression', compilation);
    if (resource.$type === 'bpmn:HumanPerformer' || resource.$type === 'bpmn:Performer') assignee = compile(text);
    else
      for (const part of splitCommaList(text)) {
        const named = /^(user|group)\(\s*(.*?)\s*\)$/.exec(part);
        (named?.[1] === 'user' ? users : groups).push(compile(named?.[2] ?? part));
      }
  }
  return { users, groups, ...(assignee === undefined ? {} : { assignee }) };
}
