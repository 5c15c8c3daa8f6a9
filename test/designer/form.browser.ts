// Over 300 lines because every kind of form field is shown and used here.
import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/kit/form/alur-form.ts';
import type { AlurForm } from '../../designer/kit/form/alur-form.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';

const required = { required: true };
const schema = {
  id: 'uji',
  components: [
    {
      type: 'group',
      label: 'Pemohon',
      properties: { page: 'true' },
      components: [
        {
          type: 'radio',
          key: 'tipe',
          label: 'Tipe',
          validate: required,
          values: [
            { label: 'Perorangan', value: 'orang' },
            { label: 'Lembaga', value: 'lembaga' },
          ],
        },
        {
          type: 'textfield',
          key: 'nik',
          label: 'NIK',
          description: '16 angka pada KTP.',
          validate: required,
          properties: { dictionary: 'nik', purpose: 'Mengenali pemohon', legalBasis: 'Permendagri 3/2018' },
        },
        {
          type: 'datetime',
          key: 'lahir',
          label: 'Tanggal lahir',
          validate: required,
          properties: { dictionary: 'tglLahir' },
        },
        {
          type: 'textfield',
          key: 'akta',
          label: 'Nomor akta',
          validate: required,
          conditional: { hide: '=tipe != "lembaga"' },
        },
        { type: 'textfield', key: 'email', label: 'Email', properties: { dictionary: 'email' } },
        { type: 'textarea', key: 'maksud', label: 'Maksud', validate: { maxLength: 200 } },
      ],
    },
    {
      type: 'group',
      label: 'Lainnya',
      properties: { page: 'true' },
      components: [
        {
          type: 'checklist',
          key: 'lokasi',
          label: 'Lokasi',
          validate: required,
          values: Array.from({ length: 12 }, (_, index) => ({
            label: `Kecamatan ${String(index)}`,
            value: `k${String(index)}`,
          })),
        },
        {
          type: 'dynamiclist',
          path: 'anggota',
          label: 'Anggota',
          isRepeating: true,
          properties: { maxItems: '2' },
          components: [{ type: 'textfield', key: 'nama', label: 'Nama', validate: required }],
        },
        {
          type: 'filepicker',
          key: 'ktp',
          label: 'KTP',
          accept: '.pdf,.jpg,.png',
          validate: required,
          properties: { maxSizeMb: '1' },
        },
        { type: 'checkbox', key: 'setuju', label: 'Isian saya benar', validate: required },
        { type: 'select', key: 'jenis', label: 'Jenis', values: [{ label: 'Skripsi', value: 's' }] },
        { type: 'number', key: 'jumlah', label: 'Jumlah' },
      ],
    },
  ],
};

const find = (form: AlurForm, id: string): HTMLElement | null => form.querySelector(`#${id}`);
const press = async (form: AlurForm, text: string): Promise<void> => {
  const button = [...form.querySelectorAll('button')].find((candidate) => candidate.textContent.includes(text));
  if (button === undefined) throw new Error(`There is no button "${text}".`);
  button.click();
  await settle(form);
};

