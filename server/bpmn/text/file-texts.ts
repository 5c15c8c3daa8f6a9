import { error, warning } from './finding-text.ts';

/** 001–019: the file itself; 020–029: what is BPMN or Camunda but not supported. */
export const fileTexts = {
  'BPMN-001': error(
    'The file has {size} bytes; at most {limit} are allowed. Split the model or remove embedded content.',
    'Berkas berukuran {size} bita; paling besar {limit}. Pecah model atau hapus isi yang ditanam di dalamnya.',
  ),
  'BPMN-002': error(
    'The file contains a document type or entity declaration ({text}). Remove it; BPMN files do not need one.',
    'Berkas memuat deklarasi DOCTYPE atau ENTITY ({text}). Hapus; berkas BPMN tidak memerlukannya.',
  ),
  'BPMN-003': error(
    'Elements are nested {limit} levels deep or more. Flatten the model.',
    'Elemen bersarang lebih dari {limit} tingkat. Sederhanakan susunan model.',
  ),
  'BPMN-004': error(
    'The model has more than {limit} elements. Move parts into other processes and call them.',
    'Model memuat lebih dari {limit} elemen. Pindahkan sebagian ke proses lain lalu panggil proses itu.',
  ),
  'BPMN-005': error(
    '<{tag}> has more than {limit} attributes. Remove the needless ones.',
    '<{tag}> mempunyai lebih dari {limit} atribut. Hapus yang tidak perlu.',
  ),
  'BPMN-006': error(
    'The file is not well-formed XML: {reason}. Open it in a modeler or correct the text at this position.',
    'Berkas bukan XML yang benar: {reason}. Buka di perancang atau perbaiki teks pada posisi ini.',
  ),
  'BPMN-007': error(
    'The file is not BPMN: {reason}. The outermost element must be <definitions> of BPMN 2.0.',
    'Berkas bukan BPMN: {reason}. Elemen terluar harus <definitions> BPMN 2.0.',
  ),
  'BPMN-008': error(
    '<{tag}> cannot be read: {reason}. Remove it or correct its name.',
    '<{tag}> tidak dapat dibaca: {reason}. Hapus atau betulkan namanya.',
  ),
  'BPMN-009': error(
    'The id "{id}" is used twice. Give each element an id of its own.',
    'Id "{id}" dipakai dua kali. Beri setiap elemen id sendiri.',
  ),
  'BPMN-010': error(
    '{element} refers to "{reference}" ({property}), which is not in the file. Choose an existing element or remove the reference.',
    '{element} merujuk ke "{reference}" ({property}) yang tidak ada di berkas. Pilih elemen yang ada atau hapus rujukan itu.',
  ),
  'BPMN-011': warning(
    '{element} has an attribute "{attribute}" that BPMN does not know; it is ignored. Check its spelling.',
    '{element} mempunyai atribut "{attribute}" yang tidak dikenal BPMN; diabaikan. Periksa ejaannya.',
  ),
  'BPMN-012': error('A {element} has no id. Give it one.', '{element} tidak mempunyai id. Beri id.'),
  'BPMN-013': warning(
    'The diagram draws "{reference}", which is not in the model. Delete the shape.',
    'Gambar memuat "{reference}" yang tidak ada di model. Hapus bentuk itu.',
  ),
  'BPMN-014': warning(
    'No process of the file is executable, so nothing will run. Tick "Executable" on the process.',
    'Tidak ada proses yang dapat dijalankan di berkas ini. Centang "Executable" pada proses.',
  ),
  'BPMN-015': warning(
    'There are {count} findings; the first {listed} are listed. Mend these and check again.',
    'Ada {count} temuan; {listed} pertama ditampilkan. Perbaiki lalu periksa lagi.',
  ),
  'BPMN-016': error(
    'The file was not read: {reason}. Make it smaller or simpler, and try again.',
    'Berkas tidak dibaca: {reason}. Perkecil atau sederhanakan, lalu coba lagi.',
  ),
  'BPMN-020': error(
    '{element} is not supported yet. Redraw this part with supported elements.',
    '{element} belum didukung. Gambar ulang bagian ini dengan elemen yang didukung.',
  ),
  'BPMN-023': error(
    '{element} calls Java ({attribute}="{value}"), which does not run here. Use an external task (type external with a topic) or an expression.',
    '{element} memanggil Java ({attribute}="{value}") yang tidak berjalan di sini. Pakai tugas eksternal (type external dengan topic) atau ekspresi.',
  ),
  'BPMN-024': error(
    '{element} has a script in "{format}". Only javascript runs here; rewrite it.',
    '{element} memuat skrip "{format}". Hanya javascript yang berjalan di sini; tulis ulang.',
  ),
  'BPMN-025': error(
    '{element} takes its script from the resource "{resource}", which is not supported yet. Put the script into the model.',
    '{element} mengambil skrip dari "{resource}" dan itu belum didukung. Tulis skrip di dalam model.',
  ),
  'BPMN-026': error(
    '{element} uses {extension}, which is not supported yet. {mend}',
    '{element} memakai {extension} yang belum didukung. {mend}',
  ),
  'BPMN-029': warning(
    '{element} has an unknown Camunda attribute "{attribute}"; it is ignored. Check its spelling.',
    '{element} mempunyai atribut Camunda "{attribute}" yang tidak dikenal; diabaikan. Periksa ejaannya.',
  ),
} as const;
