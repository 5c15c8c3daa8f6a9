import { localDate } from '../../form/dictionary.ts';
import type { ServiceDescription } from '../../contract/service-description.ts';

/** What only the applicant of a request should know. */
export interface ApplicantProof {
  /** Last six digits of the id number. */
  readonly idNumberEnding: string;
  /** ISO date. */
  readonly birthDate: string;
}

/** Whether the proof is right for the variables that the request was filed with. */
export function provesApplicant(
  proof: ApplicantProof,
  variables: ReadonlyMap<string, unknown>,
  { idNumber, birthDate }: ServiceDescription['applicant'],
): boolean {
  const number = variables.get(idNumber);
  return (
    typeof number === 'string' &&
    number.slice(-6) === proof.idNumberEnding &&
    dayOf(variables.get(birthDate)) === proof.birthDate
  );
}

/** A day as our forms write it: ISO text, or a variable of type Date where the form is one of the model's fields. */
function dayOf(value: unknown): unknown {
  return value instanceof Date ? localDate(value.getTime()) : value;
}
