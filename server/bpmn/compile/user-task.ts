import type { UserTask } from '../../engine/definition/flow-node.ts';
import { readText, type ModdleElement } from '../moddle-element.ts';
import type { Compilation } from './compilation.ts';
import { compileExpression, hasExpression, readExpression, readExpressionList } from './expression.ts';
import { compileForm } from './form.ts';
import type { NodeBase } from './node-base.ts';

export function compileUserTask(element: ModdleElement, base: NodeBase, compilation: Compilation): UserTask {
  const attribute = (name: string) => readExpression(element, `camunda:${name}`, element, compilation);
  const assignee = attribute('assignee');
  const dueDate = attribute('dueDate');
  const followUpDate = attribute('followUpDate');
  const priority = attribute('priority');
  const form = compileForm(element, compilation);
  const name = readText(element, 'name');
  const { documentation } = base;
  return {
    ...base,
    kind: 'userTask',
    candidateUsers: readExpressionList(element, 'camunda:candidateUsers', element, compilation),
    candidateGroups: readExpressionList(element, 'camunda:candidateGroups', element, compilation),
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
  };
}
