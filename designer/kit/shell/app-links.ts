import type { Role } from '../../../server/contract/endpoint.ts';

export type AppName = 'portal' | 'inbox' | 'designer' | 'monitor';

interface AppLink {
  readonly app: AppName;
  readonly address: string;
  readonly text: 'appPortal' | 'appInbox' | 'appDesigner' | 'appMonitor';
  /** Who is shown the link; an administrator sees all. */
  readonly roles: readonly Role[];
}

/** The staff apps a signed-in person may move between. */
export const staffLinks: readonly AppLink[] = [
  { app: 'inbox', address: '/inbox', text: 'appInbox', roles: ['officer'] },
  { app: 'designer', address: '/designer', text: 'appDesigner', roles: ['analyst'] },
  { app: 'monitor', address: '/monitor', text: 'appMonitor', roles: ['operator', 'analyst'] },
];
