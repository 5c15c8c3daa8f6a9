import { parseBpmn } from '../../bpmn/parse-bpmn.ts';
import { readForm } from '../../form/read-form.ts';
import { letter } from '../../contract/letter.ts';
import { serviceDescription, type ServiceDescription } from '../../contract/service-description.ts';
import { InvalidInput } from '../../application/errors.ts';

/** A file of a deployment. */
export interface ServiceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface CheckedService {
  readonly description: ServiceDescription;
  readonly processKey: string;
}

/** A finding in one file, as deployment checks give them. */
export interface ServiceFinding {
  readonly code: string;
  readonly elementId: string | null;
  readonly resource: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Components of a Standar Pelayanan (PermenPANRB 15/2014) by their names in `service.json`. */
const components: ReadonlyMap<string, string> = new Map([
  ['requirements', '1 persyaratan'],
  ['procedure', '2 sistem, mekanisme, prosedur'],
  ['duration', '3 jangka waktu'],
  ['fee', '4 biaya/tarif'],
  ['product', '5 produk pelayanan'],
  ['complaints', '6 penanganan pengaduan'],
  ['legalBasis', '7 dasar hukum'],
  ['facilities', '8 sarana, prasarana, fasilitas'],
  ['competence', '9 kompetensi pelaksana'],
  ['supervision', '10 pengawasan internal'],
  ['staff', '11 jumlah pelaksana'],
  ['serviceGuarantee', '12 jaminan pelayanan'],
  ['safetyGuarantee', '13 jaminan keamanan dan keselamatan'],
  ['evaluation', '14 evaluasi kinerja'],
]);

/**
 * Checks what makes files a service: its description with all 14 components, its start form and its letters.
 * @throws InvalidInput with all findings.
 */
export async function checkService(files: readonly ServiceFile[]): Promise<CheckedService> {
  const findings: ServiceFinding[] = [];
  const description = readDescription(files, findings);
  for (const file of files) if (file.name.endsWith('.letter.json')) checkLetter(file, findings);
  if (description) await checkStartForm(files, description.form, findings);
  if (!description || findings.length > 0) {
    throw new InvalidInput(
      {
        id: `Layanan tidak dapat diterbitkan: ${findings.map((each) => each.message).join(' ')}`,
        en: `The service cannot be deployed: ${findings.map((each) => each.message).join(' ')}`,
      },
      { code: 'invalid-service', details: { findings } },
    );
  }
  return { description, processKey: description.process ?? description.key };
}

function readDescription(files: readonly ServiceFile[], findings: ServiceFinding[]): ServiceDescription | undefined {
  const file = files.find((candidate) => baseName(candidate.name) === 'service.json');
  if (!file) {
    findings.push(
      finding(
        'SVC-001',
        null,
        'service.json tidak ada (service.json is missing). Sertakan berkas itu dengan uraian layanan.',
      ),
    );
    return undefined;
  }
  const json = readJson(file, findings);
  if (json === undefined) return undefined;
  const result = serviceDescription.safeParse(json);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const [first, second] = issue.path.map(String);
    const component = first === 'standard' && second !== undefined ? components.get(second) : undefined;
    const where = issue.path.join('.');
    findings.push(
      finding(
        'SVC-002',
        file.name,
        component === undefined
          ? `${where}: ${issue.message}.`
          : `Komponen ${component} (standard.${second ?? ''}) belum ada atau belum benar: ${issue.message}. / Component ${where} is missing or wrong.`,
      ),
    );
  }
  return undefined;
}

function checkLetter(file: ServiceFile, findings: ServiceFinding[]): void {
  const json = readJson(file, findings);
  if (json === undefined) return;
  const result = letter.safeParse(json);
  if (result.success) {
    if (`${result.data.id}.letter.json` !== baseName(file.name))
      findings.push(
        finding(
          'SVC-005',
          file.name,
          `Nama berkas harus ${result.data.id}.letter.json, sesuai id surat (the file must be named after the letter's id).`,
        ),
      );
    return;
  }
  for (const issue of result.error.issues)
    findings.push(finding('SVC-003', file.name, `${file.name}: ${issue.path.join('.')}: ${issue.message}.`));
}

async function checkStartForm(files: readonly ServiceFile[], key: string, findings: ServiceFinding[]): Promise<void> {
  for (const file of files) {
    if (!/\.form(\.json)?$/.test(file.name)) continue;
    const json = readJson(file, findings);
    if (json === undefined) continue;
    const read = readForm(json);
    if (read.form.id !== key) continue;
    for (const each of read.findings)
      if (each.severity === 'error')
        findings.push({ ...finding(each.code, file.name, each.message), elementId: each.component });
    return;
  }
  if (await hasGeneratedForm(files, key)) return;
  findings.push(
    finding(
      'SVC-004',
      'service.json',
      `Formulir awal ${key} tidak ada di antara berkas, dan tidak ada peristiwa mulai ${key} dengan isian formulir (the start form ${key} is not among the files, nor is there a start event ${key} with form fields).`,
    ),
  );
}

/** Whether a process among the files starts with this start event, and its fields make up a form. */
async function hasGeneratedForm(files: readonly ServiceFile[], startEventId: string): Promise<boolean> {
  for (const file of files) {
    if (!/\.bpmn(20\.xml)?$/.test(file.name)) continue;
    const { models } = await parseBpmn(new TextDecoder().decode(file.bytes), file.name);
    const nodes = models.map((model) => model.nodes.get(startEventId));
    if (nodes.some((node) => node?.kind === 'startEvent' && node.generatedForm !== undefined)) return true;
  }
  return false;
}

function readJson(file: ServiceFile, findings: ServiceFinding[]): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.bytes)) as unknown;
  } catch (error) {
    findings.push(
      finding(
        'SVC-006',
        file.name,
        `${file.name} bukan JSON yang benar (is not valid JSON): ${(error as Error).message}.`,
      ),
    );
    return undefined;
  }
}

/** The last part of a resource name, which may hold folders. */
export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function finding(code: string, resource: string | null, message: string): ServiceFinding {
  return { code, elementId: null, resource, line: null, column: null, severity: 'error', message };
}