describe('alur-form', () => {
  beforeEach(() => {
    setLanguage('id');
    document.title = 'Uji';
  });
  afterEach(clearPage);

  it('draws every kind of field without an accessibility problem, with and without errors', async () => {
    const form = await mount<AlurForm>('alur-form', { schema });
    expect(await findAccessibilityProblems(form)).to.deep.equal([]);
    form.validate();
    await settle(form);
    expect(form.querySelectorAll('.field--invalid').length).to.equal(6);
    expect(await findAccessibilityProblems(form)).to.deep.equal([]);
  });

  it('says what is wrong in a summary that takes the focus, beside the field and in the title', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 0 });
    type(find(form, 'f-nik'), '12');
    expect(form.validate().valid).to.equal(false);
    await settle(form);
    expect(document.activeElement?.className).to.equal('error-summary');
    expect([...form.querySelectorAll('.error-summary a')].map((link) => link.textContent)).to.deep.equal([
      'Pilih tipe.',
      'NIK harus 16 angka. Periksa kembali KTP Anda.',
      'Isi tanggal lahir.',
    ]);
    expect(form.querySelector('#f-nik-error')?.textContent).to.equal('NIK harus 16 angka. Periksa kembali KTP Anda.');
    expect(find(form, 'f-nik')?.getAttribute('aria-invalid')).to.equal('true');
    expect((find(form, 'f-nik') as HTMLInputElement).value).to.equal('12');
    expect(document.title).to.equal('Kesalahan: Uji');
  });

  it('leads from the summary to the field', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 0 });
    form.validate();
    await settle(form);
    form.querySelectorAll<HTMLAnchorElement>('.error-summary a')[1]?.click();
    expect(document.activeElement?.id).to.equal('f-nik');
  });

  it('does not complain while somebody is typing', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 0 });
    type(find(form, 'f-nik'), '1');
    find(form, 'f-nik')?.dispatchEvent(new Event('blur'));
    await settle(form);
    expect(form.querySelector('.field--invalid')).to.equal(null);
  });

  it('keeps the place of the next field when an error comes', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 0 });
    const height = (): number => form.querySelector('#f-nik')!.closest('.field')!.getBoundingClientRect().height;
    const before = height();
    form.showErrors([{ path: 'nik', message: 'NIK salah.' }]);
    await settle(form);
    expect(height()).to.be.closeTo(before, 1);
  });

  it('shows a field when its condition holds, and keeps what was typed elsewhere', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 0 });
    type(find(form, 'f-nik'), '3511');
    expect(find(form, 'f-akta')).to.equal(null);
    (find(form, 'f-tipe-1') as HTMLInputElement).click();
    await settle(form);
    expect(find(form, 'f-akta')).to.not.equal(null);
    expect((find(form, 'f-nik') as HTMLInputElement).value).to.equal('3511');
  });

  it('puts a date together from three boxes', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 0 });
    for (const [id, text] of [
      ['f-lahir', '7'],
      ['f-lahir-month', '3'],
      ['f-lahir-year', '1990'],
    ] as const) {
      type(find(form, id), text);
      await settle(form);
    }
    expect(form.validate().data['lahir']).to.equal('1990-03-07');
  });

  it('adds and removes repeating members up to their limit', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 1 });
    await press(form, '+ Tambah');
    await press(form, '+ Tambah');
    expect(form.querySelectorAll('.repeating').length).to.equal(2);
    expect(find(form, 'f-anggota-add')).to.equal(null);
    type(find(form, 'f-anggota-0-nama'), 'Siti');
    type(find(form, 'f-anggota-1-nama'), 'Budi');
    await press(form, 'Hapus Anggota 1');
    expect(form.values['anggota']).to.deep.equal([{ nama: 'Budi' }]);
  });

  it('searches a long list and keeps what is chosen', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 1 });
    const boxes = (): HTMLInputElement[] => [
      ...form.querySelectorAll<HTMLInputElement>('alur-choice-list input[type=checkbox]'),
    ];
    boxes()[3]?.click();
    await settle(form);
    type(find(form, 'f-lokasi'), '11');
    await settle(form);
    expect(boxes().length).to.equal(1);
    boxes()[0]?.click();
    await settle(form);
    expect(form.values['lokasi']).to.deep.equal(['k3', 'k11']);
  });

  it('checks a file before sending, sends it with progress and keeps its id', async () => {
    const sent: string[] = [];
    const upload = ({
      field,
      name,
      file,
      onProgress,
    }: {
      field: string;
      name: string;
      file: Blob;
      onProgress(share: number): void;
    }): Promise<unknown> => {
      sent.push(`${field}:${name}`);
      onProgress(0.5);
      return Promise.resolve({ id: 'f1', name, size: file.size, mimeType: 'application/pdf' });
    };
    const form = await mount<AlurForm>('alur-form', { schema, page: 1, upload });
    const choose = async (file: File): Promise<void> => {
      const files = new DataTransfer();
      files.items.add(file);
      const input = find(form, 'f-ktp') as HTMLInputElement;
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      await settle(form);
    };
    await choose(new File(['x'], 'a.exe', { type: 'application/x-msdownload' }));
    expect(form.querySelector('.upload__message')?.textContent).to.equal('Berkas harus PDF, JPG, PNG.');
    await choose(new File([new Uint8Array(2 * 1024 * 1024)], 'besar.pdf', { type: 'application/pdf' }));
    expect(form.querySelector('.upload__message')?.textContent).to.equal('Ukuran berkas maksimal 1 MB.');
    await choose(new File([], 'kosong.pdf', { type: 'application/pdf' }));
    expect(form.querySelector('.upload__message')?.textContent).to.equal('Berkas kosong. Pilih berkas lain.');
    expect(sent).to.deep.equal([]);
    await choose(new File(['%PDF'], 'ktp.pdf', { type: 'application/pdf' }));
    expect(sent).to.deep.equal(['ktp:ktp.pdf']);
    expect(form.values['ktp']).to.equal('f1');
    expect(form.knownFiles.map((file) => file.name)).to.deep.equal(['ktp.pdf']);
    // Who speaks to the phone says what is written on the button (WCAG 2.5.3).
    const name = find(form, find(form, 'f-ktp')?.getAttribute('aria-labelledby') ?? '');
    expect(name?.textContent.replaceAll(/\s+/g, ' ').trim()).to.equal('Ganti berkas ktp.pdf');
    expect(find(form, 'f-ktp')?.textContent.trim()).to.equal(name?.textContent.trim());
  });

  it('waits for a file on its way before the screen is left', async () => {
    let arrive: (file: unknown) => void = () => undefined;
    const upload = (): Promise<unknown> =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const form = await mount<AlurForm>('alur-form', {
      schema: { id: 'f', components: [{ type: 'filepicker', key: 'foto', label: 'Foto' }] },
      upload,
    });
    const files = new DataTransfer();
    files.items.add(new File(['%PDF'], 'foto.pdf', { type: 'application/pdf' }));
    const input = find(form, 'f-foto') as HTMLInputElement;
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(form);
    expect(form.validate().valid).to.equal(false);
    await settle(form);
    form.querySelector<HTMLAnchorElement>('.error-summary a')?.click();
    expect(document.activeElement?.textContent.trim()).to.equal('Batalkan unggahan');
    expect(form.querySelector('.error-summary li')?.textContent.trim()).to.equal(
      'Tunggu sampai Foto selesai diunggah, atau batalkan unggahannya.',
    );
    arrive({ id: 'f1', name: 'foto.pdf', size: 4, mimeType: 'application/pdf' });
    await settle(form);
    expect(form.validate()).to.deep.include({ valid: true, data: { foto: 'f1' } });
  });

  it('makes a large photo smaller before sending it', async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 3000;
    canvas.height = 2000;
    const context = canvas.getContext('2d')!;
    for (let index = 0; index < 3000; index++) {
      context.fillStyle = `hsl(${String(index % 360)} 80% 50%)`;
      context.fillRect((index * 37) % 3000, (index * 53) % 2000, 60, 60);
    }
    const photo = await new Promise<Blob>((resolve) => {
      canvas.toBlob(
        (blob) => {
          resolve(blob!);
        },
        'image/jpeg',
        1,
      );
    });
    let sent: Blob | undefined;
    const upload = ({ file, name }: { file: Blob; name: string }): Promise<unknown> => {
      sent = file;
      return Promise.resolve({ id: 'f1', name, size: file.size, mimeType: file.type });
    };
    const form = await mount<AlurForm>('alur-form', { schema, page: 1, upload });
    const files = new DataTransfer();
    files.items.add(new File([photo], 'foto.jpg', { type: 'image/jpeg' }));
    const input = find(form, 'f-ktp') as HTMLInputElement;
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    for (let wait = 0; wait < 100 && sent === undefined; wait++) await settle(form);
    const bitmap = await createImageBitmap(sent!);
    expect(bitmap.width).to.equal(1600);
    expect(sent!.size).to.be.lessThan(photo.size);
  });

  it('lets only marked fields be corrected and shows the notes', async () => {
    const data = {
      tipe: 'orang',
      nik: '3511014401010001',
      lahir: '1990-03-07',
      anggota: [{ nama: 'A' }, { nama: 'B' }],
    };
    const form = await mount<AlurForm>('alur-form', {
      schema,
      data,
      corrections: [
        { field: 'nik', note: 'Tidak sama dengan KTP.' },
        { field: 'anggota[1].nama', note: 'Tulis lengkap.' },
      ],
    });
    expect([...form.querySelectorAll('input, textarea, select')].map((control) => control.id)).to.deep.equal([
      'f-nik',
      'f-anggota-1-nama',
    ]);
    expect([...form.querySelectorAll('.field__note')].map((note) => note.textContent)).to.deep.equal([
      'Catatan petugas: Tidak sama dengan KTP.',
      'Catatan petugas: Tulis lengkap.',
    ]);
    expect(await findAccessibilityProblems(form)).to.deep.equal([]);
  });

  it('loads the FEEL engine only for a condition that needs it', async () => {
    const form = await mount<AlurForm>('alur-form', {
      schema: {
        id: 'f',
        components: [
          { type: 'number', key: 'a', label: 'A' },
          { type: 'textfield', key: 'b', label: 'B', conditional: { hide: '=(if a = null then 0 else a) + 1 < 5' } },
        ],
      },
      data: { a: 9 },
    });
    for (let wait = 0; wait < 100 && find(form, 'f-a') === null; wait++) await settle(form);
    expect(find(form, 'f-b')).to.not.equal(null);
  });

  it('changes its language at once', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 0 });
    setLanguage('en');
    await settle(form);
    expect(form.textContent).to.contain('(optional)');
    expect(form.validate().errors[0]?.message).to.equal('Choose tipe.');
  });

  it('keeps what was typed when it is given the same values again, and takes other ones', async () => {
    const form = await mount<AlurForm>('alur-form', { schema, page: 0, data: { nik: '1' } });
    type(find(form, 'f-nik'), '12');
    form.data = { nik: '1' };
    form.schema = structuredClone(schema);
    await settle(form);
    expect((find(form, 'f-nik') as HTMLInputElement).value).to.equal('12');
    form.data = { nik: '9' };
    await settle(form);
    expect((find(form, 'f-nik') as HTMLInputElement).value).to.equal('9');
  });

  it('shows an officer’s review of another form and collects its corrections', async () => {
    const task = {
      id: 't',
      components: [
        { type: 'review', key: 'perbaikan', form: 'uji', label: 'Isian' },
        {
          type: 'radio',
          key: 'hasil',
          label: 'Keputusan',
          validate: required,
          properties: { outcome: 'true' },
          values: [
            { label: 'Lengkap', value: 'l' },
            { label: 'Perbaiki', value: 'p' },
          ],
        },
      ],
    };
    const form = await mount<AlurForm>('alur-form', {
      schema: task,
      review: { forms: { uji: schema }, data: { tipe: 'orang', nik: '3511014401010001' }, files: [] },
    });
    const marks = (): HTMLInputElement[] => [
      ...form.querySelectorAll<HTMLInputElement>('alur-review input[type=radio]'),
    ];
    for (let wait = 0; wait < 100 && marks().length === 0; wait++) await settle(form);
    marks()[0]!.click();
    await settle(form);
    marks()[3]!.click();
    await settle(form);
    expect(form.validate().errors.map((error) => error.code)).to.deep.equal(['requiredReview', 'requiredChoice']);
    await settle(form);
    expect(marks()[0]!.checked).to.equal(true);
    type(form.querySelector('alur-review textarea'), 'Tidak sama dengan KTP.');
    form.querySelector<HTMLInputElement>('.outcome input')?.click();
    await settle(form);
    expect(form.validate()).to.deep.include({
      valid: true,
      data: { perbaikan: [{ field: 'nik', note: 'Tidak sama dengan KTP.' }], hasil: 'l' },
    });
    expect(await findAccessibilityProblems(form)).to.deep.equal([]);
  });

  it('never lets a form bring markup into the page', async () => {
    const form = await mount<AlurForm>('alur-form', {
      schema: {
        id: 'f',
        components: [
          { type: 'text', text: '# <img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) **tebal**' },
          { type: 'textfield', key: 'a', label: '<b>A</b>' },
        ],
      },
    });
    expect(form.querySelector('img')).to.equal(null);
    expect(form.querySelector('a')).to.equal(null);
    expect(form.querySelector('strong')?.textContent).to.equal('tebal');
    expect(form.querySelector('label')?.textContent).to.contain('<b>A</b>');
  });
});
