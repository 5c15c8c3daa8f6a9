import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { flows, modelledFile, startAndEnd } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';
import { bpmnFile, extensions } from '../kit/xml-model.ts';

const calling = (global: string, mappings = '<camunda:in variables="all"/><camunda:out variables="all"/>') =>
  bpmnFile(
    `${startAndEnd()}<bpmn:callActivity id="call" calledElement="shared">${extensions(mappings)}</bpmn:callActivity>
     ${flows('start -> call -> end')}`,
    { around: global },
  );
const start = async (global: string, variables: Record<string, unknown> = {}) => {
  const [process, ...called] = await modelledFile(calling(global));
  return Scenario.start(process, { called, variables });
};

describe('a global task', () => {
  it('that a person does is called as a process with this one task', async () => {
    const scenario = await start(
      `<bpmn:globalUserTask id="shared" name="Check" camunda:assignee="\${who}">
         <bpmn:documentation>By \${who}</bpmn:documentation></bpmn:globalUserTask>`,
      { who: 'ana' },
    );
    const called = scenario.isAt('call').called('call').isAt('shared#task');
    const [task] = called.state.tasks.values();
    assert.deepEqual([task?.name, task?.assignee, task?.description], ['Check', 'ana', 'By ana']);
    called.complete('shared#task', { done: true }).hasEnded();
    scenario.hasEnded();
    assert.deepEqual(called.passed(), ['start', 'call', 'shared#start', 'shared#task', 'shared#end', 'end']);
  });

  it('that a person does belongs to whom its resources name', async () => {
    const scenario = await start(
      `<bpmn:globalUserTask id="shared"><bpmn:potentialOwner id="owner"><bpmn:resourceAssignmentExpression id="assignment">
         <bpmn:formalExpression id="who">group(dinas)</bpmn:formalExpression></bpmn:resourceAssignmentExpression></bpmn:potentialOwner></bpmn:globalUserTask>`,
    );
    const [task] = scenario.called('call').state.tasks.values();
    assert.deepEqual(task?.candidateGroups, ['dinas']);
  });

  it('that is a decision names it, one that is a script has it', async () => {
    const file =
      calling(`<bpmn:globalBusinessRuleTask id="shared" camunda:decisionRef="fee" camunda:resultVariable="fee"/>
      <bpmn:globalScriptTask id="sum" scriptLanguage="javascript" camunda:resultVariable="sum"><bpmn:script>1 + 2</bpmn:script></bpmn:globalScriptTask>`);
    const [, decision, script] = await modelledFile(file);
    const rule = decision?.nodes.get('shared#task');
    assert.equal(rule?.kind, 'businessRuleTask');
    const task = script?.nodes.get('sum#task');
    assert.ok(task?.kind === 'scriptTask');
    assert.equal(task.script.source, '1 + 2');
    assert.equal(task.script.language, 'javascript');
  });

  it('that is manual, or of no kind, is done at once', async () => {
    for (const kind of ['globalManualTask', 'globalTask']) (await start(`<bpmn:${kind} id="shared"/>`)).hasEnded();
  });

  it('keeps its history as long as the process beside it, and is in no list of what can be started', async () => {
    const [, shared] = await modelledFile(calling('<bpmn:globalManualTask id="shared"/>'));
    assert.deepEqual([shared?.historyTimeToLive, shared?.startableInTasklist], [30, false]);
  });

  it('that is wrong is a finding', async () => {
    const { findings } = await parseBpmn(calling('<bpmn:globalScriptTask id="shared"/>'), 'process.bpmn');
    assert.ok(
      findings.some(({ severity, elementId }) => severity === 'error' && elementId === 'shared#task'),
      JSON.stringify(findings),
    );
  });
});
