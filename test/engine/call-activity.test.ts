import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallMapping } from '../../server/engine/definition/call-mapping.ts';
import { diagram, withNode } from '../kit/diagram.ts';
import { Scenario } from '../kit/scenario.ts';

const text = (source: string) => ({ language: 'juel' as const, source });
const variable = (source: string, target: string, local = false): CallMapping => ({
  type: 'variable',
  source,
  target,
  local,
});
const caller = diagram`
  (start) -> [+ survey] -> [after]
  [+ survey] @!UNSAFE (unsafe) -> [refuse]
  [+ survey] @P1D (late) -> [remind]
`;
const survey = diagram`
  process survey
  (start) -> [visit] -> (end)
`;
const withMappings = (mappings: { in?: CallMapping[]; out?: CallMapping[]; businessKey?: string }) =>
  withNode(caller, 'survey', {
    ...(mappings.in ? { in: mappings.in } : {}),
    ...(mappings.out ? { out: mappings.out } : {}),
    ...(mappings.businessKey === undefined ? {} : { businessKey: text(mappings.businessKey) }),
  });

describe('a call activity', () => {
  it('waits for the process instance that it calls', () => {
    const scenario = Scenario.start(caller, { called: [survey] }).isAt('survey');
    const called = scenario.called('survey').isAt('visit');
    assert.equal(called.state.superProcessInstanceId, scenario.id);
    assert.equal(called.state.rootProcessInstanceId, scenario.id);
    called.complete('visit').hasEnded();
    scenario.isAt('after').complete('after').hasEnded();
  });

  it('goes on at once when what it calls does not wait', () => {
    const quick = diagram`
      process survey
      (start) -> [- look] -> (end)
    `;
    Scenario.start(caller, { called: [quick] }).isAt('after');
  });

  it('passes nothing by itself, neither way, not even the business key', () => {
    const scenario = Scenario.start(caller, { called: [survey], variables: { v: 1 }, businessKey: 'R-1' });
    const called = scenario.called('survey');
    assert.deepEqual(called.variables(), {});
    assert.equal(called.state.businessKey, null);
    called.complete('visit', { result: 1 });
    assert.deepEqual(scenario.variables(), { v: 1 });
  });

  it('passes what its mappings name, in their order', () => {
    const definition = withMappings({
      in: [
        { type: 'all', local: false },
        variable('v', 'renamed'),
        { type: 'expression', source: text('${v + 1}'), target: 'v', local: false },
      ],
      out: [
        variable('result', 'surveyed'),
        { type: 'expression', source: text('${result * 2}'), target: 'twice', local: false },
      ],
      businessKey: '${execution.businessKey}',
    });
    const scenario = Scenario.start(definition, { called: [survey], variables: { v: 1 }, businessKey: 'R-1' });
    const called = scenario.called('survey');
    assert.deepEqual(called.variables(), { v: 2, renamed: 1 });
    assert.equal(called.state.businessKey, 'R-1');
    called.complete('visit', { result: 4 });
    assert.deepEqual(scenario.variables(), { v: 1, surveyed: 4, twice: 8 });
  });

  it('takes all variables of the called process when told so', () => {
    const scenario = Scenario.start(withMappings({ out: [{ type: 'all', local: false }] }), {
      called: [survey],
      variables: { v: 1 },
    });
    scenario.called('survey').complete('visit', { v: 2, w: 3 });
    assert.deepEqual(scenario.variables(), { v: 2, w: 3 });
  });

  it('passes null for a source that is not there', () => {
    const scenario = Scenario.start(withMappings({ in: [variable('missing', 'here')] }), { called: [survey] });
    assert.deepEqual(scenario.called('survey').variables(), { here: null });
  });

  it('keeps local results to itself, where its output mapping finds them', () => {
    const definition = withNode(withMappings({ out: [variable('result', 'own', true)] }), 'survey', {
      outputs: [{ name: 'mapped', value: { type: 'expression', expression: text('${own + 1}') } }],
    });
    const scenario = Scenario.start(definition, { called: [survey] });
    scenario.called('survey').complete('visit', { result: 1 });
    assert.deepEqual(scenario.variables(), { mapped: 2 });
  });

  it('ends the called instance when it is interrupted', () => {
    const scenario = Scenario.start(caller, { called: [survey] });
    const called = scenario.called('survey');
    scenario.passTime('P1D').isAt('remind');
    called.hasEnded('INTERNALLY_TERMINATED');
  });

  it('ends the called instance when its own instance is cancelled', () => {
    const scenario = Scenario.start(caller, { called: [survey] });
    const called = scenario.called('survey');
    scenario.cancel().hasEnded('EXTERNALLY_TERMINATED');
    called.hasEnded('INTERNALLY_TERMINATED');
  });

  it('is cancelled with its instance when the called instance is deleted', () => {
    const scenario = Scenario.start(caller, { called: [survey] });
    scenario.called('survey').cancel().hasEnded('EXTERNALLY_TERMINATED');
    scenario.hasEnded('EXTERNALLY_TERMINATED');
  });

  it('leaves the rest of its instance when the called instance is deleted', () => {
    const beside = diagram`
      (start) -> <+ fork>
      <+ fork> -> {inner}
      {inner
        (begin) -> [+ survey]
      }
      <+ fork> -> [beside]
    `;
    const scenario = Scenario.start(beside, { called: [survey] });
    scenario.called('survey').cancel();
    scenario.isAt('beside').complete('beside').hasEnded();
  });

  it('lets the called instance go on while its own is suspended', () => {
    const scenario = Scenario.start(caller, { called: [survey] });
    scenario.command({ type: 'setSuspended', suspended: true });
    scenario.called('survey').complete('visit').hasEnded();
    scenario.command({ type: 'setSuspended', suspended: false }).isAt('after');
  });

  it('calls along a chain, whose ends come back one by one', () => {
    const middle = diagram`
      process survey
      (start) -> [+ lab] -> (end)
    `;
    const lab = diagram`
      process lab
      (start) -> [measure] -> (end)
    `;
    const scenario = Scenario.start(caller, { called: [middle, lab] });
    const deepest = scenario.called('survey').called('lab');
    assert.equal(deepest.state.rootProcessInstanceId, scenario.id);
    deepest.complete('measure');
    scenario.isAt('after');
  });

  it('ends a whole chain when the caller is cancelled', () => {
    const middle = diagram`
      process survey
      (start) -> [+ lab] -> (end)
    `;
    const lab = diagram`
      process lab
      (start) -> [measure] -> (end)
    `;
    const scenario = Scenario.start(caller, { called: [middle, lab] });
    const deepest = scenario.called('survey').called('lab');
    scenario.passTime('P1D').isAt('remind');
    deepest.hasEnded('INTERNALLY_TERMINATED');
  });

  it('starts what it calls only when its job has run', () => {
    const definition = withNode(caller, 'survey', { asyncBefore: { exclusive: true } });
    const scenario = Scenario.start(definition, { called: [survey] });
    assert.equal(scenario.world.instances.size, 1);
    scenario.executeJobs();
    scenario.called('survey').isAt('visit');
  });
});

