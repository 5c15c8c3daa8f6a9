import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Entry {
  readonly id: string;
  readonly operationId: string;
  readonly [name: string]: string | null;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const entries = async (search: string) =>
  bodyOf<Entry[]>(await rest('GET', `/history/user-operation?${search}&sortBy=timestamp&sortOrder=asc`));
/** What an operation is told as: entity, type, category, and each property from its old to its new value. */
const toldOf = (found: readonly Entry[]) =>
  found.map((each) =>
    [each['entityType'], each['operationType'], each['category'], each['property'], each['orgValue'], each['newValue']]
      .map(String)
      .join(' '),
  );
const done = async (method: string, path: string, body?: unknown) => {
  const answer = await rest(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`);
  return answer.json as { readonly id: string } & Readonly<Record<string, unknown>>;
};

before(async () => {
  server = await startTestServer();
});
after(() => server.close());

describe('the log of user operations', () => {
  it('tells of deployments and definitions', async () => {
    const form = deploymentForm('log', { 'log.bpmn': oneNode('log', '<bpmn:userTask id="node"/>') });
    form.append('enable-duplicate-filtering', 'true');
    const deployment = bodyOf<{ id: string }>(await rest('POST', '/deployment/create', form));
    const definition = await done('GET', '/process-definition/key/log');
    await done('PUT', `/process-definition/${definition.id}/suspended`, { suspended: true });
    await done('PUT', '/process-definition/suspended', { suspended: false, processDefinitionKey: 'log' });
    await done('PUT', '/process-definition/key/log/history-time-to-live', { historyTimeToLive: 7 });
    assert.deepEqual(toldOf(await entries(`deploymentId=${deployment.id}&entityType=Deployment`)), [
      'Deployment Create Operator duplicateFilterEnabled null true',
      'Deployment Create Operator deployChangedOnly null false',
    ]);
    assert.deepEqual(toldOf(await entries('processDefinitionKey=log&entityType=ProcessDefinition')), [
      'ProcessDefinition SuspendProcessDefinition Operator suspensionState null suspended',
      'ProcessDefinition SuspendProcessDefinition Operator includeProcessInstances null false',
      'ProcessDefinition ActivateProcessDefinition Operator suspensionState null active',
      'ProcessDefinition ActivateProcessDefinition Operator includeProcessInstances null false',
      'ProcessDefinition UpdateHistoryTimeToLive Operator historyTimeToLive 1 7',
    ]);
    const [suspended] = await entries('operationType=SuspendProcessDefinition');
    assert.equal(suspended?.['processDefinitionId'], definition.id);
    assert.equal((await entries(`operationId=${suspended?.operationId}`)).length, 2, 'one operation, two properties');
    await done('PUT', `/history/user-operation/${suspended?.operationId}/set-annotation`, { annotation: 'lembur' });
    assert.equal((await entries(`operationId=${suspended?.operationId}`))[0]?.['annotation'], 'lembur');
  });
  it('tells of users, groups, tenants and authorizations', async () => {
    const password = 'kata-sandi-panjang-456';
    await done('POST', '/user/create', { profile: { id: 'nina', firstName: 'Nina' }, credentials: { password } });
    await done('POST', '/group/create', { id: 'loket', name: 'Loket', type: 'WORKFLOW' });
    await done('PUT', '/group/loket/members/nina');
    await done('POST', '/tenant/create', { id: 'arsip', name: 'Arsip' });
    await done('PUT', '/tenant/arsip/user-members/nina');
    const asked = { type: 1, userId: 'nina', resourceType: 7, resourceId: '*', permissions: ['READ'] };
    const { id } = await done('POST', '/authorization/create', asked);
    await done('PUT', `/authorization/${id}`, { ...asked, permissions: ['READ', 'UPDATE'] });
    await done('DELETE', `/authorization/${id}`);
    await done('DELETE', '/user/nina');
    assert.deepEqual(
      toldOf(await entries('category=Admin&entityTypeIn=User,Group,GroupMembership,Tenant,TenantMembership')),
      [
        'User Create Admin userId null nina',
        'Group Create Admin groupId null loket',
        'GroupMembership Create Admin userId null nina',
        'GroupMembership Create Admin groupId null loket',
        'Tenant Create Admin tenantId null arsip',
        'TenantMembership Create Admin userId null nina',
        'TenantMembership Create Admin tenantId null arsip',
        'User Delete Admin userId null nina',
      ],
    );
    assert.deepEqual(toldOf(await entries('entityType=Authorization&property=permissions')), [
      'Authorization Create Admin permissions null READ',
      'Authorization Update Admin permissions READ READ, UPDATE',
      'Authorization Delete Admin permissions null READ, UPDATE',
    ]);
  });
  it('tells of batches, jobs, external tasks, incidents and attachments', async () => {
    const form = deploymentForm('kerja', {
      'kerja.bpmn': oneNode('kerja', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cetak"/>'),
      'timer.bpmn': oneNode(
        'timer',
        '<bpmn:intermediateCatchEvent id="node"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
      ),
    });
    bodyOf(await rest('POST', '/deployment/create', form));
    const work = await done('POST', '/process-definition/key/kerja/start', {});
    await done('POST', '/process-definition/key/timer/start', {});
    const [external] = bodyOf<Entry[]>(await rest('GET', '/external-task'));
    await done('POST', `/external-task/${external?.id}/unlock`);
    const [job] = bodyOf<Entry[]>(await rest('GET', '/job'));
    await done('PUT', `/job/${job?.id}/suspended`, { suspended: true });
    await done('PUT', `/job-definition/${job?.['jobDefinitionId']}/jobPriority`, { priority: 9 });
    const batch = await done('POST', '/process-instance/suspended-async', {
      processInstanceIds: [work.id],
      suspended: true,
    });
    await done('DELETE', `/history/batch/${batch.id}`).catch(() => done('DELETE', `/batch/${batch.id}?cascade=true`));
    const incident = await done('POST', `/execution/${work.id}/create-incident`, {
      incidentType: 'x',
      configuration: 'y',
    });
    await done('PUT', `/incident/${incident.id}/annotation`, { annotation: 'sudah dilaporkan' });
    assert.deepEqual(toldOf(await entries(`externalTaskId=${external?.id}`)), [
      'ExternalTask Unlock Operator null null null',
    ]);
    assert.deepEqual(toldOf(await entries(`jobId=${job?.id}`)), [
      'Job SuspendJob Operator suspensionState null suspended',
    ]);
    assert.deepEqual(toldOf(await entries('entityType=JobDefinition')), [
      'JobDefinition SetPriority Operator overridingPriority null 9',
    ]);
    assert.deepEqual(toldOf(await entries(`batchId=${batch.id}&entityType=ProcessInstance`)), [
      'ProcessInstance Suspend Operator nrOfInstances null 1',
      'ProcessInstance Suspend Operator async null true',
    ]);
    assert.equal((await entries(`batchId=${batch.id}&entityType=Batch`)).length, 1);
    assert.deepEqual(toldOf(await entries(`processInstanceId=${work.id}&operationType=CreateIncident`)), [
      'ProcessInstance CreateIncident Operator incidentType null x',
      'ProcessInstance CreateIncident Operator configuration null y',
    ]);
    assert.deepEqual(toldOf(await entries('operationType=SetAnnotation&entityType=Incident')), [
      `Incident SetAnnotation Operator incidentId null ${incident.id}`,
    ]);
  });
});
