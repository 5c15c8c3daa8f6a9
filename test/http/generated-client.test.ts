import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import client, {
  type EventSubscriptionDto,
  type ExternalTaskDto,
  type HistoricProcessInstanceDto,
  type IncidentDto,
  type ProcessInstanceDto,
  type TaskDto,
} from '@visaright/camunda-rest-client';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

// The package is CommonJS: what it exports by default is below.
const Api = client.default;
let server: TestServer;
let api: InstanceType<typeof Api>;
const xml = oneNode('izin', '<bpmn:userTask id="node" name="Periksa" camunda:candidateGroups="loket"/>');
type Data<T> = Promise<{ readonly data: T }>;
/** Its document calls every value an object. */
const valued = (value: unknown) => value as object;
const dataOf = async <T>(answer: Data<unknown>): Promise<T> => (await answer).data as T;

before(async () => {
  server = await startTestServer();
  const files = {
    'izin.bpmn': xml,
    'luar.bpmn': oneNode('luar', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="luar"/>'),
    'kabar.bpmn': oneNode(
      'kabar',
      '<bpmn:receiveTask id="node" messageRef="m"/>',
      '<bpmn:message id="m" name="Kabar"/>',
    ),
  };
  bodyOf(await server.call('POST', '/engine-rest/deployment/create', deploymentForm('uji', files)));
  api = new Api(`${server.url}/engine-rest`, { username: 'root', password: 'kata-sandi-panjang-123' });
});
after(() => server.close());

/** https://www.npmjs.com/package/@visaright/camunda-rest-client: generated from Camunda's own OpenAPI document. */
describe('a client generated from the OpenAPI document of Camunda 7', () => {
  it('reads the engine, its version, deployments and the XML as it was deployed', async () => {
    assert.deepEqual(await dataOf(api.EngineApi.getProcessEngineNames()), [{ name: 'default' }]);
    assert.match((await dataOf<{ version: string }>(api.VersionApi.getRestAPIVersion())).version, /^7\./);
    const [deployment] = await dataOf<{ id: string; name: string }[]>(
      api.DeploymentApi.getDeployments({ nameLike: 'u%', sortBy: 'name', sortOrder: 'asc' }),
    );
    assert.equal(deployment?.name, 'uji');
    const resources = await dataOf<{ name: string }[]>(
      api.DeploymentApi.getDeploymentResources({ id: deployment?.id ?? '' }),
    );
    assert.deepEqual(resources.map((each) => each.name).sort(), ['izin.bpmn', 'kabar.bpmn', 'luar.bpmn']);
    const definition = await dataOf<{ bpmn20Xml: string }>(
      api.ProcessDefinitionApi.getProcessDefinitionBpmn20XmlByKey({ key: 'izin' }),
    );
    assert.equal(definition.bpmn20Xml, xml);
  });
  it('starts an instance, claims and completes its task, and finds both in history', async () => {
    const instance = await dataOf<ProcessInstanceDto>(
      api.ProcessDefinitionApi.startProcessInstanceByKey({
        key: 'izin',
        startProcessInstanceDto: { businessKey: 'B-1', variables: { nama: { value: valued('Sari'), type: 'String' } } },
      }),
    );
    const [task] = await dataOf<TaskDto[]>(
      api.TaskApi.queryTasks({
        firstResult: 0,
        maxResults: 10,
        taskQueryDto: {
          processInstanceBusinessKey: 'B-1',
          candidateGroup: 'loket',
          sorting: [{ sortBy: 'created' as never, sortOrder: 'desc' as never }],
        },
      }),
    );
    assert.equal(task?.name, 'Periksa');
    const id = task?.id ?? '';
    await api.TaskApi.claim({ id, userIdDto: { userId: 'root' } });
    await api.TaskVariableApi.putTaskVariable({
      id,
      varName: 'umur',
      variableValueDto: { value: valued(30), type: 'Integer' },
    });
    assert.equal(
      (await dataOf<{ value: number }>(api.TaskVariableApi.getTaskVariable({ id, varName: 'umur' }))).value,
      30,
    );
    await api.TaskApi.complete({ id, completeTaskDto: { variables: { hasil: { value: valued(true) } } } });
    const past = await dataOf<HistoricProcessInstanceDto>(
      api.HistoricProcessInstanceApi.getHistoricProcessInstance({ id: instance.id ?? '' }),
    );
    assert.equal(past.state, 'COMPLETED');
  });
  it('works on external tasks, correlates messages and resolves incidents', async () => {
    await api.ProcessDefinitionApi.startProcessInstanceByKey({ key: 'luar', startProcessInstanceDto: {} });
    const fetched = await dataOf<{ id: string }[]>(
      api.ExternalTaskApi.fetchAndLock({
        fetchExternalTasksDto: { workerId: 'jana', maxTasks: 5, topics: [{ topicName: 'luar', lockDuration: 10_000 }] },
      }),
    );
    const id = fetched[0]?.id ?? '';
    await api.ExternalTaskApi.handleFailure({
      id,
      externalTaskFailureDto: { workerId: 'jana', errorMessage: 'mati', retries: 0, retryTimeout: 0 },
    });
    const [incident] = await dataOf<IncidentDto[]>(
      api.IncidentApi.getIncidents({ incidentType: 'failedExternalTask' }),
    );
    assert.equal(incident?.incidentMessage, 'mati');
    await api.ExternalTaskApi.setExternalTaskResourceRetries({ id, retriesDto: { retries: 1 } });
    await api.ExternalTaskApi.lock({ id, lockExternalTaskDto: { workerId: 'jana', lockDuration: 10_000 } });
    await api.ExternalTaskApi.completeExternalTaskResource({ id, completeExternalTaskDto: { workerId: 'jana' } });
    assert.deepEqual(await dataOf<ExternalTaskDto[]>(api.ExternalTaskApi.getExternalTasks({})), []);

    await api.ProcessDefinitionApi.startProcessInstanceByKey({
      key: 'kabar',
      startProcessInstanceDto: { businessKey: 'K' },
    });
    const [waiting] = await dataOf<EventSubscriptionDto[]>(
      api.EventSubscriptionApi.getEventSubscriptions({ eventName: 'Kabar' }),
    );
    assert.equal(waiting?.eventType, 'message');
    await api.MessageApi.deliverMessage({
      correlationMessageDto: { messageName: 'Kabar', businessKey: 'K', resultEnabled: true },
    });
    await eventually(
      async () => (await dataOf<{ count: number }>(api.ProcessInstanceApi.getProcessInstancesCount({}))).count === 0,
    );
  });
  it('hears what is wrong as Camunda says it', async () => {
    await assert.rejects(api.TaskApi.getTask({ id: 'tidak-ada' }), (error: unknown) => {
      const { status, data } = error as { status: number; data: { type: string; message: string } };
      assert.deepEqual([status, data.type], [404, 'InvalidRequestException']);
      return true;
    });
  });
});
