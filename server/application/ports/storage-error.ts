/**
 * Why nothing can be stored: the disk is full; it is read-only or broken; the database cannot be reached or its
 * connection broke. In the last case what was being stored may or may not be there.
 */
export type StorageProblem = 'full' | 'unwritable' | 'unreachable';

const TEXTS: Record<StorageProblem, { readonly id: string; readonly en: string }> = {
  full: {
    id: 'Disk server penuh. Tidak ada yang tersimpan; kosongkan sebagian isi disk, lalu coba lagi.',
    en: 'The disk of the server is full. Nothing was stored; free some space, then try again.',
  },
  unwritable: {
    id: 'Berkas data tidak dapat ditulis. Tidak ada yang tersimpan; periksa disk dan hak akses folder data, lalu coba lagi.',
    en: 'The data cannot be written. Nothing was stored; check the disk and the rights of the data directory, then try again.',
  },
  unreachable: {
    id: 'Basis data tidak menjawab. Muat ulang halaman untuk melihat apakah perubahan Anda tersimpan, lalu coba lagi.',
    en: 'The database does not answer. Reload to see whether your change was stored, then try again.',
  },
};

/** The storage cannot store. `text` says in both languages what to do. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
  readonly problem: StorageProblem;
  readonly text: { readonly id: string; readonly en: string };
  constructor(problem: StorageProblem, options?: { readonly cause?: unknown }) {
    super(TEXTS[problem].en, options);
    this.problem = problem;
    this.text = TEXTS[problem];
  }
}
