/**
 * Reasons why an expression, a timer or a pattern is wrong, and the places they stand in, as they are told, with what they are in Indonesian.
 * `{}` stands for what is quoted, which is itself looked up.
 */
const reasonTexts: readonly (readonly [en: string, id: string])[] = [
  // Expressions
  ['something is missing at the end', 'ada yang kurang di akhir'],
  ['{} cannot stand here; an operator or } is expected', '{} tidak boleh ada di sini; seharusnya operator atau }'],
  ['{} cannot stand here', '{} tidak boleh ada di sini'],
  ['it has {} characters; at most {} are allowed', 'panjangnya {} karakter; paling banyak {}'],
  ['it has more than {} operators in a row', 'ada lebih dari {} operator berturut-turut'],
  ['it is nested too deeply', 'susunannya terlalu dalam'],
  ['there is no function {}', 'tidak ada fungsi {}'],
  ['there is nothing between the braces', 'tidak ada apa pun di antara kurung kurawal'],
  ['a value is missing at the end', 'nilai di akhir kurang'],
  ['a value is expected before {}', 'seharusnya ada nilai sebelum {}'],
  ['a name is expected behind the dot', 'seharusnya ada nama setelah titik'],
  ['{} is expected before {}', 'seharusnya ada {} sebelum {}'],
  ['the closing {} is missing', '{} penutup kurang'],
  ['{} is missing', '{} kurang'],
  ['the name {}', 'nama {}'],
  ['a value', 'nilai'],
  [
    'the number {} is too large; whole numbers have 64 bits',
    'bilangan {} terlalu besar; bilangan bulat memakai 64 bit',
  ],
  ['{} is no escape; \\\\, \\\' and \\" are', '{} bukan tanda lolos; yang ada \\\\, \\\' dan \\"'],
  // Timers
  [
    '{} is no cron expression: {}. Write for example 0 0 8 ? * MON-FRI for every working day at 08:00, or R/PT10M for every ten minutes.',
    '{} bukan ekspresi cron: {}. Tulis misalnya 0 0 8 ? * MON-FRI untuk setiap hari kerja pukul 08.00, atau R/PT10M untuk setiap sepuluh menit.',
  ],
  ['it has {} fields instead of 6 or 7 (seconds first)', 'ada {} bagian, seharusnya 6 atau 7 (detik lebih dulu)'],
  ['{}: {} is not between {} and {}', '{}: {} tidak di antara {} dan {}'],
  ['{}: {} has no step such as /15', '{}: {} tanpa langkah seperti /15'],
  ['{}: {} is no range such as 1-5', '{}: {} bukan rentang seperti 1-5'],
  ['seconds', 'detik'],
  ['minutes', 'menit'],
  ['hours', 'jam'],
  ['day of month', 'tanggal'],
  ['month', 'bulan'],
  ['day of week', 'hari'],
  ['year', 'tahun'],
  ['The cron expression {} is not due again.', 'Ekspresi cron {} tidak akan jatuh tempo lagi.'],
  ['{} is no cycle: {}. Write for example {}', '{} bukan siklus: {}. Tulis misalnya {}'],
  [
    'The cycle {} repeats 0 times, so it is never due. Write for example {}',
    'Siklus {} berulang 0 kali, jadi tidak pernah jatuh tempo. Tulis misalnya {}',
  ],
  [
    'The cycle {} has a period that is not longer than nothing. Write for example {}',
    'Siklus {} memakai jangka waktu kosong. Tulis misalnya {}',
  ],
  [
    'The cycle {} is over: no time is left after now. Write for example {}',
    'Siklus {} sudah lewat: tidak ada waktu yang tersisa. Tulis misalnya {}',
  ],
  ['it must begin with R or R and a number', 'harus dimulai dengan R, atau R dan sebuah bilangan'],
  [
    'behind R comes a period such as PT10M, with a start before it or an end behind it if wanted',
    'setelah R ditulis jangka waktu seperti PT10M, bila perlu dengan awal di depannya atau akhir di belakangnya',
  ],
  ['{} is neither a duration nor a date', '{} bukan jangka waktu dan bukan tanggal'],
  ['it has no period', 'tidak ada jangka waktunya'],
  ['its end is not after its start', 'akhirnya tidak sesudah awalnya'],
  [
    'it has one period, with a start before it or an end behind it',
    'jangka waktunya satu, dengan awal di depannya atau akhir di belakangnya',
  ],
  ['{} is no date for a timer. Write for example {}.', '{} bukan tanggal untuk penghitung waktu. Tulis misalnya {}.'],
  [
    '{} is no duration for a timer. Write for example {}.',
    '{} bukan jangka waktu untuk penghitung waktu. Tulis misalnya {}.',
  ],
  [
    'The date of the timer is {}, but must be a text such as {}.',
    'Tanggal penghitung waktu adalah {}, seharusnya teks seperti {}.',
  ],
  [
    'The duration of the timer is {}, but must be a text such as {}.',
    'Jangka waktu penghitung waktu adalah {}, seharusnya teks seperti {}.',
  ],
  [
    'The cycle of the timer is {}, but must be a text such as {}.',
    'Siklus penghitung waktu adalah {}, seharusnya teks seperti {}.',
  ],
  ['nothing', 'kosong'],
  [
    '{} is too long: it leads out of the calendar. Give a duration such as PT5M or P1M.',
    '{} terlalu panjang: melampaui kalender. Beri jangka waktu seperti PT5M atau P1M.',
  ],
  ['{} or P1M (a month)', '{} atau P1M (sebulan)'],
  ['{} or 0 0 8 ? * MON-FRI (every working day at 08:00)', '{} atau 0 0 8 ? * MON-FRI (setiap hari kerja pukul 08.00)'],
  ['2026-08-17T08:00 or {}', '2026-08-17T08:00 atau {}'],
  ['R3/PT10M, R/2026-08-17T08:00/P1D or {}', 'R3/PT10M, R/2026-08-17T08:00/P1D atau {}'],
  ['PT15M (15 minutes), P3D (3 days)', 'PT15M (15 menit), P3D (3 hari)'],
  ['R3/PT10M (three times, every ten minutes)', 'R3/PT10M (tiga kali, setiap sepuluh menit)'],
  // Patterns of dates
  ['it is too long', 'terlalu panjang'],
  ["a ' is not closed", "tanda ' tidak ditutup"],
  ['the letter {} is not known', 'huruf {} tidak dikenal'],
  ['the letter {} is there twice', 'huruf {} ada dua kali'],
  ['it has no letters for day, month or year', 'tidak ada huruf untuk hari, bulan, atau tahun'],
  // Places and logic of a DMN file
  ['the literal expression of {}', 'ekspresi literal {}'],
  ['an empty literal expression', 'ekspresi literal kosong'],
  ['a {}, which cannot be evaluated', '{}, yang tidak dapat dievaluasi'],
  ['item definition {}', 'definisi tipe {}'],
  ['rule {}', 'aturan {}'],
  ['input {}', 'masukan {}'],
  ['output {}', 'keluaran {}'],
  ['levels', 'tingkat'],
  ['elements', 'elemen'],
  ['attributes', 'atribut'],
];

interface Reason {
  readonly pattern: RegExp;
  readonly indonesian: string;
}

const reasons: readonly Reason[] = reasonTexts.map(([english, indonesian]) => ({
  pattern: new RegExp(
    `^${english
      .split('{}')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('(.+?)')}$`,
    's',
  ),
  indonesian,
}));

/** Longer ones quote something that is long; looking for quotes in them takes time. */
const LONGEST = 1_000;

/** A reason in Indonesian. What nobody has put into Indonesian (a parser's own words, names) stays as it is. */
export function inIndonesian(reason: string): string {
  if (reason.length > LONGEST) return reason;
  for (const { pattern, indonesian } of reasons) {
    const [whole, ...quoted] = pattern.exec(reason) ?? [];
    if (whole === undefined) continue;
    return indonesian.replaceAll('{}', () => inIndonesian(quoted.shift() ?? ''));
  }
  return reason;
}
