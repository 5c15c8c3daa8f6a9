// Over 300 lines because one process with every kind of field is asked through every way to its form.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, bpmn, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
interface Refused {
  readonly type: string;
  readonly message: string;
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
}
interface Case {
  readonly form: { readonly components: readonly Readonly<Record<string, unknown>>[] };
  readonly formData: Readonly<Record<string, unknown>>;
}
type Values = Readonly<Record<string, { readonly value: unknown; readonly type?: string }>>;

const constraint = (name: string, config?: string) =>
  `<camunda:constraint name="${name}"${config === undefined ? '' : ` config="${config}"`}/>`;
const field = (attributes: string, constraints = '', values = '') =>
  `<camunda:formField ${attributes}>${values}${constraints === '' ? '' : `<camunda:validation>${constraints}</camunda:validation>`}</camunda:formField>`;
const START = [
  field('id="nomor" label="Nomor" type="string"'),
  field('id="nama" label="Nama &amp; &lt;gelar&gt;" type="string" defaultValue="Siti"', constraint('required')),
  field(
    'id="jumlah" label="Jumlah" type="long" defaultValue="${2 + 3}"',
    constraint('min', '3') + constraint('max', '10'),
  ),
  field('id="setuju" label="Setuju" type="boolean"'),
  field('id="mulai" label="Mulai" type="date" defaultValue="17/08/2026"'),
  field('id="selesai" label="Selesai" type="date" datePattern="yyyy-MM-dd HH:mm"'),
].join('');
const TASK = [
  field('id="nama" label="Nama ${nama}" type="string"', constraint('readonly')),
  field(
    'id="putusan" label="Putusan" type="enum"',
    constraint('required'),
    '<camunda:value id="ya" name="Setuju"/><camunda:value id="tidak" name="Tolak"/>',
  ),
  field(
    'id="alasan" label="Alasan" type="string" defaultValue="Untuk ${nama}"',
    constraint('minlength', '3') + constraint('maxlength', '20'),
  ),
  field('id="jumlah" label="Jumlah" type="long"', constraint('max', '10')),
  field('id="setuju" label="Setuju" type="boolean"'),
  field('id="mulai" label="Mulai" type="date"'),
  field('id="nomor-surat" label="Nomor surat" type="string"'),
].join('');
const data = (fields: string, attributes = '') =>
  `<bpmn:extensionElements><camunda:formData ${attributes}>${fields}</camunda:formData></bpmn:extensionElements>`;
const process = (key: string, start: string, task: string) =>
  bpmn(
    key,
    `<bpmn:startEvent id="begin">${start}</bpmn:startEvent><bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="putus"/>
     <bpmn:userTask id="putus" name="Putus" camunda:candidateGroups="kesbang.kajian">${task}</bpmn:userTask>
     <bpmn:sequenceFlow id="f2" sourceRef="putus" targetRef="akhir"/><bpmn:userTask id="akhir"/>
     <bpmn:sequenceFlow id="f3" sourceRef="akhir" targetRef="end"/><bpmn:endEvent id="end"/>`,
  );

let server: TestServer;
const rest = (method: string, path: string, body?: unknown, user = 'root') =>
  server.call(method, `/engine-rest${path}`, body, user);
const start = async (variables: Values = {}): Promise<Named> =>
  bodyOf<Named>(await rest('POST', '/process-definition/key/isian/submit-form', { variables }));
const taskOf = async (instance: Named): Promise<Named> => {
  const [task] = bodyOf<Named[]>(await rest('GET', `/task?processInstanceId=${instance.id}`));
  assert.ok(task);
  return task;
};
const variablesOf = async (instance: Named): Promise<Readonly<Record<string, unknown>>> => {
  const list = bodyOf<Named[]>(await rest('GET', `/variable-instance?processInstanceIdIn=${instance.id}`));
  return Object.fromEntries(list.map((each) => [String(each['name']), [each['type'], each['value']]]));
};

