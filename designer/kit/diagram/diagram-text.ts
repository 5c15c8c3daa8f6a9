import { createTranslator } from '../i18n/translator.ts';

const id = {
  diagram: 'Diagram proses',
  view: 'Tampilan diagram',
  zoomIn: 'Perbesar',
  zoomOut: 'Perkecil',
  fit: 'Tampilkan seluruh diagram',
  failed: 'Diagram tidak dapat ditampilkan.',
  asList: 'Diagram sebagai daftar',
  event: 'Peristiwa',
  task: 'Tugas',
  gateway: 'Percabangan',
  subprocess: 'Sub-proses',
  lane: 'lajur {name}',
  here: 'di sini sekarang',
  done: 'sudah selesai',
  incident: 'ada kendala',
  countRunning: '{count} berjalan',
  countIncident: '{count} kendala',
} as const;

const en: Readonly<Record<keyof typeof id, string>> = {
  diagram: 'Process diagram',
  view: 'View of the diagram',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show the whole diagram',
  failed: 'The diagram cannot be shown.',
  asList: 'Diagram as a list',
  event: 'Event',
  task: 'Task',
  gateway: 'Gateway',
  subprocess: 'Sub-process',
  lane: 'lane {name}',
  here: 'here now',
  done: 'done',
  incident: 'incident',
  countRunning: '{count} running',
  countIncident: '{count} incidents',
};

/** Text of diagrams in the present language. */
export const diagramText = createTranslator(id, en);
