import { fillText } from '../../kit/i18n/translator.ts';
import { getLanguage } from '../../kit/i18n/language.ts';

/** bpmn-js' own words in Indonesian; what is not here stays English. */
const words: ReadonlyMap<string, string> = new Map(Object.entries({
  'Activate hand tool': 'Geser bagan', 'Activate lasso tool': 'Pilih beberapa', 'Activate create/remove space tool': 'Beri ruang', 'Activate global connect tool': 'Sambungkan',
  'Create start event': 'Tambah peristiwa mulai', 'Create intermediate/boundary event': 'Tambah peristiwa antara', 'Create end event': 'Tambah peristiwa selesai', 'Create gateway': 'Tambah percabangan', 'Create task': 'Tambah tugas',
  'Create expanded sub-process': 'Tambah subproses', 'Create data object reference': 'Tambah objek data', 'Create data store reference': 'Tambah penyimpanan data', 'Create pool/participant': 'Tambah peserta', 'Create group': 'Tambah kelompok', 'Create element': 'Elemen lain',
  'Append task': 'Tambah tugas setelah ini', 'Append gateway': 'Tambah percabangan setelah ini', 'Append end event': 'Tambah selesai setelah ini', 'Append intermediate/boundary event': 'Tambah peristiwa setelah ini', 'Append element': 'Tambah elemen setelah ini', 'Append text annotation': 'Tambah catatan',
  'Change element': 'Ubah jenis', 'Change type': 'Ubah jenis', 'Connect to other element': 'Sambungkan ke elemen lain', 'Connect using sequence flow': 'Sambungkan', 'Delete': 'Hapus', 'Remove': 'Hapus', 'Add lane above': 'Tambah lajur di atas', 'Add lane below': 'Tambah lajur di bawah',
  'User task': 'Tugas orang', 'Service task': 'Tugas sistem', 'Send task': 'Tugas kirim', 'Receive task': 'Tugas terima', 'Manual task': 'Tugas manual', 'Business rule task': 'Tugas aturan', 'Script task': 'Tugas skrip', 'Call activity': 'Panggil proses', 'Task': 'Tugas',
  'Exclusive gateway': 'Percabangan salah satu', 'Parallel gateway': 'Percabangan serentak', 'Inclusive gateway': 'Percabangan beberapa', 'Start event': 'Mulai', 'End event': 'Selesai',
  'General': 'Umum', 'Name': 'Nama', 'Documentation': 'Penjelasan', 'User assignment': 'Siapa mengerjakan', 'Assignee': 'Petugas', 'Candidate groups': 'Kelompok petugas', 'Candidate users': 'Calon petugas', 'Due date': 'Batas waktu', 'Follow up date': 'Tanggal tindak lanjut', 'Priority': 'Prioritas',
  'Forms': 'Formulir', 'Form': 'Formulir', 'Type': 'Jenis', 'Condition': 'Syarat', 'Implementation': 'Pelaksanaan', 'Topic': 'Topik', 'Inputs': 'Masukan', 'Outputs': 'Keluaran', 'Extension properties': 'Sifat tambahan', 'Process variables': 'Data proses', 'Multi-instance': 'Berulang', 'Timer': 'Pewaktu', 'Message': 'Pesan',
  'Asynchronous continuations': 'Kelanjutan terpisah', 'Job execution': 'Pelaksanaan pekerjaan', 'Execution listeners': 'Pendengar jalannya', 'Task listeners': 'Pendengar tugas', 'History cleanup': 'Pembersihan riwayat', 'Time to live': 'Lama disimpan', 'Version tag': 'Tanda versi', 'Executable': 'Dapat dijalankan',
}));

function translate(text: string, values: Readonly<Record<string, string>> = {}): string {
  return fillText((getLanguage() === 'en' ? undefined : words.get(text)) ?? text, values);
}

/** The bpmn-js module that replaces its `translate` service. */
export const translateModule = { translate: ['value', translate] };