before(async () => {
  server = await startTestServer({ demo: true });
  const deploy = async (form: FormData) => bodyOf(await rest('POST', '/deployment/create', form));
  await deploy(
    deploymentForm('isian', {
      'isian.bpmn': process('isian', data(START, 'businessKey="nomor"'), data(TASK)),
      'polos.bpmn': process('polos', '', ''),
      'gagal.bpmn': process(
        'gagal',
        data(field('id="a" type="string" defaultValue="${tidakAda}"')),
        data(field('id="a" type="long" defaultValue="banyak"')),
      ),
    }),
  );
  const tenant = deploymentForm('dinas', { 'milik.bpmn': process('milik', data(START), data(TASK)) });
  tenant.append('tenant-id', 'dinas');
  await deploy(tenant);
});
after(() => server.close());

describe('A start form generated from fields', () => {
  it('has the key of its rendered form', async () => {
    const answer = bodyOf<Refused & { key: string }>(await rest('GET', '/process-definition/key/isian/startForm'));
    assert.match(answer.key, /^embedded:engine:\/\/engine\/:engine\/process-definition\/isian:1:[^/]+\/rendered-form$/);
    const none = bodyOf<{ key: unknown }>(await rest('GET', '/process-definition/key/polos/startForm'));
    assert.equal(none.key, null);
  });

  it('is rendered as HTML with everything escaped, by id, by key, and by key and tenant', async () => {
    const [definition] = bodyOf<Named[]>(await rest('GET', '/process-definition?key=isian'));
    for (const path of ['key/isian', definition?.id ?? '', 'key/milik/tenant-id/dinas']) {
      const answer = await rest('GET', `/process-definition/${path}/rendered-form`);
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('Content-Type') ?? '', /^application\/xhtml\+xml/);
      assert.match(answer.text, /^<form name="generatedForm" role="form">\n/);
      assert.match(answer.text, /<label for="nama">\s*Nama &amp; &lt;gelar&gt;\s*<\/label>/);
      assert.match(
        answer.text,
        /<input class="form-control" name="nama" cam-variable-type="String" cam-variable-name="nama" required type="text" value="Siti" \/>/,
      );
      assert.match(
        answer.text,
        /cam-variable-type="Long" cam-variable-name="jumlah" min="3" max="10" type="text" value="5"/,
      );
      assert.match(answer.text, /cam-variable-type="Boolean" cam-variable-name="setuju" type="checkbox"/);
      assert.match(answer.text, /cam-variable-name="selesai" type="text" uib-datepicker-popup="yyyy-MM-dd HH:mm"/);
    }
    const own = await rest('GET', '/process-definition/key/isian/rendered-form');
    assert.match(own.text, /<input class="form-control" name="nomor" cam-business-key type="text" \/>/);
  });

  it('is not found where the model has no fields', async () => {
    const [{ id } = { id: '' }] = bodyOf<Named[]>(await rest('GET', '/process-definition?key=polos'));
    const refused = bodyOf<Refused>(await rest('GET', '/process-definition/key/polos/rendered-form'), 404);
    assert.deepEqual(
      [refused.type, refused.message],
      ['InvalidRequestException', `No matching rendered start form for process definition with the id ${id} found.`],
    );
  });

  it('begins with typed defaults, dates as they are written', async () => {
    const all = bodyOf<Values>(await rest('GET', '/process-definition/key/isian/form-variables'));
    assert.deepEqual(Object.fromEntries(Object.entries(all).map(([name, { type, value }]) => [name, [type, value]])), {
      nomor: ['String', null],
      nama: ['String', 'Siti'],
      jumlah: ['Long', 5],
      setuju: ['Boolean', null],
      mulai: ['String', '17/08/2026'],
      selesai: ['String', ''],
    });
    const some = bodyOf<Values>(
      await rest('GET', '/process-definition/key/isian/form-variables?variableNames=nama,lain'),
    );
    assert.deepEqual(Object.keys(some), ['nama']);
  });

  it('starts with converted values, defaults for what is left out, and everything else as it is', async () => {
    const instance = await start({
      nomor: { value: 'BK-7' },
      jumlah: { value: 7, type: 'Integer' },
      setuju: { value: 'true', type: 'String' },
      selesai: { value: '2026-09-01 08:30', type: 'String' },
      lain: { value: 1.5, type: 'Double' },
    });
    assert.equal(instance['businessKey'], 'BK-7');
    assert.deepEqual(await variablesOf(instance), {
      nomor: ['String', 'BK-7'],
      nama: ['String', 'Siti'],
      jumlah: ['Long', 7],
      setuju: ['Boolean', true],
      mulai: ['Date', '2026-08-16T17:00:00.000+0000'],
      selesai: ['Date', '2026-09-01T01:30:00.000+0000'],
      lain: ['Double', 1.5],
    });
    const given = bodyOf<Named>(
      await rest('POST', '/process-definition/key/isian/submit-form', {
        businessKey: 'BK-8',
        variables: { nomor: { value: 'BK-9' } },
      }),
    );
    assert.equal(given['businessKey'], 'BK-8', 'the key of the request counts first');
  });

  it('refuses what breaks a constraint, in the words of Camunda and for each field in ours', async () => {
    const [{ id } = { id: '' }] = bodyOf<Named[]>(await rest('GET', '/process-definition?key=isian'));
    const submit = async (variables: Values, language = '') =>
      bodyOf<Refused>(await rest('POST', `/process-definition/${id}/submit-form${language}`, { variables }), 400);
    const refused = await submit({ nama: { value: '' }, jumlah: { value: 10, type: 'Long' } });
    assert.equal(refused.type, 'RestException');
    assert.equal(
      refused.message,
      `Cannot instantiate process definition ${id}: Invalid value submitted for form field 'nama': validation of required failed.`,
    );
    assert.deepEqual(refused.fields, [
      { path: 'nama', message: 'Enter nama & <gelar>.' },
      { path: 'jumlah', message: 'Jumlah must be 9 or less.' },
    ]);
    assert.deepEqual((await submit({ jumlah: { value: 2, type: 'Long' } }, '?lang=id')).fields, [
      { path: 'jumlah', message: 'Jumlah paling kecil 3.' },
    ]);
    assert.match((await submit({ jumlah: { value: '5', type: 'String' } })).message, /validation of min\(3\) failed/);
  });

  it('refuses what is not of the type of its field', async () => {
    for (const [variables, message] of [
      [
        { mulai: { value: '31/02/2026', type: 'String' } },
        /Could not parse value '31\/02\/2026' as date using date format 'dd\/MM\/yyyy'/,
      ],
      [{ mulai: { value: 5, type: 'Integer' } }, /cannot be transformed into a Date/],
      [{ setuju: { value: 5, type: 'Integer' } }, /is not of type Boolean/],
      [{ jumlah: { value: 4.5, type: 'Double' } }, /is not of type Long/],
    ] as const) {
      const refused = bodyOf<Refused>(
        await rest('POST', '/process-definition/key/isian/submit-form', { variables }),
        500,
      );
      assert.equal(refused.type, 'RestException');
      assert.match(refused.message, message);
    }
  });

  it('tells which expression fails', async () => {
    for (const [method, path] of [
      ['GET', 'rendered-form'],
      ['GET', 'form-variables'],
      ['POST', 'submit-form'],
    ] as const) {
      const answer = await rest(method, `/process-definition/key/gagal/${path}`, method === 'POST' ? {} : undefined);
      assert.match(bodyOf<Refused>(answer, 500).message, /tidakAda/);
    }
  });
});

