import { error, warning } from './finding-text.ts';

/** 050–070: tasks, call activities, forms, listeners; 071–079: input and output mapping, retries. */
export const taskTexts = {
  'BPMN-050': error(
    '{element} does not say who does the work. Set type external with a topic, or an expression.',
    '{element} tidak menyebut siapa yang mengerjakan. Isi type external dengan topic, atau ekspresi.',
  ),
  'BPMN-051': error(
    '{element} is an external task without a topic. Enter the topic its worker asks for.',
    '{element} adalah tugas eksternal tanpa topic. Isi topic yang diminta pekerjanya.',
  ),
  'BPMN-052': error(
    '{element} has neither an implementation nor a message. Choose a message, or set type external with a topic.',
    '{element} tidak mempunyai pelaksana ataupun pesan. Pilih pesan, atau isi type external dengan topic.',
  ),
  'BPMN-053': error(
    '{element} has type "{type}". Only "external" is supported; set it and enter a topic.',
    '{element} mempunyai type "{type}". Hanya "external" yang didukung; pilih itu dan isi topic.',
  ),
  'BPMN-056': error('{element} has no script. Write one.', '{element} tidak memuat skrip. Tulis skripnya.'),
  'BPMN-058': error(
    '{element} names no decision. Enter the key of a decision table, or set type external with a topic.',
    '{element} tidak menyebut keputusan. Isi kunci tabel keputusan, atau type external dengan topic.',
  ),
  'BPMN-059': error(
    '{element} has mapDecisionResult "{value}". Use singleEntry, singleResult, collectEntries or resultList.',
    '{element} mempunyai mapDecisionResult "{value}". Pakai singleEntry, singleResult, collectEntries, atau resultList.',
  ),
  'BPMN-060': error(
    '{element} has the binding "{binding}" of {attribute} but no {needed}. Enter it.',
    '{element} memakai ikatan "{binding}" pada {attribute} tanpa {needed}. Isi.',
  ),
  'BPMN-061': error(
    '{element} does not say which process it calls (calledElement). Enter its id.',
    '{element} tidak menyebut proses yang dipanggil (calledElement). Isi id proses itu.',
  ),
  'BPMN-062': error(
    '{element} has an unknown binding {attribute}="{binding}". Use {allowed}.',
    '{element} mempunyai ikatan tidak dikenal {attribute}="{binding}". Pakai {allowed}.',
  ),
  'BPMN-063': error(
    'A {mapping} of {element} has no {missing}. Enter it, or pass all variables (variables="all").',
    '{mapping} pada {element} tidak mempunyai {missing}. Isi, atau teruskan semua variabel (variables="all").',
  ),
  'BPMN-064': error(
    '{element} has a formKey and a formRef. Keep one of them.',
    '{element} mempunyai formKey dan formRef. Sisakan salah satu.',
  ),
  'BPMN-065': error(
    '{element} refers to the form "{form}" without a binding. Choose deployment or latest.',
    '{element} merujuk ke formulir "{form}" tanpa ikatan. Pilih deployment atau latest.',
  ),
  'BPMN-066': warning(
    '{element} has no form; who does it will only see a button. Choose a form.',
    '{element} tidak mempunyai formulir; pelaksana hanya melihat tombol. Pilih formulir.',
  ),
  'BPMN-068': error(
    'A listener of {element} for "{event}" has neither a script nor an expression. Add one or delete the listener.',
    'Pendengar pada {element} untuk "{event}" tidak mempunyai skrip atau ekspresi. Isi atau hapus.',
  ),
  'BPMN-069': error(
    'A listener of {element} is for "{event}". Here it can be {allowed}.',
    'Pendengar pada {element} untuk "{event}". Di sini yang boleh: {allowed}.',
  ),
  'BPMN-071': error(
    '{element} has input or output mapping, which is not possible on this kind of element. Move it to an activity.',
    '{element} mempunyai pemetaan masukan atau keluaran; itu tidak bisa pada jenis elemen ini. Pindahkan ke aktivitas.',
  ),
  'BPMN-072': error(
    '{element} has an output mapping; end events only have inputs. Remove it.',
    '{element} mempunyai pemetaan keluaran; peristiwa akhir hanya punya masukan. Hapus.',
  ),
  'BPMN-073': error(
    '{element} has a mapping without a name. Enter the variable it sets.',
    '{element} mempunyai pemetaan tanpa nama. Isi variabel yang diisinya.',
  ),
  'BPMN-074': error(
    '{element} has a mapping "{name}" with something in it that is not understood ({type}). Use text, a script, a list or a map.',
    '{element} mempunyai pemetaan "{name}" dengan isi yang tidak dikenal ({type}). Pakai teks, skrip, list, atau map.',
  ),
  'BPMN-075': error(
    '{element} is the handler of a compensation, so no sequence flow may touch it. Remove {flow}.',
    '{element} adalah penangan kompensasi sehingga tidak boleh tersambung alur. Hapus {flow}.',
  ),
  'BPMN-076': error(
    '{element} has {name} "{value}". Write a whole number from 1 on.',
    '{element} mempunyai {name} "{value}". Tulis bilangan bulat mulai dari 1.',
  ),
  'BPMN-077': error(
    '{element} loops at most "{value}" times. Write a whole number from 0 on, or an expression.',
    '{element} diulang paling banyak "{value}" kali. Tulis bilangan bulat mulai dari 0, atau ekspresi.',
  ),
  'BPMN-078': error(
    '{element} loops without a condition and without a maximum, so it would never end. Give it one.',
    '{element} diulang tanpa syarat dan tanpa batas sehingga tidak akan berakhir. Beri salah satu.',
  ),
  'BPMN-079': error(
    '{element} repeats (multi-instance) but says neither how often nor over which list. Enter a number or a collection.',
    '{element} berulang (multi-instance) tetapi tidak menyebut berapa kali atau daftar mana. Isi jumlah atau koleksi.',
  ),
} as const;
