import { createContext } from '@lit/context';
import type { Session } from '../../../server/contract/api/session.ts';
import type { ApiClient } from '../client/api-client.ts';

/** The client of `/api`; provided by the app's root element. */
export const clientContext = createContext<ApiClient>(Symbol('client'));

/** Who is signed in; undefined until known. Provided by the app's root element. */
export const sessionContext = createContext<Session | undefined>(Symbol('session'));
