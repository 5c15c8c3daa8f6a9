import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { text } from './value.ts';

/** What a password must be like. Length is all that counts (NIST SP 800-63B, 5.1.1.2). */
export const PASSWORD_LENGTH = { least: 8, most: 400 } as const;

/** A new password. */
export const newPassword = z
  .string()
  .min(PASSWORD_LENGTH.least, `a password has at least ${PASSWORD_LENGTH.least} characters`)
  .max(PASSWORD_LENGTH.most, `a password has at most ${PASSWORD_LENGTH.most} characters`);

const rule = z.object({ placeholder: z.string(), parameter: z.record(z.string(), z.string()) });

export const passwordEndpoints = {
  getPasswordPolicy: endpoint({
    method: 'GET',
    path: '/engine-rest/identity/password-policy',
    tag: 'Identity',
    access: 'user',
    summary: 'The rules for new passwords.',
    answer: z.object({ rules: z.array(rule) }).meta({ id: 'PasswordPolicyDto' }),
  }),
  checkPasswordPolicy: endpoint({
    method: 'POST',
    path: '/engine-rest/identity/password-policy',
    tag: 'Identity',
    access: 'user',
    summary: 'Whether a password follows the rules; it is not kept.',
    // The profile is for rules about names, of which there are none.
    body: z.object({ password: z.string(), profile: z.object({ id: text.optional() }).nullish() }),
    answer: z
      .object({ rules: z.array(rule.extend({ valid: z.boolean() })), valid: z.boolean() })
      .meta({ id: 'CheckPasswordPolicyResultDto' }),
    errors: { 400: 'The password is missing.' },
  }),
};
