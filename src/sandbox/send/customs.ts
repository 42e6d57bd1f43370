/** What customs does for a world, and no enterprise can do over HTTP. */
export type Customs = {
  /**
   * Releases an entry or exit list; a sandbox does so by itself.
   * @param ownNo its declarant's number of it, so that no other platform's paper is meant
   */
  release(paperNo: string, ownNo: string): Promise<void>;
  /** Takes note that a payment notice was paid. */
  pay(dutyNo: string): Promise<void>;
};
