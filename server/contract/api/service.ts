import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { serviceDescription } from '../service-description.ts';

const key = z.object({ key: z.string().max(100) });
/** Camunda Forms JSON; `server/form/definition.ts` says what of it is understood. */
export const formSchema = z.object({ id: z.string(), components: z.array(z.unknown()) }).loose();

export const serviceSummary = z.object({
  key: z.string(),
  name: z.string(),
  summary: z.string(),
  category: z.string(),
  owner: z.object({ key: z.string(), name: z.string() }),
  workingDays: z.number().int(),
  fee: z.number().int(),
  /** Whether a request can be filed now: its process is deployed and not suspended. */
  open: z.boolean(),
});
export type ServiceSummary = z.infer<typeof serviceSummary>;

export const serviceDetail = serviceDescription.extend({
  open: z.boolean(),
  /**
   * Measured on the requests that were decided in the last 90 days: working days from the complete file to the end,
   * without the time during which the applicant had it. Half of them took at most the median, nine of ten at most
   * `ninetiethWorkingDays`. Null below 5 requests.
   */
  measured: z
    .object({ medianWorkingDays: z.number(), ninetiethWorkingDays: z.number(), requests: z.number().int() })
    .nullable(),
  /** Documents that the start form asks for, derived from the form. */
  documents: z.array(
    z.object({
      name: z.string(),
      required: z.boolean(),
      accept: z.string().nullable(),
      maxSizeMb: z.number().nullable(),
    }),
  ),
});
export type MeasuredDuration = NonNullable<z.infer<typeof serviceDetail>['measured']>;
export type ServiceDetail = z.infer<typeof serviceDetail>;

/** A finding of a deployment check. */
export const finding = z.object({
  code: z.string(),
  elementId: z.string().nullable(),
  resource: z.string().nullable(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
});
export type FindingAnswer = z.infer<typeof finding>;

export const serviceEndpoints = {
  listServices: endpoint({
    method: 'GET',
    path: '/api/services',
    tag: 'catalogue',
    access: 'public',
    summary: 'All services of the catalogue.',
    answer: z.array(serviceSummary),
  }),
  getService: endpoint({
    method: 'GET',
    path: '/api/services/:key',
    tag: 'catalogue',
    access: 'public',
    summary: 'One service with its service standard.',
    params: key,
    answer: serviceDetail,
    errors: { 404: 'No such service.' },
  }),
  getServiceForm: endpoint({
    method: 'GET',
    path: '/api/services/:key/form',
    tag: 'catalogue',
    access: 'public',
    summary: 'The form that files a request.',
    params: key,
    answer: formSchema,
    errors: { 404: 'No such service.' },
  }),
  deployService: endpoint({
    method: 'POST',
    path: '/api/services',
    tag: 'catalogue',
    access: ['analyst'],
    summary:
      'Deploys a service: service.json with its models, decision tables, forms and letters as files of one multipart form.',
    body: 'multipart',
    answer: z.object({ deploymentId: z.string(), service: serviceSummary, findings: z.array(finding) }),
    errors: { 400: 'A file is broken: the findings say which, where and how to mend it.' },
  }),
};
