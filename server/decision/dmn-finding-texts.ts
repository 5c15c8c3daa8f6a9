/** Findings of DMN files: what is wrong, where, and how to mend it. Codes are stable. */
export const dmnFindingTexts = {
  'DMN-001': {
    severity: 'error',
    en: 'The file has {size} bytes; at most {limit} are allowed. Split it into several files.',
    id: 'Berkas berukuran {size} byte; paling besar {limit}. Bagi menjadi beberapa berkas.',
  },
  'DMN-002': {
    severity: 'error',
    en: 'The file contains {text}, which is not allowed. Export it again from the editor.',
    id: 'Berkas memuat {text}, yang tidak diizinkan. Ekspor ulang dari penyunting.',
  },
  'DMN-003': {
    severity: 'error',
    en: 'The file has more than {limit} {what}. Split it into several files.',
    id: 'Berkas memuat lebih dari {limit} {what}. Bagi menjadi beberapa berkas.',
  },
  'DMN-004': {
    severity: 'error',
    en: 'The file is not readable XML: {reason}. Export it again from the editor.',
    id: 'Berkas bukan XML yang terbaca: {reason}. Ekspor ulang dari penyunting.',
  },
  'DMN-005': {
    severity: 'error',
    en: 'The file is no DMN: {reason}. Export it again from a DMN editor.',
    id: 'Berkas bukan DMN: {reason}. Ekspor ulang dari penyunting DMN.',
  },
  'DMN-006': {
    severity: 'error',
    en: 'The id {id} is used twice. Give each element an id of its own.',
    id: 'Id {id} dipakai dua kali. Beri setiap elemen id sendiri.',
  },
  'DMN-007': {
    severity: 'warning',
    en: 'The element {tag} is not known and is ignored.',
    id: 'Elemen {tag} tidak dikenal dan diabaikan.',
  },
  'DMN-008': {
    severity: 'error',
    en: 'The file holds no decision, and nothing that other files could import. Draw a decision and give it a table.',
    id: 'Berkas tidak memuat keputusan, dan tidak ada yang dapat diimpor berkas lain. Gambar satu keputusan dan beri tabel.',
  },
  'DMN-009': {
    severity: 'error',
    en: 'A decision has neither id nor name. Give it an id: processes refer to it.',
    id: 'Sebuah keputusan tidak punya id maupun nama. Beri id: proses merujuk kepadanya.',
  },
  'DMN-010': {
    severity: 'error',
    en: 'Decision {decision} has {logic}. Give it a decision table, a literal expression or another boxed expression.',
    id: 'Keputusan {decision} memuat {logic}. Beri tabel keputusan, ekspresi literal, atau ekspresi kotak lain.',
  },
  'DMN-011': {
    severity: 'error',
    en: 'Decision {decision} requires {reference}, which is not in the file. Draw the missing decision or remove the requirement.',
    id: 'Keputusan {decision} memerlukan {reference}, yang tidak ada di berkas. Gambar keputusan itu atau hapus kebutuhannya.',
  },
  'DMN-012': {
    severity: 'error',
    en: 'The decisions {decisions} require each other in a circle. Remove one of the requirements.',
    id: 'Keputusan {decisions} saling memerlukan dan berputar. Hapus salah satu kebutuhannya.',
  },
  'DMN-013': {
    severity: 'error',
    en: '{decision} calls {reference}, which is not in the file. Draw that business knowledge model or decision service, or remove the requirement.',
    id: '{decision} memanggil {reference}, yang tidak ada di berkas. Gambar business knowledge model atau decision service itu, atau hapus kebutuhannya.',
  },
  'DMN-014': {
    severity: 'warning',
    en: 'The function {name} is written in {kind}, which is not run here; it gives null. Write it in FEEL.',
    id: 'Fungsi {name} ditulis dalam {kind}, yang tidak dijalankan di sini; hasilnya null. Tulis dalam FEEL.',
  },
  'DMN-015': {
    severity: 'error',
    en: 'Decision {decision} says that its history is kept for {value}, which is no number of days. Write 180 or P180D.',
    id: 'Keputusan {decision} menyebut riwayat disimpan selama {value}, yang bukan jumlah hari. Tulis 180 atau P180D.',
  },
  'DMN-016': {
    severity: 'error',
    en: 'The file was not read: {reason}. Make it smaller or simpler, and try again.',
    id: 'Berkas tidak dibaca: {reason}. Perkecil atau sederhanakan, lalu coba lagi.',
  },
  'DMN-017': {
    severity: 'warning',
    en: 'Decision {decision} has no id and is called by its name. Give it an id: names may change.',
    id: 'Keputusan {decision} tidak punya id dan dipanggil dengan namanya. Beri id: nama dapat berubah.',
  },
  'DMN-018': {
    severity: 'warning',
    en: 'Decision {decision} has no logic; its value is null. Give it a decision table or an expression.',
    id: 'Keputusan {decision} tanpa logika; nilainya null. Beri tabel keputusan atau ekspresi.',
  },
  'DMN-020': {
    severity: 'error',
    en: 'The table of {decision} has the hit policy {hitPolicy}, which does not exist. Choose UNIQUE, FIRST, ANY, PRIORITY, RULE ORDER, OUTPUT ORDER or COLLECT.',
    id: 'Tabel {decision} memakai kebijakan {hitPolicy}, yang tidak ada. Pilih UNIQUE, FIRST, ANY, PRIORITY, RULE ORDER, OUTPUT ORDER, atau COLLECT.',
  },
  'DMN-021': {
    severity: 'error',
    en: 'The table of {decision} has the aggregation {aggregation}. Choose SUM, MIN, MAX or COUNT, together with the hit policy COLLECT and one output.',
    id: 'Tabel {decision} memakai agregasi {aggregation}. Pilih SUM, MIN, MAX, atau COUNT, bersama kebijakan COLLECT dan satu keluaran.',
  },
  'DMN-022': {
    severity: 'error',
    en: 'The table of {decision} has no output. Add an output column.',
    id: 'Tabel {decision} tidak punya keluaran. Tambahkan kolom keluaran.',
  },
  'DMN-023': {
    severity: 'error',
    en: 'An output of the table of {decision} has no name, or the name {name} twice. With several outputs each needs a name of its own.',
    id: 'Sebuah keluaran tabel {decision} tanpa nama, atau nama {name} dipakai dua kali. Bila keluaran lebih dari satu, masing-masing perlu nama sendiri.',
  },
  'DMN-024': {
    severity: 'error',
    en: 'Rule {rule} of {decision} has {given} {kind} cells for {wanted} columns. Open the table in the editor and fill the row.',
    id: 'Aturan {rule} pada {decision} memuat {given} sel {kind} untuk {wanted} kolom. Buka tabel di penyunting dan lengkapi barisnya.',
  },
  'DMN-026': {
    severity: 'error',
    en: 'The hit policy {hitPolicy} of {decision} needs the allowed values of an output, highest priority first. Add them to an output column.',
    id: 'Kebijakan {hitPolicy} pada {decision} memerlukan daftar nilai keluaran, prioritas tertinggi lebih dulu. Tambahkan pada kolom keluaran.',
  },
  'DMN-027': {
    severity: 'warning',
    en: 'The type {typeRef} in {decision} is not known; values are taken as they are. Use string, boolean, integer, long, double, number, date or dateTime.',
    id: 'Tipe {typeRef} pada {decision} tidak dikenal; nilai dipakai apa adanya. Pakai string, boolean, integer, long, double, number, date, atau dateTime.',
  },
  'DMN-030': {
    severity: 'error',
    en: 'The expression language {language} in {place} of {decision} is not offered. Use FEEL or juel.',
    id: 'Bahasa ekspresi {language} di {place} pada {decision} tidak tersedia. Pakai FEEL atau juel.',
  },
  'DMN-031': {
    severity: 'error',
    en: 'The expression {source} in {place} of {decision} is wrong: {reason}. Correct it.',
    id: 'Ekspresi {source} di {place} pada {decision} salah: {reason}. Perbaiki.',
  },
  'DMN-032': {
    severity: 'error',
    en: 'The import {name} leads to the namespace {namespace}, which no readable DMN file of this deployment has. Deploy that file together with this one, or remove the import.',
    id: 'Impor {name} mengarah ke namespace {namespace}, yang tidak dimiliki berkas DMN mana pun dalam penerbitan ini. Terbitkan berkas itu bersama berkas ini, atau hapus impornya.',
  },
  'DMN-033': {
    severity: 'error',
    en: 'The import {name} of the namespace {namespace} leads back to the file itself. Move what both need into a file of its own.',
    id: 'Impor {name} dari namespace {namespace} berputar kembali ke berkas ini sendiri. Pindahkan yang dipakai keduanya ke berkas tersendiri.',
  },
} as const satisfies Record<
  string,
  { readonly severity: 'error' | 'warning'; readonly en: string; readonly id: string }
>;

export type DmnFindingCode = keyof typeof dmnFindingTexts;
