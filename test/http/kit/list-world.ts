import { bodyOf, bpmn, deploymentForm, eventually, startTestServer, type TestServer } from '../../kit/server.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };
/** Two of everything: what belongs to one side differs in all that lists are filtered by from what belongs to the other. */
export type Side = 'a' | 'b';

export interface ListWorld {
  readonly server: TestServer;
  /** Between the two: side a is older. */
  readonly between: string;
  readonly ids: Readonly<Record<string, string>>;
}

const flow = (id: string, from: string, to: string) =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`;

/** A process that waits in every way there is. */
function waiting(side: Side): string {
  const [later, priority] = side === 'a' ? ['2030-01-01', 10] : ['2031-01-01', 20];
  const nodes: Readonly<Record<string, string>> = {
    orang: `<bpmn:userTask id="orang-${side}" name="Tugas ${side}" camunda:candidateGroups="kelompok-${side}" camunda:candidateUsers="calon-${side}"
      camunda:dueDate="${later}T00:00:00" camunda:followUpDate="${later}T01:00:00" camunda:priority="${priority}"><bpmn:documentation>Uraian ${side}</bpmn:documentation></bpmn:userTask>`,
    luar: `<bpmn:serviceTask id="luar-${side}" camunda:type="external" camunda:topic="topik-${side}" camunda:taskPriority="${priority}"/>`,
    pesan: `<bpmn:receiveTask id="pesan-${side}" messageRef="m-${side}"/>`,
    sinyal: `<bpmn:intermediateCatchEvent id="sinyal-${side}"><bpmn:signalEventDefinition signalRef="s-${side}"/></bpmn:intermediateCatchEvent>`,
    rusak: `<bpmn:serviceTask id="rusak-${side}" camunda:asyncBefore="true" camunda:jobPriority="${priority}" camunda:expression="\${rusak_${side}.x}"><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R1/PT1S</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask>`,
    tunda: `<bpmn:intermediateCatchEvent id="tunda-${side}"><bpmn:timerEventDefinition><bpmn:timeDate>${later}T00:00:00Z</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
    putus: `<bpmn:businessRuleTask id="putus-${side}" name="Putus ${side}" camunda:decisionRef="rujukan-${side}" camunda:decisionRefTenantId="\${null}" camunda:mapDecisionResult="singleEntry" camunda:resultVariable="hasil"/>`,
    panggil: `<bpmn:callActivity id="panggil-${side}" calledElement="anak-${side}"/>`,
  };
  return bpmn(
    `proses-${side}`,
    `<bpmn:startEvent id="mulai"/>${flow('f0', 'mulai', 'cabang')}<bpmn:parallelGateway id="cabang"/>${Object.entries(
      nodes,
    )
      .map(([name, xml]) => `${xml}${flow(`f-${name}`, 'cabang', `${name}-${side}`)}`)
      .join('')}`,
    `<bpmn:message id="m-${side}" name="pesan-${side}"/><bpmn:signal id="s-${side}" name="sinyal-${side}"/>`,
  )
    .replace('targetNamespace="test"', `targetNamespace="ruang-${side}"`)
    .replace(`name="proses-${side}"`, `name="Proses ${side}"`)
    .replace(
      'isExecutable="true"',
      `isExecutable="true" camunda:candidateStarterUsers="calon-${side}"${side === 'a' ? ' camunda:versionTag="tanda-a"' : ' camunda:isStartableInTasklist="false"'}`,
    );
}

function child(side: Side): string {
  return bpmn(
    `anak-${side}`,
    `<bpmn:startEvent id="mulai"/>${flow('f0', 'mulai', 'kerja')}<bpmn:userTask id="kerja"/>${flow('f1', 'kerja', 'akhir')}<bpmn:endEvent id="akhir"/>`,
  );
}

/** Two decisions, of which one requires the other: side a has a requirements graph, side b a single decision. */
function decisions(side: Side): string {
  const table = (key: string, requires = '') =>
    `<decision id="${key}" name="Putusan ${key}"${side === 'a' ? ' camunda:versionTag="tanda-a"' : ''}>${requires}<decisionTable id="t-${key}"><output id="o-${key}" name="hasil" typeRef="string"/><rule id="r-${key}"><outputEntry id="e-${key}"><text>"ya"</text></outputEntry></rule></decisionTable></decision>`;
  const needs = `<informationRequirement id="i"><requiredDecision href="#dasar-${side}"/></informationRequirement>`;
  return `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="graf-${side}" name="Graf ${side}" namespace="dmn-${side}">${
    side === 'a' ? `${table('putusan-a', needs)}${table('dasar-a')}` : table('putusan-b')
  }</definitions>`;
}

