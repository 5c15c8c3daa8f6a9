import type { FindingAnswer } from '../../server/contract/api/service.ts';
import type { ApiClient } from '../kit/client/api-client.ts';

/**
 * Asks the server what a deployment would find. Only the newest question counts: an answer to an older drawing that
 * comes late is dropped.
 */
export class DeploymentCheck {
  readonly #client: () => ApiClient;
  #turn = 0;

  /** `client` is asked for when it is needed: an element knows it only once it is on the page. */
  constructor(client: () => ApiClient) {
    this.#client = client;
  }

  /** The findings; undefined when a newer question was asked meanwhile. @throws ApiFailure of the newest question */
  async ask(resource: string, content: string): Promise<readonly FindingAnswer[] | undefined> {
    const turn = ++this.#turn;
    try {
      const { findings } = await this.#client().call('checkDeployment', { body: { resource, content } });
      return turn === this.#turn ? findings : undefined;
    } catch (error) {
      if (turn === this.#turn) throw error;
      return undefined;
    }
  }
}
