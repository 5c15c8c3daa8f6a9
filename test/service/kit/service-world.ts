// Over 300 lines because it is one small world: a service with its process, forms, people and agencies.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { v7 } from 'uuid';
import { DefinitionCache } from '../../../server/application/definitions.ts';
import { Deployments } from '../../../server/application/deployment.ts';
import { CommandDispatcher } from '../../../server/application/dispatch.ts';
import { GeneratedForms } from '../../../server/application/generated-form/generated-forms.ts';
import { InstanceViews } from '../../../server/application/instance-views.ts';
import { StandaloneTasks } from '../../../server/application/standalone-tasks.ts';
import { TaskCommands } from '../../../server/application/task-commands.ts';
import type { Caller } from '../../../server/application/ports/caller.ts';
import { parseBpmn } from '../../../server/bpmn/parse-bpmn.ts';
import { toPlain } from '../../../server/engine/instance/convert.ts';
import { evaluateJuel } from '../../../server/expression/juel/evaluate-juel.ts';
import { createIdentity } from '../../../server/identity/create-identity.ts';
import { calendarFunctions } from '../../../server/service/calendar/calendar-functions.ts';
import type { ServiceFile } from '../../../server/service/catalogue/check-service.ts';
import { createServiceSide } from '../../../server/service/create-service-side.ts';
import { createLetterEvaluator } from '../../../server/service/document/evaluate-letter-text.ts';
import { SqlDeploymentStore } from '../../../server/store/deployment-store.ts';
import { createDirectoryStore } from '../../../server/store/identity/directory-store.ts';
import { createAttemptStore } from '../../../server/store/identity/attempt-store.ts';
import { createSessionStore } from '../../../server/store/identity/session-store.ts';
import { createUserStore } from '../../../server/store/identity/user-store.ts';
import { openDatabase } from '../../../server/store/open-database.ts';
import { SqlRuntimeStore } from '../../../server/store/runtime-store.ts';
import { createCatalogueStore } from '../../../server/store/service/catalogue-store.ts';
import { openContentStore } from '../../../server/store/service/content-store.ts';
import { createDocumentStore } from '../../../server/store/service/document-store.ts';
import { createStandaloneTaskStore } from '../../../server/store/standalone-task-store.ts';
import { createInboxStore } from '../../../server/store/service/inbox-store.ts';
import { createInternalTaskSource } from '../../../server/store/service/internal-task-source.ts';
import { createProcessHistory } from '../../../server/store/service/process-history.ts';
import { createRequestStore } from '../../../server/store/service/request-store.ts';
import { KitPorts } from '../../kit/ports.ts';

