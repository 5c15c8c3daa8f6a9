import { warning } from './finding-text.ts';

/** 120–129: data objects and data associations. */
export const dataTexts = {
  'BPMN-120': warning(
    'A data association of {element} uses "{item}", which is no data of the process or of anything around it; the association is not executed. Connect it to a data object or property of the process.',
    'Asosiasi data pada {element} memakai "{item}" yang bukan data milik proses atau lingkup di sekitarnya; asosiasi itu tidak dijalankan. Sambungkan ke objek data atau properti proses.',
  ),
  'BPMN-121': warning(
    'A data association of {element} assigns to "{to}", which is not its target; it is not executed. Write {target}, or {target}.field for a part of it.',
    'Asosiasi data pada {element} mengisi "{to}" yang bukan tujuannya; asosiasi itu tidak dijalankan. Tulis {target}, atau {target}.bagian untuk sebagian isinya.',
  ),
  'BPMN-122': warning(
    'A data association of {element} is written in "{language}"; it is not executed. Use ${…}, FEEL or javascript.',
    'Asosiasi data pada {element} ditulis dalam "{language}"; asosiasi itu tidak dijalankan. Pakai ${…}, FEEL, atau javascript.',
  ),
} as const;
