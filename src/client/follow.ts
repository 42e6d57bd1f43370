import type { CursorStore } from './cursor.ts';
import { ask, type Door, type Patience, type Request } from './door.ts';
import { readFindings, readPage, UnexpectedAnswer, type WireReceipt } from './wire.ts';
import { readXmlPage, type XmlReceipt } from './xml-page.ts';

/** How to read a receipt stream. */
export type FollowOptions<Receipt = WireReceipt> = {
  /** Receipts behind this cursor; 0 begins at the first one ever. */
  readonly after?: number;
  /** Where the cursor is kept between runs; in place of `after`. */
  readonly cursors?: CursorStore;
  /** Receipts in one answer. */
  readonly limit?: number;
  /** Seconds the platform may hold the call open while there is nothing. */
  readonly wait?: number;
  readonly patience?: Patience;
  /**
   * Called with every page, also an empty one; true ends it. The cursor is saved after it has
   * returned, so a run that is cut off gives the last page once more.
   */
  readonly until: (receipts: readonly Receipt[]) => boolean | Promise<boolean>;
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
 * any other answer; what `until` and the cursor store throw.
 */
export function follow(door: Door, options: FollowOptions): Promise<number> {
  return followPages(door, options, 'json', readPage);
}

/** The same with each receipt as the message that the programs of the trade read. */
export function followXml(door: Door, options: FollowOptions<XmlReceipt>): Promise<number> {
  return followPages(door, options, 'xml', readXmlPage);
}

type Page<Receipt> = { readonly receipts: readonly Receipt[]; readonly next: number };

async function followPages<Receipt>(
  door: Door,
  options: FollowOptions<Receipt>,
  accept: 'json' | 'xml',
  read: (body: unknown) => Page<Receipt>,
): Promise<number> {
  const { cursors, until, signal } = options;
  let after = cursors === undefined ? (options.after ?? 0) : await cursors.load();
  for (;;) {
    let page: Page<Receipt>;
    try {
      page = read(await askForPage(door, options, after, accept));
    } catch (error) {
      if (signal?.aborted === true) return after;
      throw error;
    }
    const isEnd = await until(page.receipts);
    if (page.next !== after) await cursors?.save(page.next);
    after = page.next;
    if (isEnd) return after;
  }
}

async function askForPage<Receipt>(
  door: Door,
  { limit = 1_000, wait = 20, patience = PATIENCE, signal }: FollowOptions<Receipt>,
  after: number,
  accept: 'json' | 'xml',
): Promise<unknown> {
  const request: Request = {
    method: 'GET',
    path: `/v1/receipts?after=${after}&limit=${limit}&wait=${wait}`,
    timeout: wait * 1_000 + SLACK,
    accept,
    ...(signal === undefined ? {} : { signal }),
  };
  const { status, body } = await ask(door, request, patience);
  if (status === 401 || status === 403) throw new NoEntry('no valid token');
  if (status === 200) return body;
  const reasons = readFindings(body).map(({ code, en }) => `${code} ${en}`);
  throw new UnexpectedAnswer(`receipts: ${[status, ...reasons].join(' ')}`);
}
