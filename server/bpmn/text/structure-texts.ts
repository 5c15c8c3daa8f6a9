import { error, warning } from './finding-text.ts';

/** 030–039: processes and scopes; 040–049: sequence flows and gateways; 100–109: expressions. */
export const structureTexts = {
  'BPMN-030': error(
    '{element} has no start event. Draw one and connect it.',
    '{element} tidak mempunyai peristiwa mulai. Gambar satu dan sambungkan.',
  ),
  'BPMN-031': error(
    '{element} has more than one start event without a trigger ({others}). Keep one.',
    '{element} mempunyai lebih dari satu peristiwa mulai tanpa pemicu ({others}). Sisakan satu.',
  ),
  'BPMN-032': warning(
    '{element} does not say how long its history is kept (camunda:historyTimeToLive); it is kept for ever. Enter a number of days.',
    '{element} tidak menyebut berapa lama riwayat disimpan (camunda:historyTimeToLive); disimpan selamanya. Isi jumlah hari.',
  ),
  'BPMN-033': error(
    '{element} has a history time to live "{value}". Write a number of days such as 180, or P180D.',
    '{element} mempunyai lama simpan riwayat "{value}". Tulis jumlah hari misalnya 180, atau P180D.',
  ),
  'BPMN-034': warning(
    '{element} cannot be reached from a start event. Connect it or delete it.',
    '{element} tidak dapat dicapai dari peristiwa mulai. Sambungkan atau hapus.',
  ),
  'BPMN-035': error(
    '{element} starts an embedded sub-process, so it must have no trigger. Remove the {definition}, or make the sub-process an event sub-process.',
    '{element} memulai subproses biasa sehingga tidak boleh punya pemicu. Hapus {definition}, atau jadikan subproses peristiwa.',
  ),
  'BPMN-036': error(
    '{element} is an event sub-process with {count} start events. It needs exactly one.',
    '{element} adalah subproses peristiwa dengan {count} peristiwa mulai. Harus tepat satu.',
  ),
  'BPMN-037': error(
    '{element} starts an event sub-process but has no trigger. Give it an event definition such as a message or error.',
    '{element} memulai subproses peristiwa tetapi tidak punya pemicu. Beri definisi peristiwa misalnya pesan atau error.',
  ),
  'BPMN-038': error(
    '{element} is an event sub-process; no sequence flow may lead to it or from it. Remove {flow}.',
    '{element} adalah subproses peristiwa; tidak boleh ada alur masuk atau keluar. Hapus {flow}.',
  ),
  'BPMN-039': error(
    '{element} has an id of {length} characters; at most 255 are allowed. Shorten it.',
    '{element} mempunyai id sepanjang {length} karakter; paling panjang 255. Persingkat.',
  ),
  'BPMN-040': error(
    '{element} crosses the border of a sub-process ({source} → {target}). Connect only elements of one level.',
    '{element} melintasi batas subproses ({source} → {target}). Sambungkan hanya elemen setingkat.',
  ),
  'BPMN-041': error(
    '{element} is the default flow of "{source}" and has a condition. Remove the condition.',
    '{element} adalah alur bawaan dari "{source}" tetapi mempunyai syarat. Hapus syaratnya.',
  ),
  'BPMN-042': error(
    'The default flow "{flow}" of {element} does not leave it. Choose one of its own outgoing flows.',
    'Alur bawaan "{flow}" dari {element} tidak keluar dari elemen itu. Pilih salah satu alur keluarnya.',
  ),
  'BPMN-043': error(
    '{element} has no outgoing sequence flow. Connect it to what comes next.',
    '{element} tidak mempunyai alur keluar. Sambungkan ke elemen berikutnya.',
  ),
  'BPMN-044': error(
    '{element} leaves "{source}" without a condition although it is not the default flow. Add a condition or make it the default.',
    '{element} keluar dari "{source}" tanpa syarat padahal bukan alur bawaan. Beri syarat atau jadikan alur bawaan.',
  ),
  'BPMN-045': error(
    '{element} leads into "{target}", which takes no incoming flow ({kind}). Connect it elsewhere.',
    '{element} menuju "{target}" yang tidak menerima alur masuk ({kind}). Sambungkan ke elemen lain.',
  ),
  'BPMN-046': error(
    '{element} comes out of the end event "{source}". Nothing can follow an end event.',
    '{element} keluar dari peristiwa akhir "{source}". Tidak ada yang boleh mengikuti peristiwa akhir.',
  ),
  'BPMN-047': error(
    '{element} has no {end}. Connect both ends.',
    '{element} tidak mempunyai {end}. Sambungkan kedua ujungnya.',
  ),
  'BPMN-048': warning(
    '{element} has a condition, but parallel gateways take all flows; the condition is ignored. Use an inclusive gateway.',
    '{element} mempunyai syarat, tetapi gerbang paralel mengambil semua alur; syarat diabaikan. Pakai gerbang inklusif.',
  ),
  'BPMN-049': warning(
    '{element} has no outgoing sequence flow; tokens end here. Draw an end event if that is meant.',
    '{element} tidak mempunyai alur keluar; jalannya berakhir di sini. Gambar peristiwa akhir bila memang begitu.',
  ),
  'BPMN-104': error(
    '{element} is an event-based gateway and leads to "{target}", which is no catch event or receive task. Connect it to events only.',
    '{element} adalah gerbang peristiwa dan menuju "{target}" yang bukan peristiwa tangkap atau tugas terima. Sambungkan hanya ke peristiwa.',
  ),
  'BPMN-105': warning(
    '{element} leaves "{source}" without a condition, so flows after it are never taken. Make it the default flow.',
    '{element} keluar dari "{source}" tanpa syarat sehingga alur sesudahnya tidak pernah diambil. Jadikan alur bawaan.',
  ),
  'BPMN-100': error(
    'The condition of {element} is written in "{language}". Use ${…}, FEEL or javascript.',
    'Syarat pada {element} ditulis dalam "{language}". Pakai ${…}, FEEL, atau javascript.',
  ),
  'BPMN-101': error(
    'An expression of {element} ({place}) is wrong: {reason}. It reads: {source}',
    'Ekspresi pada {element} ({place}) salah: {reason}. Isinya: {source}',
  ),
  'BPMN-102': error(
    'The condition of {element} is empty. Write one or remove it.',
    'Syarat pada {element} kosong. Isi atau hapus.',
  ),
  'BPMN-103': error(
    'The condition of {element} is plain text: {source}. Put it into ${…}, e.g. ${approved}.',
    'Syarat pada {element} hanya teks biasa: {source}. Tulis dalam ${…}, misalnya ${disetujui}.',
  ),
} as const;
