import { PASSWORD_LENGTH, passwordEndpoints as endpoints } from '../../../contract/engine-rest/password.ts';
import { type Route, route } from '../../route.ts';

/** The rules that new passwords really follow, under Camunda's name for the first. */
const RULES = [
  {
    placeholder: 'PASSWORD_POLICY_LENGTH',
    parameter: { minLength: String(PASSWORD_LENGTH.least) },
    holds: (password: string) => password.length >= PASSWORD_LENGTH.least,
  },
  {
    placeholder: 'PASSWORD_POLICY_MAX_LENGTH',
    parameter: { maxLength: String(PASSWORD_LENGTH.most) },
    holds: (password: string) => password.length <= PASSWORD_LENGTH.most,
  },
];

/** Rules for passwords, to read and to try. */
export function passwordRoutes(): Route[] {
  return [
    route(endpoints.getPasswordPolicy, () =>
      Promise.resolve({ rules: RULES.map(({ placeholder, parameter }) => ({ placeholder, parameter })) }),
    ),
    route(endpoints.checkPasswordPolicy, ({ body }) => {
      const rules = RULES.map(({ holds, ...rule }) => ({ ...rule, valid: holds(body.password) }));
      return Promise.resolve({ rules, valid: rules.every(({ valid }) => valid) });
    }),
  ];
}
