import { assert } from '../../base/assert.ts';
import type { Lines } from './lines.ts';
import { readRequest } from './request.ts';

/** A verdict as a receipt tells it. */
export type Verdict = {
  readonly chunk: number;
  readonly parcel: number;
  /** 800 released, 100 returned, 600 held, 500 to be inspected. */
  readonly status: number;
};

/** One page of receipts, read by pattern: the generator has no time to build objects of them. */
export type ReadPage = {
  readonly next: number;
  readonly verdicts: readonly Verdict[];
  /** Number of one list that the page says is released, to be asked for later. */
  readonly preNo: string | null;
};

// Fields come in the order of the schema: the status before the keys, and a text that quotes them
// would carry a backslash.
const RECEIPT = /"status":"(-?\w+)".*?"copNo":"L(\w{6})(\d{5})"/gs;
const RELEASED = /"status":"800".*?"preNo":"([^"]+)"/s;
const FINAL: ReadonlySet<string> = new Set(['800', '100', '500', '600']);

/** Reads a page of receipts of lists. */
export function readReceipts(body: Buffer): ReadPage {
  const text = body.toString('latin1');
  const next = /"next":(\d+)\}$/.exec(text)?.[1];
  assert(next !== undefined, `a page of receipts, not ${text.slice(0, 200)}`);
  const verdicts: Verdict[] = [];
  let found = 0;
  for (const [, status = '', chunk = '', parcel] of text.matchAll(RECEIPT)) {
    found += 1;
    if (!FINAL.has(status)) continue;
    verdicts.push({ chunk: parseInt(chunk, 36), parcel: Number(parcel), status: Number(status) });
  }
  assert(found > 0 || text.startsWith('{"receipts":[]'), 'receipts of lists name their copNo');
  return { next: Number(next), verdicts, preNo: RELEASED.exec(text)?.[1] ?? null };
}

/** Where the reading of each declarant's stream stands, by token. */
export type Cursors = Map<string, number>;

/** What a follower tells. */
export type Following = {
  onVerdict(verdict: Verdict, at: number): void;
  /** A number of a list that `token` may look up. */
  onPreNo?(preNo: string, token: string): void;
};

/** Reads one declarant's receipts as they come, until `over` says so or the lines are closed. */
export async function follow(
  lines: Lines,
  token: string,
  cursors: Cursors,
  { onVerdict, onPreNo }: Following,
  over: () => boolean,
): Promise<void> {
  while (!over()) {
    const path = `/v1/receipts?after=${cursors.get(token) ?? 0}&limit=1000&wait=5`;
    const answer = await lines.send(readRequest(token, path)).catch((error: unknown) => {
      if (over()) return null;
      throw error;
    });
    if (answer === null) return;
    const { status, body } = answer;
    assert(status === 200, `receipts answer ${status}: ${body.toString('utf8', 0, 300)}`);
    const page = readReceipts(body);
    const at = performance.now();
    cursors.set(token, page.next);
    for (const verdict of page.verdicts) onVerdict(verdict, at);
    if (page.preNo !== null) onPreNo?.(page.preNo, token);
  }
}