/** The same with a graph, for lists of graphs. */
function graph(side: Side): string {
  return decisions('a')
    .replaceAll(/(putusan|dasar|graf)-a/g, `$1-graf-${side}`)
    .replace('Graf a', `Graf ${side}`)
    .replace('dmn-a', `dmn-${side}`);
}

function ofTenant(form: FormData, tenant: string | undefined): FormData {
  if (tenant) form.append('tenant-id', tenant);
  return form;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

/** Starts a server and puts two of everything into it. */
export async function createListWorld(): Promise<ListWorld> {
  const server = await startTestServer({ demo: true, checkAnswers: false });
  try {
    return await fill(server);
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function fill(server: TestServer): Promise<ListWorld> {
  const ids: Record<string, string> = {};
  const rest = (method: string, path: string, body?: unknown, user?: string) =>
    server.call(method, `/engine-rest${path}`, body, user);
  const done = async (method: string, path: string, body?: unknown, user?: string) => {
    const { status, text } = await rest(method, path, body, user);
    if (status !== 204) throw new Error(`${method} ${path}: ${status} ${text}`);
  };
  const list = async (path: string) => bodyOf<Row[]>(await rest('GET', path));
  let between = '';
  for (const side of ['a', 'b'] as const) {
    const tenant = side === 'a' ? 'dinkes' : undefined;
    if (side === 'b') {
      await pause();
      between = new Date().toISOString().replace('Z', '+0000');
      await pause();
    }
    const user = side === 'a' ? 'root' : 'tono';
    for (const id of [`calon-${side}`, `pemegang-${side}`])
      await done('POST', '/user/create', {
        profile: { id, firstName: `Depan ${id}`, lastName: `Belakang ${id}`, email: `${id}@contoh.id` },
        credentials: { password: 'sandi-yang-panjang' },
      });
    await done('POST', '/group/create', { id: `kelompok-${side}`, name: `Kelompok ${side}`, type: `Jenis ${side}` });
    await done('PUT', `/group/kelompok-${side}/members/calon-${side}`);
    await done('POST', '/tenant/create', { id: `penyewa-${side}`, name: `Penyewa ${side}` });
    await done('PUT', `/tenant/penyewa-${side}/user-members/calon-${side}`);
    await done('PUT', `/tenant/penyewa-${side}/group-members/kelompok-${side}`);
    // Of side a the newest version is looked at, of side b an older one.
    const other = (which: string) =>
      ofTenant(
        deploymentForm(`${which} ${side}`, {
          [`proses-${side}.bpmn`]: child(side).replaceAll(`anak-${side}`, `proses-${side}`),
          [`putusan-${side}.dmn`]: decisions(side),
          [`graf-${side}.dmn`]: graph(side),
        }),
        tenant,
      );
    const deployOther = async (which: string) => bodyOf(await rest('POST', '/deployment/create', other(which)));
    if (side === 'a') await deployOther('Awal');
    const form = deploymentForm(`Terbitan ${side}`, {
      [`proses-${side}.bpmn`]: waiting(side),
      [`anak-${side}.bpmn`]: child(side),
      [`putusan-${side}.dmn`]: decisions(side),
      [`graf-${side}.dmn`]: graph(side),
    });
    ofTenant(form, tenant);
    if (side === 'b') form.delete('deployment-source');
    const deployment = bodyOf<Row>(await rest('POST', '/deployment/create', form));
    ids[`deployment-${side}`] = deployment.id;
    // The business rule task asks for a decision that belongs to no tenant.
    const referred = decisions(side).replaceAll(/(putusan|dasar|graf)-([ab])/g, (_all, word: string, of: string) =>
      word === 'putusan' ? `rujukan-${of}` : `${word}-rujukan-${of}`,
    );
    bodyOf(
      await rest(
        'POST',
        '/deployment/create',
        deploymentForm(`Rujukan ${side}`, { [`rujukan-${side}.dmn`]: referred }),
      ),
    );
    const address = `/process-definition/key/proses-${side}${tenant ? `/tenant-id/${tenant}` : ''}`;
    const variables = {
      kota: { value: `Kota-${side}`, type: 'String' },
      luas: { value: side === 'a' ? 1 : 2, type: 'Integer' },
    };
    const begin = async (key: string) =>
      bodyOf<Row>(await rest('POST', `${address}/start`, { businessKey: key, variables }, user)).id;
    const instance = await begin(`kunci-${side}`);
    ids[`instance-${side}`] = instance;
    const incident = await eventually(async () => (await list(`/incident?processInstanceId=${instance}`))[0]);
    ids[`incident-${side}`] = incident.id;
    const [definition] = await list(`/process-definition?key=proses-${side}&version=${side === 'a' ? 2 : 1}`);
    const [requirements] = await list(`/decision-requirements-definition?key=graf-rujukan-${side}`);
    Object.assign(ids, {
      [`failure-${side}`]: incident['incidentMessage'],
      [`definition-${side}`]: definition?.id,
      [`requirements-${side}`]: requirements?.id,
      [`deployed-${side}`]: deployment['deploymentTime'],
    });
    const [task] = await list(`/task?processInstanceId=${instance}&taskDefinitionKey=orang-${side}`);
    const id = task?.id ?? '';
    ids[`task-${side}`] = id;
    await done('POST', `/task/${id}/localVariables`, {
      modifications: { catatan: { value: `Catatan-${side}`, type: 'String' } },
    });
    const [called] = await list(`/process-instance?superProcessInstance=${instance}`);
    ids[`called-${side}`] = called?.id ?? '';
    const [work] = await list(`/task?processInstanceId=${called?.id}`);
    ids[`work-${side}`] = work?.id ?? '';
    const grant = bodyOf<Row>(
      await rest('POST', '/authorization/create', {
        type: side === 'a' ? 1 : 2,
        permissions: ['READ'],
        ...(side === 'a' ? { userId: 'calon-a' } : { groupId: 'kelompok-b' }),
        resourceType: side === 'a' ? 7 : 8,
        resourceId: `sumber-${side}`,
      }),
    );
    ids[`grant-${side}`] = grant.id;
    const filter = bodyOf<Row>(
      await rest('POST', '/filter/create', {
        resourceType: 'Task',
        name: `Saringan ${side}`,
        owner: `calon-${side}`,
        query: {},
      }),
    );
    ids[`filter-${side}`] = filter.id;
    const [external] = bodyOf<Row[]>(
      await rest('POST', '/external-task/fetchAndLock', {
        workerId: `pekerja-${side}`,
        maxTasks: 1,
        topics: [{ topicName: `topik-${side}`, lockDuration: side === 'a' ? 600_000 : 1 }],
      }),
    );
    ids[`external-${side}`] = external?.id ?? '';
    if (side === 'b')
      await done('POST', `/external-task/${external?.id}/failure`, {
        workerId: 'pekerja-b',
        retries: 0,
        errorMessage: 'gagal-b',
      });
    // Of the same process: one that ends otherwise than by itself, and one whose steps are over.
    const ended = await begin(`akhir-${side}`);
    ids[`ended-${side}`] = ended;
    await eventually(async () => (await list(`/incident?processInstanceId=${ended}`))[0]);
    const [last] = await list(`/task?processInstanceId=${ended}&taskDefinitionKey=orang-${side}`);
    ids[`last-${side}`] = last?.id ?? '';
    await done('POST', `/task/${last?.id}/identity-links`, { userId: `pemegang-${side}`, type: 'candidate' }, 'root');
    await done('POST', `/task/${last?.id}/assignee`, { userId: `pemegang-${side}` });
    if (side === 'b') await deployOther('Akhir');
  }
  // What sets the two apart besides.
  await done('POST', `/task/${ids['task-a']}/assignee`, { userId: 'pemegang-a' });
  await done('PUT', `/task/${ids['task-a']}`, {
    name: 'Tugas a',
    description: 'Uraian a',
    priority: 10,
    assignee: 'pemegang-a',
    owner: 'pemilik-a',
    delegationState: 'PENDING',
    due: '2030-01-01T00:00:00.000+0000',
    followUp: '2030-01-01T01:00:00.000+0000',
  });
  await done('PUT', `/task/${ids['last-a']}`, {
    name: 'Tugas a',
    description: 'Uraian a',
    priority: 10,
    assignee: 'pemegang-a',
    owner: 'pemilik-a',
    due: '2030-01-01T00:00:00.000+0000',
    followUp: '2030-01-01T01:00:00.000+0000',
  });
  await done('POST', `/task/${ids['last-a']}/complete`, {});
  await done('POST', '/task/create', { id: 'bawahan', name: 'Bawahan', parentTaskId: ids['task-a'] });
  await done('POST', '/task/bawahan/identity-links', { userId: 'lain', type: 'candidate' });
  await done('POST', '/task/bawahan/identity-links/delete', { userId: 'lain', type: 'candidate' });
  await done('DELETE', `/process-instance/${ids['ended-a']}`);
  await done('PUT', `/process-instance/${ids['instance-b']}/suspended`, { suspended: true });
  await done('PUT', '/job-definition/suspended', {
    processDefinitionKey: 'proses-b',
    suspended: true,
    includeJobs: false,
  });
  await done('PUT', `/process-definition/${encodeURIComponent(ids['definition-b'] ?? '')}/suspended`, {
    suspended: true,
  });
  return { server, between, ids };
}
