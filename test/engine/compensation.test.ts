// Over 300 lines because each rule of compensation has its smallest process here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const order = (scenario: Scenario, ...ids: string[]) => scenario.passed().filter((id) => ids.includes(id));

describe('compensation', () => {
  const both = diagram`
    (start) -> [hotel] -> [flight] -> [decide] -> (undo <<) -> [after]
    [hotel] @<< [free hotel]
    [flight] @<< [free flight]
  `;

  it('runs the handlers of what has completed, the latest first, and waits for them', () => {
    const scenario = Scenario.start(both).complete('hotel').complete('flight').complete('decide');
    assert.deepEqual(order(scenario, 'free_hotel', 'free_flight'), ['free_flight', 'free_hotel']);
    scenario
      .isAt('free_flight', 'free_hotel')
      .complete('free_hotel')
      .isAt('free_flight')
      .complete('free_flight')
      .isAt('after')
      .complete('after')
      .hasEnded();
  });

  it('that nobody waits for runs beside what comes next, and its scope waits for it', async () => {
    const handled = (id: string) =>
      `<bpmn:boundaryEvent id="${id}Undo" attachedToRef="${id}"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent><bpmn:userTask id="${id}Handler" isForCompensation="true"/><bpmn:association id="${id}Way" sourceRef="${id}Undo" targetRef="${id}Handler"/>`;
    const definition = await modelled(
      `${startAndEnd()}<bpmn:subProcess id="sub">${startAndEnd('begin', 'done')}${tasks('hotel', 'next')}${handled('hotel')}
        <bpmn:intermediateThrowEvent id="undo"><bpmn:compensateEventDefinition waitForCompletion="false"/></bpmn:intermediateThrowEvent>
        <bpmn:intermediateThrowEvent id="again"><bpmn:compensateEventDefinition waitForCompletion="false"/></bpmn:intermediateThrowEvent>
        ${flows('begin -> hotel -> undo -> again -> next -> done')}</bpmn:subProcess>${tasks('after')}${flows('start -> sub -> after -> end')}`,
    );
    const scenario = Scenario.start(definition)
      .complete('hotel')
      .isAt('hotelHandler', 'next')
      .complete('next')
      .isAt('hotelHandler');
    scenario.complete('hotelHandler').isAt('after');
    assert.deepEqual(order(scenario, 'hotelHandler'), ['hotelHandler'], 'there was nothing to undo the second time');
  });

  it('that nobody waits for is ended with its scope', async () => {
    const definition = await modelled(
      `${startAndEnd()}${tasks('hotel', 'next')}<bpmn:boundaryEvent id="side" attachedToRef="hotel"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent><bpmn:userTask id="handler" isForCompensation="true"/><bpmn:association id="way" sourceRef="side" targetRef="handler"/>
      <bpmn:intermediateThrowEvent id="undo"><bpmn:compensateEventDefinition waitForCompletion="false"/></bpmn:intermediateThrowEvent>
      <bpmn:endEvent id="stop"><bpmn:terminateEventDefinition/></bpmn:endEvent>${flows('start -> hotel -> undo -> next -> stop')}`,
    );
    Scenario.start(definition).complete('hotel').isAt('handler', 'next').complete('next').hasEnded();
  });

  it('goes on at once when there is nothing to undo', () => {
    const definition = diagram`
      (start) -> (undo <<) -> [after]
      [after] @<< [never]
    `;
    Scenario.start(definition).isAt('after');
  });

  it('of one activity leaves the others alone', () => {
    const definition = diagram`
      (start) -> [hotel] -> [flight] -> (undo << hotel) -> [after] -> (undo rest <<) -> [last]
      [hotel] @<< [free hotel]
      [flight] @<< [free flight]
    `;
    Scenario.start(definition)
      .complete('hotel')
      .complete('flight')
      .isAt('free_hotel')
      .complete('free_hotel')
      .isAt('after')
      .complete('after')
      .isAt('free_flight');
  });

  it('undoes each completion once, also of a loop', () => {
    const definition = diagram`
      (start) -> <x again>
      <x again> -> [hotel] -> <x more>
      <x more> -v > 1-> <x again>
      <x more> ->> (undo <<) -> [after]
      [hotel] @<< [free hotel]
    `;
    Scenario.start(definition, { variables: { v: 2 } })
      .complete('hotel')
      .complete('hotel', { v: 1 })
      .isAt('free_hotel', 'free_hotel')
      .complete('free_hotel')
      .complete('free_hotel')
      .isAt('after');
  });

  it('does not undo what was interrupted', () => {
    const definition = diagram`
      (start) -> [hotel] -> (end)
      [hotel] @PT1H (late) -> (undo <<) -> [after]
      [hotel] @<< [free hotel]
    `;
    Scenario.start(definition).passTime('PT1H').isAt('after');
  });

  it('by an end event undoes before the instance ends', () => {
    const definition = diagram`
      (start) -> [hotel] -> (undo <<)
      [hotel] @<< [free hotel]
    `;
    Scenario.start(definition).complete('hotel').isAt('free_hotel').complete('free_hotel').hasEnded();
  });

  it('forgets everything when its scope ends without undoing', () => {
    const scenario = Scenario.start(both).complete('hotel');
    assert.equal(scenario.state.compensations.size, 1);
    scenario.cancel();
    assert.equal(scenario.state.compensations.size, 0);
  });

  it('may be left by an error of a handler', () => {
    const definition = diagram`
      (start) -> {trip}
      {trip
        (begin) -> [hotel] -> (undo <<) -> (done)
        [hotel] @<< [/free hotel]
      }
      {trip} @!STUCK (stuck) -> [call]
    `;
    Scenario.start(definition).complete('hotel').throwError('free_hotel', 'STUCK').isAt('call');
  });
});