describe('an error in a called process', () => {
  const failing = diagram`
    process survey
    (start) -> <+ fork>
    <+ fork> -> [/visit] -> (end)
    <+ fork> -> [other]
  `;

  it('that it does not catch goes to the boundary event of the call activity', () => {
    const scenario = Scenario.start(caller, { called: [failing] });
    const called = scenario.called('survey').throwError('visit', 'UNSAFE');
    called.hasEnded('INTERNALLY_TERMINATED');
    scenario.isAt('refuse');
  });

  it('that it catches does not reach the caller', () => {
    const careful = diagram`
      process survey
      (start) -> [/visit] -> (end)
      [/visit] @! (failed) -> [again]
    `;
    const scenario = Scenario.start(caller, { called: [careful] });
    scenario.called('survey').throwError('visit', 'UNSAFE').isAt('again');
    scenario.isAt('survey');
  });

  it('takes the out mappings along', () => {
    const scenario = Scenario.start(withMappings({ out: [variable('found', 'found')] }), { called: [failing] });
    scenario.called('survey').throwError('visit', 'UNSAFE', { variables: { found: 'crack' } });
    scenario.isAt('refuse').hasVariables({ found: 'crack' });
  });

  it('of an end event goes the same way', () => {
    const ending = diagram`
      process survey
      (start) -> [visit] -> (bad !UNSAFE)
    `;
    const scenario = Scenario.start(caller, { called: [ending] });
    scenario.called('survey').complete('visit');
    scenario.isAt('refuse');
  });

  it('that no caller catches either ends just its token: the called process and its caller go on', () => {
    const scenario = Scenario.start(caller, { called: [failing] });
    const called = scenario.called('survey').throwError('visit', 'OTHER').isAt('other');
    scenario.isAt('survey');
    called.complete('other').hasEnded('COMPLETED');
    scenario.isAt('after');
  });

  it('that nobody catches completes the called process when it was its last token', () => {
    const ending = diagram`
      process survey
      (start) -> [% visit = throw OTHER] -> (end)
    `;
    Scenario.start(caller, { called: [ending] }).isAt('after');
    const bad = diagram`
      process survey
      (start) -> (bad !OTHER)
    `;
    Scenario.start(caller, { called: [bad] }).isAt('after');
  });

  const middle = diagram`
    process survey
    (start) -> [+ lab] -> [report] -> (end)
  `;
  const lab = diagram`
    process lab
    (start) -> [/measure] -> (end)
  `;

  it('goes through a whole chain of callers to the one that catches it', () => {
    const scenario = Scenario.start(caller, { called: [middle, lab] });
    const [called, deepest] = [scenario.called('survey'), scenario.called('survey').called('lab')];
    deepest.throwError('measure', 'UNSAFE').hasEnded('INTERNALLY_TERMINATED');
    called.hasEnded('INTERNALLY_TERMINATED');
    scenario.isAt('refuse');
  });

  it('that no one in a chain catches lets each of them go on', () => {
    const scenario = Scenario.start(caller, { called: [middle, lab] });
    const called = scenario.called('survey');
    called.called('lab').throwError('measure', 'OTHER').hasEnded('COMPLETED');
    called.isAt('report').complete('report');
    scenario.isAt('after');
  });

  it('of a listener of the called process itself goes the same way', () => {
    const run = { type: 'script' as const, script: { language: 'javascript' as const, source: 'throw UNSAFE' } };
    for (const event of ['start', 'end']) {
      const scenario = Scenario.start(caller, { called: [{ ...survey, listeners: [{ event, run }] }] });
      if (event === 'end') scenario.called('survey').complete('visit');
      scenario.isAt('refuse');
      const other = { ...run, script: { ...run.script, source: 'throw OTHER' } };
      const uncaught = Scenario.start(caller, { called: [{ ...survey, listeners: [{ event, run: other }] }] });
      if (event === 'end') uncaught.called('survey').complete('visit');
      uncaught.isAt('after');
    }
  });
});
