import { ask, type Door, type Patience } from './door.ts';
import { readFindings, readPage, UnexpectedAnswer, type WireReceipt } from './wire.ts';

/** How to read a receipt stream. */
export type FollowOptions = {
  /** Receipts behind this cursor; 0 begins at the first one ever. */
  readonly after?: number;
  /** Receipts in one answer. */
  readonly limit?: number;
  /** Seconds the platform may hold the call open while there is nothing. */
  readonly wait?: number;
  readonly patience?: Patience;
  /** Called with every page, also an empty one; true ends it. */
  readonly until: (receipts: readonly WireReceipt[]) => boolean;
  /** Ends it from outside. */
  readonly signal?: AbortSignal;
};

const PATIENCE: Patience = { seconds: 60 };
/** Longer than the platform holds a call open. */
const SLACK = 15_000;

/** The token opens no receipt stream: unknown, revoked, or of an enterprise that is struck off. */
export class NoEntry extends Error {
  override name = 'NoEntry';
}

/**
 * Reads the receipts of one enterprise, in order, until `until` says so or the signal ends it.
 * @returns the cursor to go on behind.
 * @throws NoEntry for a bad token; Unreachable when the platform stays away; UnexpectedAnswer for
 * any other answer.
 */
export async function follow(door: Door, options: FollowOptions): Promise<number> {
  const { limit = 1_000, wait = 20, patience = PATIENCE, until, signal } = options;
  let after = options.after ?? 0;
  for (;;) {
    const request = {
      method: 'GET',
      path: `/v1/receipts?after=${after}&limit=${limit}&wait=${wait}`,
      timeout: wait * 1_000 + SLACK,
    } as const;
    try {
      const reply = await ask(
        door,
        signal === undefined ? request : { ...request, signal },
        patience,
      );
      if (reply.status === 401 || reply.status === 403) throw new NoEntry('no valid token');
      if (reply.status !== 200) throw refused(reply.status, reply.body);
      const page = readPage(reply.body);
      after = page.next;
      if (until(page.receipts)) return after;
    } catch (error) {
      if (signal?.aborted === true) return after;
      throw error;
    }
  }
}

function refused(status: number, body: unknown): UnexpectedAnswer {
  const reasons = readFindings(body).map(({ code, en }) => `${code} ${en}`);
  return new UnexpectedAnswer(`receipts: ${[status, ...reasons].join(' ')}`);
}