describe('compensation of a completed sub-process', () => {
  const trip = diagram`
    (start) -> {trip}
    {trip
      (begin) -> [hotel] -> [flight] -> (done)
      [hotel] @<< [free hotel]
      [flight] @<< [free flight]
    }
    {trip} -> [decide] -> (undo <<) -> [after]
  `;

  it('runs the handlers inside, the latest first', () => {
    const scenario = Scenario.start(trip).complete('hotel').complete('flight').complete('decide');
    assert.deepEqual(order(scenario, 'free_hotel', 'free_flight'), ['free_flight', 'free_hotel']);
    scenario.complete('free_hotel').complete('free_flight').isAt('after');
  });

  it('shows its handlers the variables that it had when it completed', () => {
    const text = (source: string) => ({
      type: 'expression' as const,
      expression: { language: 'juel' as const, source },
    });
    const definition = withNode(trip, 'trip', { inputs: [{ name: 'room', value: text('${v + 1}') }] });
    const scenario = Scenario.start(definition, { variables: { v: 1 } })
      .complete('hotel', { room: 7 })
      .complete('flight')
      .complete('decide', { v: 9 });
    assert.deepEqual(scenario.variables('trip'), { room: 7 });
  });

  it('is done by its own handler alone when it has one', () => {
    const definition = diagram`
      (start) -> {trip}
      {trip
        (begin) -> [hotel] -> (done)
        [hotel] @<< [free hotel]
      }
      {trip} @<< [call agency]
      {trip} -> [decide] -> (undo <<) -> [after]
    `;
    Scenario.start(definition)
      .complete('hotel')
      .complete('decide')
      .isAt('call_agency')
      .complete('call_agency')
      .isAt('after');
  });

  it('comes in its place in the order of completion', () => {
    const definition = diagram`
      (start) -> [first] -> {trip}
      {trip
        (begin) -> [hotel] -> (done)
        [hotel] @<< [free hotel]
      }
      {trip} -> [last] -> (undo <<) -> [after]
      [first] @<< [undo first]
      [last] @<< [undo last]
    `;
    const scenario = Scenario.start(definition).complete('first').complete('hotel').complete('last');
    assert.deepEqual(order(scenario, 'undo_first', 'free_hotel', 'undo_last'), [
      'undo_last',
      'free_hotel',
      'undo_first',
    ]);
  });

  it('is not in reach of a throw event in another sub-process', () => {
    const definition = diagram`
      (start) -> {trip}
      {trip
        (begin) -> [hotel] -> (done)
        [hotel] @<< [free hotel]
      }
      {trip} -> {other}
      {other
        (open) -> (undo <<) -> [after]
      }
    `;
    Scenario.start(definition).complete('hotel').isAt('after');
  });

  it('does not let the boundary events of the completed one catch errors of its handlers', () => {
    const definition = diagram`
      (start) -> {trip}
      {trip
        (begin) -> [hotel] -> (done)
        [hotel] @<< [/free hotel]
      }
      {trip} @!STUCK (early) -> [never]
      {trip} -> {undoing}
      {undoing
        (open) -> [wait]
      }
      {undoing} -> (undo <<) -> [after]
    `;
    Scenario.start(definition).complete('hotel').complete('wait').throwError('free_hotel', 'STUCK').isAt('after');
  });

  it('ends with the instance while its handlers run', () => {
    Scenario.start(trip)
      .complete('hotel')
      .complete('flight')
      .complete('decide')
      .cancel()
      .hasEnded('EXTERNALLY_TERMINATED');
  });
});

