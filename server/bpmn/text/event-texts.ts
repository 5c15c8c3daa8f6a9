import { error, warning } from './finding-text.ts';

/** 080–099 and 130–139: events. 096 is given no longer (compensation that nobody waits for is executed). */
export const eventTexts = {
  'BPMN-080': error(
    '{element} has a timer without a time. Enter a date, a duration such as P3D, or a cycle.',
    '{element} mempunyai timer tanpa waktu. Isi tanggal, lamanya misalnya P3D, atau ulangan.',
  ),
  'BPMN-081': error(
    '{element} has a timer "{source}" that is not understood: {reason}',
    '{element} mempunyai timer "{source}" yang tidak dipahami: {reason}',
  ),
  'BPMN-082': error(
    '{element} names no message. Choose one with a name.',
    '{element} tidak menyebut pesan. Pilih pesan yang bernama.',
  ),
  'BPMN-083': error(
    '{element} throws an error without a code. Choose an error with a code.',
    '{element} melempar error tanpa kode. Pilih error yang mempunyai kode.',
  ),
  'BPMN-084': error(
    '{element} catches an error or cancellation but does not interrupt. These always interrupt; tick "interrupting".',
    '{element} menangkap error atau pembatalan tetapi tidak menghentikan. Keduanya selalu menghentikan; jadikan menghentikan.',
  ),
  'BPMN-085': error(
    '{element} is attached to "{host}", which is not an activity. Attach it to a task, sub-process or call activity.',
    '{element} menempel pada "{host}" yang bukan aktivitas. Tempelkan pada tugas, subproses, atau pemanggilan proses.',
  ),
  'BPMN-086': warning(
    '{element} leads nowhere; when it happens its path ends. Connect it to what should follow.',
    '{element} tidak menuju ke mana pun; bila terjadi, jalurnya berakhir. Sambungkan ke elemen berikutnya.',
  ),
  'BPMN-087': error(
    '{element} has no handler. Draw an association to an activity that is marked as compensation.',
    '{element} tidak mempunyai penangan. Gambar asosiasi ke aktivitas bertanda kompensasi.',
  ),
  'BPMN-088': error(
    '{element} compensates "{activity}", which is not an activity with a compensation handler that it can see. Choose one, or none to compensate the whole scope.',
    '{element} mengompensasi "{activity}" yang bukan aktivitas berpenangan kompensasi di lingkupnya. Pilih satu, atau kosongkan agar seluruh lingkup dikompensasi.',
  ),
  'BPMN-089': error(
    '{element} names no signal. Choose one with a name.',
    '{element} tidak menyebut sinyal. Pilih sinyal yang bernama.',
  ),
  'BPMN-090': error(
    '{element} waits for nothing. Give it an event definition such as a timer or a message.',
    '{element} tidak menunggu apa pun. Beri definisi peristiwa misalnya timer atau pesan.',
  ),
  'BPMN-092': error(
    '{element} waits for the {kind} "{message}" like {other} in the same place. Give them different ones.',
    '{element} menunggu {kind} "{message}" sama seperti {other} di tempat yang sama. Bedakan keduanya.',
  ),
  'BPMN-093': error(
    '{element} catches the {kind} "{code}" like {other} in the same place. Keep one of them.',
    '{element} menangkap {kind} "{code}" sama seperti {other} di tempat yang sama. Sisakan salah satu.',
  ),
  'BPMN-094': error(
    '{element} throws an escalation without a code. Choose an escalation with a code.',
    '{element} melempar eskalasi tanpa kode. Pilih eskalasi yang mempunyai kode.',
  ),
  'BPMN-095': error(
    '{element} cannot have a {definition} event definition. Use {allowed}.',
    '{element} tidak boleh memakai definisi peristiwa {definition}. Pakai {allowed}.',
  ),
  'BPMN-097': error(
    '{element} is a link without a name. Enter the name that joins it with its other end.',
    '{element} adalah tautan tanpa nama. Isi nama yang menghubungkannya dengan ujung lainnya.',
  ),
  'BPMN-098': error(
    '{element} jumps to the link "{link}", which {problem} in the same scope. Draw exactly one catching link of that name.',
    '{element} melompat ke tautan "{link}" yang {problem} di lingkup yang sama. Gambar tepat satu tautan tujuan bernama itu.',
  ),
  'BPMN-130': warning(
    '{element} throws its signal asynchronously and passes variables; the jobs that bring it carry none, so receivers do not get them. Throw it synchronously, or let receivers read the variables elsewhere.',
    '{element} melempar sinyal secara asinkron sambil mengirim variabel; pekerjaan pembawanya tidak membawa variabel sehingga penerima tidak mendapatkannya. Lempar secara sinkron, atau biarkan penerima membaca variabel dari tempat lain.',
  ),
  'BPMN-099': error(
    '{element} is a cancel event outside of a transaction. Use it inside a transaction, or on its border.',
    '{element} adalah peristiwa pembatalan di luar transaksi. Pakai di dalam transaksi atau pada tepinya.',
  ),
} as const;