describe('A task form generated from fields', () => {
  it('has the key of its rendered form, which shows labels of this instance', async () => {
    const task = await taskOf(await start({ nama: { value: '"{{7*7}}" <b>' } }));
    const form = bodyOf<{ key: string; camundaFormRef: unknown }>(await rest('GET', `/task/${task.id}/form`));
    assert.deepEqual(
      [form.key, form.camundaFormRef],
      [`embedded:engine://engine/:engine/task/${task.id}/rendered-form`, null],
    );
    const { text } = await rest('GET', `/task/${task.id}/rendered-form`);
    assert.match(text, /<label for="nama" ng-non-bindable>\s*Nama &quot;\{\{7\*7\}\}&quot; &lt;b&gt;\s*<\/label>/);
    assert.doesNotMatch(text, /value="[^"]*\{\{/, 'no default is evaluated by a tasklist');
    assert.match(text, /name="nama" cam-variable-type="String" cam-variable-name="nama" disabled/);
    assert.match(
      text,
      /<select [^>]*cam-variable-name="putusan" required>\s*<option value="ya">\s*Setuju\s*<\/option>/,
    );
    assert.match(text, /ng-if="this\.generatedForm\[&quot;nomor-surat&quot;\]\.\$invalid/);
  });

  it('is not found where the task has no fields, or is no longer there', async () => {
    const instance = bodyOf<Named>(await rest('POST', '/process-definition/key/polos/start', {}));
    const task = await taskOf(instance);
    const refused = bodyOf<Refused>(await rest('GET', `/task/${task.id}/rendered-form`), 404);
    assert.equal(refused.message, `No matching rendered form for task with the id ${task.id} found.`);
    assert.equal(bodyOf<{ key: unknown }>(await rest('GET', `/task/${task.id}/form`)).key, null);
    assert.equal((await rest('GET', '/task/none/rendered-form')).status, 404);
  });

  it('begins with the variables of its fields, else their defaults, and the other variables after them', async () => {
    const task = await taskOf(await start({ nama: { value: 'Tono' }, lain: { value: 1 } }));
    const local = await rest('PUT', `/task/${task.id}/localVariables/nomor-surat`, { value: '7', type: 'String' });
    assert.equal(local.status, 204, local.text);
    const all = bodyOf<Values>(await rest('GET', `/task/${task.id}/form-variables`));
    assert.equal(all['nomor-surat']?.value, '7', "a variable of the task's own is among them");
    assert.deepEqual(Object.keys(all).slice(0, 7), [
      'nama',
      'putusan',
      'alasan',
      'jumlah',
      'setuju',
      'mulai',
      'nomor-surat',
    ]);
    assert.deepEqual(
      ['nama', 'alasan', 'mulai', 'jumlah', 'lain'].map((name) => [all[name]?.type, all[name]?.value]),
      [
        ['String', 'Tono'],
        ['String', 'Untuk Tono'],
        ['String', '17/08/2026'],
        ['Long', 5],
        ['Integer', 1],
      ],
    );
  });

  it('is submitted with the types of its fields and completes the task', async () => {
    const instance = await start();
    const task = await taskOf(instance);
    const answer = await rest('POST', `/task/${task.id}/submit-form`, {
      variables: {
        putusan: { value: 'tidak', type: 'String' },
        jumlah: { value: 9, type: 'Long' },
        mulai: { value: '01/02/2027', type: 'String' },
        lain: { value: 'x' },
      },
    });
    assert.equal(answer.status, 204, answer.text);
    const variables = await variablesOf(instance);
    assert.deepEqual(
      ['putusan', 'jumlah', 'mulai', 'lain', 'alasan'].map((name) => variables[name]),
      [
        ['String', 'tidak'],
        ['Long', 9],
        ['Date', '2027-01-31T17:00:00.000+0000'],
        ['String', 'x'],
        ['String', 'Untuk Siti'],
      ],
    );
  });

  it('refuses read-only fields, choices that are none, and texts too short or too long', async () => {
    const task = await taskOf(await start());
    const submit = async (variables: Values, status: number) =>
      bodyOf<Refused>(await rest('POST', `/task/${task.id}/submit-form`, { variables }), status);
    const readonly = await submit({ nama: { value: 'Lain' }, putusan: { value: 'ya' } }, 400);
    assert.equal(
      readonly.message,
      `Cannot submit task form ${task.id}: Invalid value submitted for form field 'nama': validation of readonly failed.`,
    );
    assert.deepEqual(readonly.fields, [{ path: 'nama', message: 'Nama Siti cannot be changed.' }]);
    assert.match((await submit({}, 400)).message, /'putusan': validation of required/);
    for (const alasan of ['ab', 'a'.repeat(21)])
      assert.match((await submit({ putusan: { value: 'ya' }, alasan: { value: alasan } }, 400)).message, /'alasan'/);
    const other = await submit({ putusan: { value: 'mungkin' } }, 500);
    assert.match(other.message, /^Cannot submit task form .*Invalid value for enum form property: mungkin$/);
  });

  it('is no rule for a machine that completes the task without it', async () => {
    const task = await taskOf(await start());
    assert.equal(
      (await rest('POST', `/task/${task.id}/complete`, { variables: { jumlah: { value: 99 } } })).status,
      204,
    );
  });

  it('is the rule for an officer, however he completes', async () => {
    const task = await taskOf(await start());
    for (const operation of ['complete', 'submit-form']) {
      const path = `/task/${task.id}/${operation}`;
      assert.equal(bodyOf<Refused>(await rest('POST', path, {}, 'budi'), 400).fields?.[0]?.path, 'putusan');
      const beside = await rest('POST', path, { variables: { putusan: { value: 'ya' }, lain: { value: 1 } } }, 'budi');
      assert.match(bodyOf<Refused>(beside, 400).message, /no field lain/);
    }
    const decided = await rest(
      'POST',
      `/task/${task.id}/complete`,
      { variables: { putusan: { value: 'ya' } } },
      'budi',
    );
    assert.equal(decided.status, 204, decided.text);
  });
});

describe('A generated form in the inbox', () => {
  let officer: ApiVisitor;
  const inbox = (method: string, path: string, body?: unknown) =>
    officer.call(method, `/api/inbox/tasks/${path}`, body, { 'accept-language': 'id' });
  const refused = async (work: Promise<unknown>, status: number): Promise<Refused & { readonly detail: string }> => {
    const text = await work.then(
      () => '',
      (error: unknown) => String(error),
    );
    const body = new RegExp(`: ${status} (\\{.*\\})`).exec(text)?.[1];
    assert.ok(body !== undefined, text);
    return JSON.parse(body) as Refused & { readonly detail: string };
  };
  before(async () => {
    officer = await ApiVisitor.open(server.url, 'budi');
  });

  it('is a form like any other, with what it begins with', async () => {
    const task = await taskOf(await start({ nama: { value: 'Tono' } }));
    const { form, formData } = (await inbox('GET', task.id)) as Case;
    assert.deepEqual(
      form.components.map(({ key, type, label }) => [key, type, label]),
      [
        ['nama', 'textfield', 'Nama Tono'],
        ['putusan', 'radio', 'Putusan'],
        ['alasan', 'textfield', 'Alasan'],
        ['jumlah', 'number', 'Jumlah'],
        ['setuju', 'checkbox', 'Setuju'],
        ['mulai', 'datetime', 'Mulai'],
        ['field_7', 'textfield', 'Nomor surat'],
      ],
    );
    assert.deepEqual(formData, { nama: 'Tono', alasan: 'Untuk Tono', jumlah: 5, mulai: '2026-08-17' });
  });

  it('is checked with our words and stored in the types of its fields', async () => {
    const instance = await start({ nama: { value: 'Tono' } });
    const { id } = await taskOf(instance);
    await inbox('POST', `${id}/claim`, {});
    const wrong = await refused(
      inbox('POST', `${id}/complete`, { data: { jumlah: 10, alasan: 'ab', mulai: '2026-02-31' } }),
      422,
    );
    assert.deepEqual(wrong.fields, [
      { path: 'putusan', message: 'Pilih putusan.' },
      { path: 'alasan', message: 'Alasan paling sedikit 3 huruf. Sekarang 2.' },
      { path: 'jumlah', message: 'Jumlah paling besar 9.' },
      { path: 'mulai', message: 'Isi mulai dengan tanggal yang benar, contoh 27 3 2026.' },
    ]);
    await inbox('POST', `${id}/complete`, {
      data: { nama: ['Palsu'], putusan: 'ya', jumlah: '7', setuju: true, mulai: '2026-12-01', field_7: '12/A' },
    });
    const variables = await variablesOf(instance);
    assert.deepEqual(
      ['nama', 'putusan', 'alasan', 'jumlah', 'setuju', 'mulai', 'nomor-surat'].map((name) => variables[name]),
      [
        ['String', 'Tono'],
        ['String', 'ya'],
        ['String', null],
        ['Long', 7],
        ['Boolean', true],
        ['Date', '2026-11-30T17:00:00.000+0000'],
        ['String', '12/A'],
      ],
      'what is read-only stays, what was emptied is empty',
    );
  });

  it('tells an officer that a default of the model is wrong', async () => {
    const instance = bodyOf<Named>(await rest('POST', '/process-definition/key/gagal/start', {}));
    const { detail } = await refused(inbox('GET', (await taskOf(instance)).id), 422);
    assert.match(detail, /Value 'banyak' is not of type Long/);
  });
});
