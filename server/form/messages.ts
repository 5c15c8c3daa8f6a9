import type { FormField, FormLanguage } from './definition.ts';

/**
 * What is said about a wrong value, the same in browser and server. Plain words: what is wrong and how to mend it.
 * `{label}` is the field's label as it is used within a sentence.
 */
const messages = {
  required: ['Isi {label}.', 'Enter {label}.'],
  requiredChoice: ['Pilih {label}.', 'Choose {label}.'],
  requiredAnswer: ['Jawab pertanyaan “{Label}”', 'Answer the question “{Label}”'],
  requiredFile: ['Unggah {label}.', 'Upload {label}.'],
  requiredTick: ['Centang “{short}”.', 'Tick “{short}”.'],
  requiredReview: [
    'Beri catatan pada setiap isian yang tidak sesuai.',
    'Write a note for every answer that is not right.',
  ],
  readonly: ['{Label} tidak dapat diubah.', '{Label} cannot be changed.'],
  text: ['Isi {label} dengan teks.', 'Enter {label} as text.'],
  minLength: [
    '{Label} paling sedikit {limit} huruf. Sekarang {actual}.',
    '{Label} must have at least {limit} characters. Now {actual}.',
  ],
  maxLength: [
    '{Label} paling banyak {limit} huruf. Sekarang {actual}.',
    '{Label} must have at most {limit} characters. Now {actual}.',
  ],
  pattern: [
    'Penulisan {label} tidak sesuai. Periksa kembali.',
    '{Label} is not written in the right way. Check it again.',
  ],
  number: ['Isi {label} dengan angka, contoh 25.', 'Enter {label} as a number, such as 25.'],
  wholeNumber: ['Isi {label} dengan angka bulat, tanpa koma.', 'Enter {label} as a whole number.'],
  decimals: [
    '{Label} paling banyak {limit} angka di belakang koma.',
    '{Label} may have at most {limit} decimal places.',
  ],
  min: ['{Label} paling kecil {limit}.', '{Label} must be {limit} or more.'],
  max: ['{Label} paling besar {limit}.', '{Label} must be {limit} or less.'],
  option: ['Pilih {label} dari daftar.', 'Choose {label} from the list.'],
  date: [
    'Isi {label} dengan tanggal yang benar, contoh 27 3 2026.',
    'Enter {label} as a real date, such as 27 3 2026.',
  ],
  time: ['Isi {label} dengan jam, contoh 14.30.', 'Enter {label} as a time, such as 14.30.'],
  dateNotBefore: ['{Label} tidak boleh sebelum {limit}.', '{Label} must not be before {limit}.'],
  dateNotAfter: ['{Label} tidak boleh setelah {limit}.', '{Label} must not be after {limit}.'],
  birthDateFuture: ['Tanggal lahir tidak boleh setelah hari ini.', 'The date of birth must not be in the future.'],
  birthDateTooOld: ['Periksa tahun lahir, contoh 1990.', 'Check the year of birth, such as 1990.'],
  minItems: ['Tambahkan paling sedikit {limit} {label}.', 'Add at least {limit} {label}.'],
  maxItems: ['{Label} paling banyak {limit}. Hapus sebagian.', '{Label}: at most {limit}. Remove some.'],
  list: ['Isi {label} sebagai daftar.', 'Enter {label} as a list.'],
  fileMissing: ['Berkas gagal diunggah. Unggah {label} sekali lagi.', 'The file did not arrive. Upload {label} again.'],
  fileType: ['Berkas harus {types}.', 'The file must be {types}.'],
  fileSize: ['Ukuran berkas maksimal {limit} MB.', 'The file may have at most {limit} MB.'],
  fileEmpty: ['Berkas kosong. Pilih berkas lain.', 'The file is empty. Choose another one.'],
  review: [
    'Penilaian tidak dapat dibaca. Periksa kembali setiap isian.',
    'The review cannot be read. Check every answer again.',
  ],
  nik: ['NIK harus 16 angka. Periksa kembali KTP Anda.', 'The NIK must have 16 digits. Check your KTP.'],
  noKk: [
    'Nomor KK 16 angka, ada di bagian atas Kartu Keluarga.',
    'The family card number has 16 digits; it stands at the top of the card.',
  ],
  name: [
    'Tulis nama dengan huruf saja, tanpa angka, paling banyak 100 huruf.',
    'Write the name in letters only, at most 100.',
  ],
  phone: ['Tulis nomor HP, contoh 0812 3456 7890.', 'Write a mobile number, such as 0812 3456 7890.'],
  email: ['Tulis alamat email, contoh nama@contoh.id.', 'Write an e-mail address, such as name@example.id.'],
  address: ['Alamat paling banyak 200 huruf.', 'The address may have at most 200 characters.'],
  rtRw: ['Tulis RT/RW dengan angka, contoh 003.', 'Write RT/RW in digits, such as 003.'],
  npwp: ['NPWP harus 15 atau 16 angka.', 'The NPWP must have 15 or 16 digits.'],
  npwpd: [
    'Periksa kembali NPWP Daerah: 6 sampai 25 huruf dan angka.',
    'Check the regional tax number: 6 to 25 letters and digits.',
  ],
  nib: ['NIB harus 13 angka.', 'The NIB must have 13 digits.'],
  kbli: ['Kode KBLI harus 5 angka.', 'The KBLI code must have 5 digits.'],
  nip: ['NIP harus 18 angka.', 'The NIP must have 18 digits.'],
  nop: ['NOP harus 18 angka, ada di SPPT PBB.', 'The NOP must have 18 digits; it stands on the SPPT PBB.'],
  str: ['Periksa kembali nomor STR: 8 sampai 40 huruf dan angka.', 'Check the STR number: 8 to 40 letters and digits.'],
} as const;

export type MessageCode = keyof typeof messages;

/** The message with its values filled in. */
export function formatMessage(
  code: MessageCode,
  language: FormLanguage,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = messages[code][language === 'en' ? 1 : 0];
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

/**
 * Label as the value `label` (within a sentence), `Label` (at its beginning) and `short` (a long statement, cut off).
 */
export function labelValues(field: FormField): { label: string; Label: string; short: string } {
  const label = (field.label || field.key).replaceAll(/\s*\((?:opsional|optional)\)\s*$/gi, '').trim();
  return {
    label: lowerFirst(label),
    short: label.length > 60 ? `${label.slice(0, 57).trimEnd()}…` : label.replace(/\.$/, ''),
    Label: label.charAt(0).toUpperCase() + label.slice(1),
  };
}

/** Lowers the first letter unless the word is an abbreviation (NIK, KTP) or a single letter. */
function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
