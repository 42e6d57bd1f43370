import type { Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import { type Count, type CountSide, countedBy, placeKey, type Scan } from '../bonded/count.ts';
import { inHand, isCounted } from '../bonded/count-scope.ts';
import { lotsThere, scansOf, scansWith, writeScans } from '../bonded/count-store.ts';
import type { Sql } from '../io/postgres.ts';
import { bookLineKey } from '../registry/book.ts';
import { bookLinesFor } from '../registry/book-facts.ts';
import { countFor } from './counts.ts';
import type { House } from './house.ts';
import { inTurn } from './stock-papers.ts';

/** What a scanner, or a line of an upload, says. */
export type ScanSaid = {
  readonly scanId: string;
  readonly location: string;
  readonly lotNo: string;
  /** Needed only for a lot that the book does not have at that place. */
  readonly recordNo: string | null;
  readonly quantity: Scaled5;
};

/** What a scanner is told at once. */
export type Scanned = {
  readonly scan: Scan;
  readonly repeated: boolean;
  /** What was counted of this lot at this place so far. */
  readonly counted: Scaled5;
  /** What the book has there; null while the count is blind. */
  readonly expected: Scaled5 | null;
};

/** One scan, which adds to what was scanned of its lot and place. Null when there is no count. */
export function scanCount(
  house: House,
  countNo: string,
  said: ScanSaid,
  scanner: string,
): Promise<Result<Scanned | null, Finding[]>> {
  return inTurn(house, async (tx) => {
    const found = await countFor(tx, countNo, scanner);
    if (found === null) return ok(null);
    const there = await lotsThere(tx, found.count.bookNo, said.location, said.lotNo);
    const records = there.map(({ recordNo }) => recordNo);
    const recordNo = said.recordNo ?? (records.length === 1 ? (records[0] ?? null) : null);
    const lines = [{ ...said, recordNo }];
    const done = await addScans(tx, house, found.count, { side: 'shelf', lines, sets: false });
    if (!done.ok) return done;
    const [scan] = done.value.scans;
    const all = countedBy(await scansOf(tx, countNo), 'shelf');
    const lot = there.find((one) => one.recordNo === recordNo);
    return ok({
      ...{ scan: scan!, repeated: done.value.repeated },
      counted: all.get(placeKey(scan!)) ?? 0n,
      expected: found.count.body.blind ? null : (lot?.quantity ?? 0n),
    });
  });
}

/** What a whole count says of one side: each line replaces what was said of its lot and place. */
export type CountLines = { readonly side: CountSide; readonly lines: readonly ScanSaid[] };

/** Takes lines of a count, all or none. Null when there is no such count of the counter's. */
export function uploadCount(
  house: House,
  countNo: string,
  { side, lines }: CountLines,
  counter: string,
): Promise<Result<{ readonly lines: number; readonly repeated: boolean } | null, Finding[]>> {
  return inTurn(house, async (tx) => {
    const found = await countFor(tx, countNo, counter);
    if (found === null) return ok(null);
    const done = await addScans(tx, house, found.count, { side, lines, sets: true });
    return done.ok ? ok({ lines: lines.length, repeated: done.value.repeated }) : done;
  });
}

type Adding = CountLines & { readonly sets: boolean };
type Added = { readonly scans: readonly Scan[]; readonly repeated: boolean };

async function addScans(
  tx: Sql,
  house: House,
  count: Count,
  { side, lines, sets }: Adding,
): Promise<Result<Added, Finding[]>> {
  const { paperNo, state, bookNo, body } = count;
  const scans = lines.map(({ recordNo, ...rest }): Scan => {
    const { scanId, location, lotNo, quantity } = rest;
    return { side, scanId, location, lotNo, quantity, sets, recordNo: recordNo ?? '' };
  });
  const ids = scans.map(({ scanId }) => scanId);
  const before = new Map((await scansWith(tx, paperNo, side, ids)).map((one) => [one.scanId, one]));
  const fresh = scans.filter(({ scanId }) => !before.has(scanId));
  const altered = scans.filter((scan) => isOther(before.get(scan.scanId), scan));
  if (altered.length > 0) {
    return fail(altered.map(({ scanId: id }) => stockFinding('BND-EVENT-ID', 'scanId', { id })));
  }
  if (fresh.length === 0) return ok({ scans, repeated: true });
  if (state !== 'approved')
    return fail([stockFinding('BND-STATE', null, { paper: paperNo, state })]);
  const keys = fresh.map(({ recordNo }) => bookLineKey(bookNo, recordNo));
  const known = await bookLinesFor(tx, keys);
  const findings = fresh.flatMap((scan) => {
    const path = lines.length === 1 ? 'recordNo' : `lines[${scans.indexOf(scan) + 1}]/recordNo`;
    if (!known.has(bookLineKey(bookNo, scan.recordNo))) {
      const reason = { reason: 'is not there', reasonZh: '不存在' };
      const values = { book: bookNo, record: scan.recordNo, ...reason };
      return [stockFinding('BND-LINE', path, values)];
    }
    if (isCounted(inHand(body), scan)) return [];
    const outside = { reason: 'is not part of this count', reasonZh: '不在盘点范围内' };
    return [stockFinding('BND-COUNT', path, { where: scan.lotNo, ...outside })];
  });
  if (findings.length > 0) return fail(findings);
  await writeScans(tx, paperNo, fresh, house.clock.now());
  return ok({ scans, repeated: false });
}

function isOther(before: Scan | undefined, scan: Scan): boolean {
  if (before === undefined) return false;
  return placeKey(before) !== placeKey(scan) || before.quantity !== scan.quantity;
}
