import type { Opd, UserStore } from '../application/ports/identity-users.ts';
import type { Role } from '../application/ports/identity-users.ts';
import { hashPassword } from './password.ts';

/** Password of every demo account. Public, which is why the demo runs on this computer only. */
export const DEMO_PASSWORD = 'alur-demo';

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  /** What the sign-in page says the account is for. */
  readonly does: string;
  readonly opd: string | null;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
}

/** People for a first walk through the platform, of several OPDs so that their separation can be seen. */
export const demoAccounts: readonly DemoAccount[] = [
  {
    id: 'rina',
    name: 'Rina Wulandari',
    does: 'Petugas loket DPMPTSP: memeriksa kelengkapan berkas',
    opd: 'dpmptsp',
    roles: ['officer'],
    groups: ['dpmptsp.fo'],
  },
  {
    id: 'budi',
    name: 'Budi Prasetyo',
    does: 'Pengkaji Kesbangpol: mengkaji dampak penelitian',
    opd: 'kesbang',
    roles: ['officer'],
    groups: ['kesbang.kajian'],
  },
  {
    id: 'wati',
    name: 'Wati Handayani',
    does: 'Kepala Badan Kesbangpol: menyetujui hasil kajian',
    opd: 'kesbang',
    roles: ['officer'],
    groups: ['kesbang.kaban'],
  },
  {
    id: 'hadi',
    name: 'Hadi Santoso',
    does: 'Kepala DPMPTSP: menandatangani surat',
    opd: 'dpmptsp',
    roles: ['officer'],
    groups: ['dpmptsp.kadis'],
  },
  {
    id: 'dewi',
    name: 'Dewi Anggraini',
    does: 'Verifikator Dinas Kesehatan: tidak melihat tugas OPD lain',
    opd: 'dinkes',
    roles: ['officer'],
    groups: ['dinkes.sdmk'],
  },
  {
    id: 'sari',
    name: 'Sari Kusuma',
    does: 'Analis Kominfo: menggambar dan menerbitkan alur layanan',
    opd: 'kominfo',
    roles: ['analyst'],
    groups: ['kominfo.analis'],
  },
  {
    id: 'tono',
    name: 'Tono Hidayat',
    does: 'Operator Kominfo: memantau permohonan yang berjalan dan gangguan',
    opd: 'kominfo',
    roles: ['operator'],
    groups: ['kominfo.egov'],
  },
  {
    id: 'admin',
    name: 'Administrator',
    does: 'Administrator platform',
    opd: null,
    roles: ['administrator'],
    groups: [],
  },
];

/** Machine account of the simulated OPD applications. */
export const demoWorker: DemoAccount = {
  id: 'opd-worker',
  name: 'Aplikasi OPD (simulasi)',
  does: 'Aplikasi OPD',
  opd: null,
  roles: ['worker'],
  groups: [],
};

/** Agencies of the regency (nomenclature of 2021 to 2024; an administrator changes the names). */
export const opds: readonly Opd[] = [
  { key: 'dpmptsp', name: 'Dinas Penanaman Modal, PTSP dan Tenaga Kerja' },
  { key: 'dinkes', name: 'Dinas Kesehatan' },
  { key: 'perkim', name: 'Dinas Perumahan, Kawasan Permukiman dan Cipta Karya' },
  { key: 'bsbk', name: 'Dinas Bina Marga, SDA dan Bina Konstruksi' },
  { key: 'dlhp', name: 'Dinas Lingkungan Hidup dan Perhubungan' },
  { key: 'dukcapil', name: 'Dinas Kependudukan dan Pencatatan Sipil' },
  { key: 'dinsos', name: 'Dinas Sosial, PPPA dan KB' },
  { key: 'bapenda', name: 'Badan Pendapatan Daerah' },
  { key: 'bpkad', name: 'Badan Pengelolaan Keuangan dan Aset Daerah' },
  { key: 'bappeda', name: 'Badan Perencanaan Pembangunan Daerah' },
  { key: 'kesbang', name: 'Badan Kesatuan Bangsa dan Politik' },
  { key: 'satpolpp', name: 'Satuan Polisi Pamong Praja' },
  { key: 'kominfo', name: 'Dinas Komunikasi dan Informatika' },
  { key: 'inspektorat', name: 'Inspektorat' },
];

/** Creates the demo accounts that do not exist yet; an account that somebody changed stays as it is. */
export async function createDemoAccounts(users: UserStore, now: number): Promise<void> {
  for (const account of [...demoAccounts, demoWorker]) {
    if (await users.findUser(account.id)) continue;
    const { id, name, opd, roles, groups } = account;
    await users.putUser(
      { id, name, opd, roles, groups, active: true, passwordHash: await hashPassword(DEMO_PASSWORD) },
      now,
    );
  }
}
