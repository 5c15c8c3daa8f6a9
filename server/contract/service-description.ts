import { z } from 'zod';

const text = z.string().trim().min(1);

/**
 * `service.json`: a public service as the catalogue shows it, with the 14 components of a Standar Pelayanan
 * (UU 25/2009 art. 21, PermenPANRB 15/2014). Deployed together with the service's models and forms.
 */
export const serviceDescription = z.object({
  /** Key of the service; equals the key of the process that it starts unless `process` says otherwise. */
  key: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  process: z.string().optional(),
  name: text,
  /** One or two plain sentences: what it is and who may ask for it. */
  summary: text,
  category: text,
  /** Key of the OPD that owns it, e.g. `dpmptsp`, and its full name. */
  owner: z.object({ key: z.string().regex(/^[a-z][a-z0-9-]*$/), name: text }),
  /** Letters of the request number: `PEN` in `BWS-PEN-2611-7K3MQ-9`. */
  numberCode: z.string().regex(/^[A-Z]{2,5}$/),
  /** Form key of the start form. */
  form: text,
  /** Form fields that prove who asks: the last six digits of `idNumber` and `birthDate` open a request's details. */
  applicant: z.object({ name: text, idNumber: text, birthDate: text, phone: text.optional(), email: text.optional() }),
  /** Silence of the office grants the request (UU 30/2014 art. 53); off unless a law says so. */
  deemedApproval: z.object({ applies: z.boolean(), legalBasis: z.string().optional() }).optional(),
  standard: z.object({
    /** 1 persyaratan */
    requirements: z
      .array(z.object({ name: text, note: z.string().optional(), optional: z.boolean().optional() }))
      .min(1),
    /** 2 sistem, mekanisme, prosedur */
    procedure: z.array(text).min(1),
    /** 3 jangka waktu, in working days (hari kerja) */
    duration: z.object({ workingDays: z.number().int().min(0), note: z.string().optional() }),
    /** 4 biaya/tarif in rupiah */
    fee: z.object({ amount: z.number().int().min(0), note: z.string().optional(), legalBasis: z.string().optional() }),
    /** 5 produk */
    product: text,
    /** 6 penanganan pengaduan, saran dan masukan */
    complaints: z.array(text).min(1),
    /** 7 dasar hukum */
    legalBasis: z.array(text).min(1),
    /** 8 sarana, prasarana, fasilitas */
    facilities: z.array(text).min(1),
    /** 9 kompetensi pelaksana */
    competence: z.array(text).min(1),
    /** 10 pengawasan internal */
    supervision: z.array(text).min(1),
    /** 11 jumlah pelaksana */
    staff: z.object({ count: z.number().int().min(1), note: z.string().optional() }),
    /** 12 jaminan pelayanan */
    serviceGuarantee: z.array(text).min(1),
    /** 13 jaminan keamanan dan keselamatan */
    safetyGuarantee: z.array(text).min(1),
    /** 14 evaluasi kinerja */
    evaluation: z.array(text).min(1),
  }),
});
export type ServiceDescription = z.infer<typeof serviceDescription>;