describe('compensation from an event sub-process', () => {
  it('undoes what its scope has completed', () => {
    const definition = diagram`
      (start) -> [hotel] -> [wait]
      [hotel] @<< [free hotel]
      {stop @?withdrawn
        (said) -> (undo <<) -> [file]
      }
    `;
    Scenario.start(definition)
      .complete('hotel')
      .correlate('withdrawn')
      .isAt('free_hotel')
      .complete('free_hotel')
      .isAt('file')
      .complete('file')
      .hasEnded();
  });
});

describe('a compensation event sub-process', () => {
  const model = modelled(`${startAndEnd()}
    <bpmn:subProcess id="trip">${startAndEnd('begin', 'done')}${tasks('hotel')}${flows('begin -> hotel -> done')}
      <bpmn:boundaryEvent id="hotel_undone" attachedToRef="hotel"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
      <bpmn:userTask id="free_hotel" isForCompensation="true"/>
      <bpmn:association id="undoes" associationDirection="One" sourceRef="hotel_undone" targetRef="free_hotel"/>
      <bpmn:subProcess id="undoing" triggeredByEvent="true"><bpmn:startEvent id="asked"><bpmn:compensateEventDefinition/></bpmn:startEvent>
        ${tasks('call')}<bpmn:intermediateThrowEvent id="undo_inside"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>${tasks('report')}
        ${flows('asked -> call -> undo_inside -> report')}</bpmn:subProcess>
    </bpmn:subProcess>
    ${tasks('decide', 'after')}<bpmn:intermediateThrowEvent id="undo"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>
    ${flows('start -> trip -> decide -> undo -> after -> end')}`);

  it('decides itself what is undone inside', async () => {
    const scenario = Scenario.start(await model)
      .complete('hotel')
      .complete('decide')
      .isAt('call')
      .complete('call')
      .isAt('free_hotel')
      .complete('free_hotel')
      .isAt('report')
      .complete('report')
      .isAt('after');
    assert.equal(scenario.state.compensations.size, 0);
  });

  it('sees the variables that its sub-process had', async () => {
    const scenario = Scenario.start(await model);
    const scope = [...scenario.state.activities.values()].find(({ activityId }) => activityId === 'trip');
    assert.ok(scope);
    scenario.command({
      type: 'changeVariables',
      scopeId: scope.id,
      local: true,
      modifications: typed({ room: 3 }),
      deletions: [],
    });
    scenario.complete('hotel').complete('decide');
    assert.deepEqual(scenario.variables('trip'), { room: 3 });
  });
});
