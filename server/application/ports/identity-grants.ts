/** Which requests a browser may see in detail, because somebody proved there that they are theirs. */
export interface RequestGrants {
  listGrants(sessionId: string | undefined): Promise<readonly string[]>;
  /** `sessionId` is the one of the browser's `Authentication`. */
  grant(sessionId: string, number: string): Promise<void>;
}
