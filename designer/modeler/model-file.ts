import { modelerText } from './i18n/modeler-text.ts';

export interface ModelFile {
  readonly name: string;
  readonly xml: string;
}

const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
/** The server takes no longer ones. */
const MOST_CHARACTERS = 3_000_000;

/** Reads a BPMN file that somebody chose. @throws Error in plain words when it is something else. */
export async function readModelFile(file: File): Promise<ModelFile> {
  const { name } = file;
  if (file.size > 4 * MOST_CHARACTERS) throw new Error(modelerText('fileTooLong', { name }));
  const xml = await file.text();
  if (xml.length > MOST_CHARACTERS) throw new Error(modelerText('fileTooLong', { name }));
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  const root = document.documentElement;
  if (document.querySelector('parsererror') !== null || root.localName !== 'definitions' || root.namespaceURI !== BPMN)
    throw new Error(modelerText('fileNoBpmn', { name }));
  return { name: /\.bpmn(20\.xml)?$/i.test(name) ? name : `${name.replace(/\.\w+$/, '')}.bpmn`, xml };
}

/** Gives a text to the person as a file. */
export function saveFile(name: string, text: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
