import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { KIT_START } from '../../test/kit/ports.ts';
import { Scenario } from '../../test/kit/scenario.ts';
import { sampleRequest } from './sample-request.ts';
import { loadService, servicePorts, type LoadedService } from './scenario-ports.ts';

const review = { ringkasanKajian: 'Penelitian sesuai dengan proposal.', hasilKajian: 'tidak-ada-dampak' };
const letterNumber = { documentCode: 'kode', documentNumber: '503/0001/430.9.12/2026' };

/** From the submitted request on, each test goes one way through the drawn process, to each of its ends. */
describe('The research permit', () => {
  let service: LoadedService;
  before(async () => {
    service = await loadService();
  });
  const submit = (change: Record<string, unknown> = {}) => {
    const started: { permit?: Scenario } = {};
    const clock = () => started.permit?.world.ports.now ?? KIT_START;
    const variables = { ...sampleRequest, nomorPermohonan: 'BWS-PEN-2611-7K3MQ-9', ...change };
    started.permit = Scenario.start(service.definition, {
      businessKey: variables.nomorPermohonan,
      variables,
      ports: servicePorts(service.decisions, clock),
    });
    return started.permit;
  };
  const passUntil = (scenario: Scenario, timer: string) =>
    scenario.passTime((scenario.job(timer).dueAt ?? 0) - scenario.world.ports.now);
  const complete = (scenario: Scenario) =>
    scenario.complete('periksa-kelengkapan', { hasilKelengkapan: 'lengkap', perbaikan: [] });
  const sendBack = (scenario: Scenario) =>
    scenario.complete('periksa-kelengkapan', {
      hasilKelengkapan: 'perbaikan',
      perbaikan: [{ field: 'judul', note: 'Terlalu umum' }],
    });
  const endedAt = (scenario: Scenario, end: string) => {
    scenario.hasEnded();
    assert.equal(scenario.passed().at(-1), end);
  };

  it('is issued: checked, reviewed briefly, signed, the applicant and the OPDs told', () => {
    const permit = submit().isAt('periksa-kelengkapan');
    complete(permit).isAt('kajian-dampak').hasVariables({ jalur: 'kajian-ringkas', hariKajian: 1 });
    permit.complete('kajian-dampak', review).isAt('tanda-tangan');
    permit.complete('tanda-tangan', { keputusanTandaTangan: 'setujui' }).isAt('terbitkan-surat');
    permit.hasVariables({
      lokasiTujuan: [
        { kode: 'dinkes', nama: 'Dinas Kesehatan' },
        { kode: 'kec-35.11.01', nama: 'Kecamatan Maesan' },
      ],
    });
    permit.complete('terbitkan-surat', letterNumber).isAt('kabari-terbit', 'beritahu-opd');
    permit.complete('beritahu-opd', { pemberitahuanTerkirim: [] }).isAt('kabari-terbit');
    endedAt(permit.complete('kabari-terbit'), 'terbit');
  });

  it('hands out tasks to the right groups, with due dates', () => {
    const permit = submit();
    const taskAt = () => [...permit.state.tasks.values()][0];
    const groups = () => taskAt()?.candidateGroups;
    assert.deepEqual(groups(), ['dpmptsp.fo']);
    assert.ok(taskAt()?.dueAt);
    complete(permit);
    assert.deepEqual(groups(), ['kesbang.kajian']);
    permit.complete('kajian-dampak', review);
    assert.deepEqual(groups(), ['dpmptsp.kadis']);
  });

  it('has no task due later than the service promises', () => {
    // A full review has three days, its approval one and the signature one; the service has four.
    const permit = submit({ topikSensitif: ['politik'] });
    const dueOn = () =>
      [...permit.state.tasks.values()].map((task) => new Date(task.dueAt ?? 0).toISOString().slice(0, 10)).join();
    complete(permit);
    // From Monday 17 August 2026, itself a holiday.
    assert.equal(dueOn(), '2026-08-20');
    permit.passTime(3 * 86_400_000).complete('kajian-dampak', review);
    assert.equal(dueOn(), '2026-08-21');
    permit.complete('persetujuan-kaban', { keputusanKaban: 'setujui' });
    assert.equal(dueOn(), '2026-08-21');
    permit.passTime(86_400_000).complete('tanda-tangan', { keputusanTandaTangan: 'kembalikan', catatanKadis: 'Lagi' });
    assert.equal(dueOn(), '2026-08-21');
  });

  it('comes back to the applicant as often as needed, counts the rounds and clears the marks', () => {
    const permit = submit();
    sendBack(permit)
      .isAt('perbaiki-berkas')
      .hasVariables({ perbaikan: [{ field: 'judul', note: 'Terlalu umum' }] });
    permit.complete('perbaiki-berkas', { judul: 'Judul yang lebih khusus' }).isAt('periksa-kelengkapan');
    permit.hasVariables({ putaranPerbaikan: 1, perbaikan: [], judul: 'Judul yang lebih khusus' });
    sendBack(permit).complete('perbaiki-berkas', {});
    permit.hasVariables({ putaranPerbaikan: 2 });
    complete(permit).isAt('kajian-dampak');
  });

  it('reminds the applicant after three and seven working days and is withdrawn after ten', () => {
    const permit = sendBack(submit());
    const due = ['ingat-3-hari', 'ingat-7-hari', 'batas-10-hari'].map((timer) =>
      new Date(permit.job(timer).dueAt ?? 0).toISOString().slice(0, 10),
    );
    // From Monday 17 August 2026, with Tuesday 25 August a holiday.
    assert.deepEqual(due, ['2026-08-20', '2026-08-27', '2026-09-01']);
    passUntil(permit, 'ingat-3-hari').isAt('perbaiki-berkas', 'ingatkan-pemohon');
    permit.complete('ingatkan-pemohon').isAt('perbaiki-berkas');
    assert.equal(permit.passed().at(-1), 'pemohon-diingatkan');
    passUntil(permit, 'ingat-7-hari').complete('ingatkan-pemohon').isAt('perbaiki-berkas');
    endedAt(passUntil(permit, 'batas-10-hari'), 'ditarik-batas-waktu');
  });

  for (const [what, change, jalur] of [
    ['a foreigner to BRIN', { jenis: 'penelitian-wna' }, 'arahkan-brin'],
    ['research in several regencies to the province', { lintasKabupaten: true }, 'arahkan-provinsi'],
  ] as const) {
    it(`sends ${what}`, () => {
      const permit = complete(submit(change)).isAt('kabari-arahan').hasVariables({ jalur });
      endedAt(permit.complete('kabari-arahan'), 'diarahkan');
    });
  }

  for (const [what, change, jalur, hariKajian] of [
    ['a topic of politics', { topikSensitif: ['lainnya', 'politik'] }, 'kajian-penuh', 3],
    ['a topic of religion with children', { topikSensitif: ['sara'], anak: true }, 'kajian-penuh', 3],
    ['research with children', { anak: true }, 'kajian-pdp', 1],
    ['research with personal data', { dataPribadi: true }, 'kajian-pdp', 1],
    ['mental health alone', { topikSensitif: ['kesehatan-jiwa'] }, 'kajian-ringkas', 1],
  ] as const) {
    it(`reviews ${what} as ${jalur}`, () => {
      complete(submit(change)).isAt('kajian-dampak').hasVariables({ jalur, hariKajian });
    });
  }

  it('needs the head of Kesbangpol after a full review, who may send it back', () => {
    const permit = complete(submit({ topikSensitif: ['politik'] }));
    permit.complete('kajian-dampak', review).isAt('persetujuan-kaban');
    permit
      .complete('persetujuan-kaban', { keputusanKaban: 'kembalikan', catatanKaban: 'Periksa lagi' })
      .isAt('kajian-dampak');
    permit
      .complete('kajian-dampak', review)
      .complete('persetujuan-kaban', { keputusanKaban: 'setujui' })
      .isAt('tanda-tangan');
  });

  it('goes back to the review when the head of DPMPTSP does not sign', () => {
    const permit = complete(submit()).complete('kajian-dampak', review);
    permit
      .complete('tanda-tangan', { keputusanTandaTangan: 'kembalikan', catatanKadis: 'Syarat belum jelas' })
      .isAt('kajian-dampak');
  });

  it('is refused with a letter when the review finds harm', () => {
    const permit = complete(submit()).complete('kajian-dampak', {
      ...review,
      hasilKajian: 'dampak-negatif',
      alasanPenolakan: 'Menimbulkan keresahan.',
      dasarPenolakan: 'Permendagri 3/2018',
    });
    permit.isAt('surat-penolakan').complete('surat-penolakan', letterNumber);
    endedAt(permit.isAt('kabari-penolakan').complete('kabari-penolakan'), 'ditolak');
  });

  for (const [where, way, end] of [
    ['while it is checked', (permit: Scenario) => permit, 'ditarik-pemeriksaan'],
    ['while the applicant corrects it', (permit: Scenario) => sendBack(permit), 'ditarik-perbaikan'],
    ['while it is reviewed', (permit: Scenario) => complete(permit), 'ditarik-kajian'],
    [
      'while the head of Kesbangpol has it',
      (permit: Scenario) => complete(permit).complete('kajian-dampak', review),
      'ditarik-persetujuan',
    ],
    [
      'while it waits for the signature',
      (permit: Scenario) =>
        complete(permit).complete('kajian-dampak', review).complete('persetujuan-kaban', { keputusanKaban: 'setujui' }),
      'ditarik-tanda-tangan',
    ],
  ] as const) {
    it(`can be withdrawn ${where}`, () => {
      const permit = way(submit({ topikSensitif: ['politik'] }));
      endedAt(permit.correlate('tarik-permohonan'), end);
    });
  }

  it('can no longer be withdrawn after signing', () => {
    const permit = complete(submit())
      .complete('kajian-dampak', review)
      .complete('tanda-tangan', { keputusanTandaTangan: 'setujui' });
    assert.equal(permit.state.subscriptions.size, 0);
  });

  it('tells the letter service and the applicant what to write', () => {
    const permit = complete(submit())
      .complete('kajian-dampak', review)
      .complete('tanda-tangan', { keputusanTandaTangan: 'setujui' });
    assert.deepEqual(permit.variables('terbitkan-surat'), {
      template: 'surat-keterangan',
      title: 'Surat Keterangan Penelitian',
    });
    permit.complete('terbitkan-surat', letterNumber);
    assert.deepEqual(permit.variables('kabari-terbit'), {
      to: 'applicant',
      text: 'Permohonan BWS-PEN-2611-7K3MQ-9 selesai. Surat nomor 503/0001/430.9.12/2026 dapat diunduh di halaman permohonan Anda.',
    });
  });

  it('has a test for each of its ends', () => {
    const tested = [
      'terbit',
      'pemohon-diingatkan',
      'ditarik-batas-waktu',
      'diarahkan',
      'ditolak',
      'ditarik-pemeriksaan',
      'ditarik-perbaikan',
      'ditarik-kajian',
      'ditarik-persetujuan',
      'ditarik-tanda-tangan',
    ];
    const ends = [...service.definition.nodes.values()]
      .filter((node) => node.kind === 'endEvent')
      .map((node) => node.id);
    assert.deepEqual(ends.sort(), tested.sort());
  });
});