/** The public-service side on real parts: SQLite in a temporary directory, the real engine, dispatcher and stores. */
export async function openServiceWorld() {
  const directory = await mkdtemp(join(tmpdir(), 'alur-service-'));
  const clock = { now: Date.parse('2026-11-24T09:00:00+07:00') };
  const now = () => clock.now;
  const database = await openDatabase({ dataDirectory: directory });
  const users = createUserStore(database);
  const identity = createIdentity({
    users,
    sessions: createSessionStore(database),
    attempts: createAttemptStore(database),
    directory: createDirectoryStore(database),
    demo: true,
    now,
  });
  await identity.prepare(undefined);
  const deploymentStore = new SqlDeploymentStore(database);
  const runtime = new SqlRuntimeStore(database);
  const definitions = new DefinitionCache({
    store: deploymentStore,
    compile: async (xml, name) => (await parseBpmn(xml, name)).models,
    now,
  });
  const ports = new KitPorts({
    evaluate: ({ source }, { variables, execution }) =>
      evaluateJuel(
        source,
        {
          variables: {
            get: (name) => {
              const value = variables.get(name);
              return value && toPlain(value);
            },
            has: (name) => variables.has(name),
            names: () => variables.names(),
          },
          execution: {
            ...execution,
            setVariable: () => undefined,
            setVariableLocal: () => undefined,
            removeVariable: () => undefined,
            getVariableLocal: (name) => {
              const value = execution.getVariableLocal(name);
              return value && toPlain(value);
            },
          },
        },
        { now: clock.now, userId: null, groups: [], functions: calendarFunctions },
      ),
  });
  const openPorts = (by: { readonly userId: string | null }) => ({
    attempt: () =>
      Object.assign(Object.create(ports) as KitPorts, {
        now: clock.now,
        userId: by.userId,
        newId: () => v7(),
        ...forward(ports),
      }),
  });
  const dispatcher = new CommandDispatcher({ store: runtime, definitions, openPorts });
  const deployments = new Deployments({
    store: deploymentStore,
    definitions,
    readProcesses: parseBpmn,
    readDecisions: () => Promise.resolve({ findings: [] }),
    starts: {
      firstDue: () => ({ dueAt: 0, repeat: null }),
      eventName: () => '',
      priority: () => 0,
      retryCycle: () => null,
    },
    newId: v7,
    now,
  });
  const stores = {
    catalogue: createCatalogueStore(database),
    requests: createRequestStore(database),
    documents: createDocumentStore(database),
    inbox: createInboxStore(database),
    history: createProcessHistory(database),
    internalTasks: createInternalTaskSource(database),
    content: await openContentStore(join(directory, 'files')),
    users,
    runtime,
  };
  const failures: unknown[] = [];
  const side = createServiceSide({
    stores,
    definitions,
    generatedForms: new GeneratedForms({
      views: new InstanceViews({ store: runtime, definitions }),
      definitions,
      openPorts,
    }),
    dispatcher,
    taskCommands: new TaskCommands({
      dispatcher,
      standalone: new StandaloneTasks({ store: createStandaloneTaskStore(database), now }),
    }),
    attempts: identity.attempts,
    grants: identity.grants,
    evaluate: createLetterEvaluator(now),
    publicUrl: 'http://localhost',
    now,
    onFailure: (_task, error) => failures.push(error),
    deploy: async ({ userId: _userId, ...request }) => {
      const { deployment, findings } = await deployments.deploy(request);
      return { deploymentId: deployment.id, findings };
    },
  });
  dispatcher.listen(side.worker);
  return {
    database,
    identity,
    side,
    stores,
    definitions,
    dispatcher,
    clock,
    failures,
    directory,
    async caller(id: string): Promise<Caller> {
      const user = await users.findUser(id);
      if (!user) throw new Error(`No user ${id}.`);
      return {
        userId: user.id,
        name: user.name,
        opd: user.opd,
        opdName: user.opdName,
        roles: user.roles,
        groups: user.groups,
        tenants: user.tenants,
      };
    },
    async close() {
      await side.worker.stop();
      await dispatcher.drain();
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
export type ServiceWorld = Awaited<ReturnType<typeof openServiceWorld>>;

/** Methods of a class with private fields work on the instance itself only. */
function forward(
  ports: KitPorts,
): Pick<KitPorts, 'evaluate' | 'runScript' | 'decide' | 'firstDue' | 'nextDue' | 'retryCycle' | 'overridingPriority'> {
  return {
    evaluate: (...given) => ports.evaluate(...given),
    runScript: (...given) => ports.runScript(...given),
    decide: (...given) => ports.decide(...given),
    firstDue: (...given) => ports.firstDue(...given),
    nextDue: (...given) => ports.nextDue(...given),
    retryCycle: (...given) => ports.retryCycle(...given),
    overridingPriority: (...given) => ports.overridingPriority(...given),
  };
}

const file = (name: string, content: object | string): ServiceFile => ({
  name,
  bytes: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
});
const properties = (values: Record<string, string>) =>
  `<camunda:properties>${Object.entries(values)
    .map(([name, value]) => `<camunda:property name="${name}" value="${value}"/>`)
    .join('')}</camunda:properties>`;

/** A tiny service: checked by the front office, corrected by the applicant if need be, then a letter and a message. */
export function tinyService(): ServiceFile[] {
  const bpmn = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
  <bpmn:message id="m" name="tarik-permohonan"/>
  <bpmn:process id="kecil" isExecutable="true" camunda:historyTimeToLive="P1D">
    <bpmn:startEvent id="mulai" camunda:formRef="kecil-01" camunda:formRefBinding="deployment"><bpmn:extensionElements>${properties({ 'alur:status': 'diajukan', 'alur:label': 'Diterima' })}</bpmn:extensionElements><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="periksa" name="Periksa" camunda:candidateGroups="dpmptsp.fo" camunda:dueDate="\${workingHours(4)}" camunda:formRef="kecil-periksa" camunda:formRefBinding="deployment"><bpmn:extensionElements>${properties({ 'alur:status': 'diperiksa', 'alur:label': 'Diperiksa' })}</bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:incoming>f4</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:boundaryEvent id="tarik" attachedToRef="periksa"><bpmn:outgoing>f8</bpmn:outgoing><bpmn:messageEventDefinition id="med" messageRef="m"/></bpmn:boundaryEvent>
    <bpmn:endEvent id="ditarik"><bpmn:extensionElements>${properties({ 'alur:status': 'ditarik', 'alur:label': 'Ditarik', 'alur:reason': 'nama' })}</bpmn:extensionElements><bpmn:incoming>f8</bpmn:incoming></bpmn:endEvent>
    <bpmn:exclusiveGateway id="lengkap" default="f3"><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing><bpmn:outgoing>f5</bpmn:outgoing></bpmn:exclusiveGateway>
    <bpmn:userTask id="perbaiki" name="Perbaiki" camunda:candidateGroups="pemohon" camunda:formRef="kecil-01" camunda:formRefBinding="deployment"><bpmn:extensionElements>${properties({ 'alur:status': 'perbaikan', 'alur:label': 'Menunggu perbaikan', 'alur:audience': 'applicant', 'alur:corrections': 'perbaikan' })}</bpmn:extensionElements><bpmn:incoming>f3</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing></bpmn:userTask>
    <bpmn:serviceTask id="surat" camunda:type="external" camunda:topic="alur.document"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="template">surat-kecil</camunda:inputParameter><camunda:inputParameter name="title">Surat Kecil</camunda:inputParameter></camunda:inputOutput>${properties({ 'alur:status': 'tanda-tangan', 'alur:label': 'Surat dibuat' })}</bpmn:extensionElements><bpmn:incoming>f5</bpmn:incoming><bpmn:outgoing>f6</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:serviceTask id="kabari" camunda:type="external" camunda:topic="alur.notify"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="to">applicant</camunda:inputParameter><camunda:inputParameter name="text">Surat \${documentNumber} terbit.</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements><bpmn:incoming>f6</bpmn:incoming><bpmn:outgoing>f7</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:endEvent id="terbit"><bpmn:extensionElements>${properties({ 'alur:status': 'terbit', 'alur:label': 'Terbit' })}</bpmn:extensionElements><bpmn:incoming>f7</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="mulai" targetRef="periksa"/><bpmn:sequenceFlow id="f2" sourceRef="periksa" targetRef="lengkap"/><bpmn:sequenceFlow id="f3" sourceRef="lengkap" targetRef="perbaiki"/>
    <bpmn:sequenceFlow id="f4" sourceRef="perbaiki" targetRef="periksa"/>
    <bpmn:sequenceFlow id="f5" sourceRef="lengkap" targetRef="surat"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">\${hasil == 'lengkap'}</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f6" sourceRef="surat" targetRef="kabari"/><bpmn:sequenceFlow id="f7" sourceRef="kabari" targetRef="terbit"/><bpmn:sequenceFlow id="f8" sourceRef="tarik" targetRef="ditarik"/>
  </bpmn:process>
</bpmn:definitions>`;
  const text = ['satu'];
  return [
    file('kecil.bpmn', bpmn),
    file('service.json', {
      key: 'kecil',
      name: 'Layanan Kecil',
      summary: 'Untuk uji.',
      category: 'Uji',
      owner: { key: 'dpmptsp', name: 'DPMPTSP' },
      numberCode: 'KCL',
      form: 'kecil-01',
      applicant: { name: 'nama', idNumber: 'nik', birthDate: 'tglLahir' },
      standard: {
        requirements: [{ name: 'KTP' }],
        procedure: text,
        duration: { workingDays: 2 },
        fee: { amount: 0 },
        product: 'Surat',
        complaints: text,
        legalBasis: text,
        facilities: text,
        competence: text,
        supervision: text,
        staff: { count: 1 },
        serviceGuarantee: text,
        safetyGuarantee: text,
        evaluation: text,
      },
    }),
    file('kecil-01.form.json', {
      id: 'kecil-01',
      type: 'default',
      components: [
        { type: 'textfield', id: 'a', key: 'nama', label: 'Nama', validate: { required: true } },
        {
          type: 'textfield',
          id: 'b',
          key: 'nik',
          label: 'NIK',
          validate: { required: true },
          properties: { dictionary: 'nik' },
        },
        {
          type: 'datetime',
          id: 'c',
          key: 'tglLahir',
          subtype: 'date',
          dateLabel: 'Tanggal lahir',
          validate: { required: true },
        },
        {
          type: 'filepicker',
          id: 'd',
          key: 'ktp',
          label: 'KTP',
          accept: '.pdf,.png',
          validate: { required: true },
          properties: { maxSizeMb: '1' },
        },
      ],
    }),
    file('kecil-periksa.form.json', {
      id: 'kecil-periksa',
      type: 'default',
      components: [
        { type: 'review', id: 'e', key: 'perbaikan', label: 'Isian', form: 'kecil-01' },
        {
          type: 'radio',
          id: 'f',
          key: 'hasil',
          label: 'Hasil',
          validate: { required: true },
          values: [
            { label: 'Lengkap', value: 'lengkap' },
            { label: 'Perbaiki', value: 'perbaikan' },
          ],
        },
      ],
    }),
    file('surat-kecil.letter.json', {
      id: 'surat-kecil',
      title: 'SURAT KECIL',
      number: { pattern: '1/{{urut}}/K/{{tahun}}', unit: 'K' },
      letterhead: { lines: ['DPMPTSP'] },
      blocks: [{ type: 'paragraph', text: 'Untuk ${nama}.' }],
      signature: { place: 'Bondowoso', capacity: 'Kepala', name: 'Hadi' },
      holder: '${nama}',
    }),
  ];
}

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
export const upload = (bytes: Uint8Array, more: { readonly field?: string; readonly name?: string } = {}) => ({
  field: 'ktp',
  name: 'ktp.pdf',
  ...more,
  stream: Readable.from([bytes]),
});
export const answers = { nama: 'Siti Aminah', nik: '3511114203030001', tglLahir: '2003-03-02' };
/** Files a request and gives its number. */
export async function fileRequest({ side }: Pick<ServiceWorld, 'side'>): Promise<string> {
  const draft = await side.drafts.createDraft('kecil');
  const stored = await side.drafts.uploadFile(draft.id, draft.key, upload(PDF));
  const { submitRequest } = await import('../../../server/service/request/submit-request.ts');
  return (
    await submitRequest(
      { draftId: draft.id, key: draft.key, data: { ...answers, ktp: stored.id }, language: 'id' },
      side.submission,
    )
  ).number;
}
