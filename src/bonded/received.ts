import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { stockFinding } from './codes.ts';
import { entryLot } from './crossing.ts';
import type { Entry, Received } from './entry.ts';
import { documentOf } from './paper.ts';
import { comesIn, type StockChange, together } from './stock.ts';

/** What was counted of a line of an entry list, or of an article that is not on it. */
export type ReceivedLine = {
  readonly seq: number | null;
  /** Of an article that is not on the list: its line of the book. */
  readonly recordNo: string | null;
  readonly counted: Scaled5;
};

/** Every reason against a report of what was received; none when it is taken. */
export function receivedFindings(
  entry: Entry,
  lines: readonly ReceivedLine[],
  records: ReadonlySet<string>,
): Finding[] {
  const { paperNo: paper, state } = entry;
  const isHere = entry.body.lines.every(({ quantity, crossed }) => quantity === crossed);
  if (!isHere || state === 'void') return [stockFinding('BND-STATE', null, { paper, state })];
  const seen = new Set<string>();
  return lines.flatMap(({ seq, recordNo }, i) => {
    const path = `lines[${i + 1}]`;
    const what = seq === null ? `record ${recordNo}` : `seq ${seq}`;
    const twice = seen.has(what);
    seen.add(what);
    if (twice) return [stockFinding('BND-TWICE', path, { what })];
    const isKnown =
      seq === null
        ? recordNo !== null && records.has(recordNo)
        : entry.body.lines.some((line) => line.seq === seq);
    if (isKnown) return [];
    const values = { book: entry.bookNo, record: recordNo ?? `seq ${seq}` };
    const reason = { reason: 'is not there', reasonZh: '不存在' };
    return [stockFinding('BND-LINE', path, { ...values, ...reason })];
  });
}

/**
 * What was received: goods that are short stay in RECEIVING as an open difference and are not put
 * away; what is more than declared, or other than declared, comes in as a surplus lot. A later
 * paper resolves either.
 */
export function receiveEntry(
  entry: Entry,
  lines: readonly ReceivedLine[],
): { readonly entry: Entry; readonly change: StockChange } {
  const received = lines.map(({ seq, recordNo, counted }): Received => {
    const line = entry.body.lines.find((one) => one.seq === seq);
    const record = line?.recordNo ?? recordNo ?? '';
    return { seq, recordNo: record, counted, crossed: line?.crossed ?? 0n };
  });
  const changes = received
    .filter(({ counted, crossed }) => counted > crossed)
    .map(({ seq, recordNo, counted, crossed }) => {
      const lot = {
        ...entryLot(entry, seq ?? 0, recordNo, 'bonded'),
        ...{ lotNo: `${entry.paperNo}-${seq ?? `R${recordNo}`}-S`, status: 'surplus' as const },
      };
      return comesIn(lot, counted - crossed, `received ${seq ?? `R${recordNo}`}`);
    });
  return { entry: { ...entry, body: { ...entry.body, received } }, change: together(changes) };
}

/** What entry lists were short of when they were received, by document and record number. */
export function shortOf(entries: Iterable<Entry>): Map<string, Scaled5> {
  const short = new Map<string, Scaled5>();
  for (const entry of entries) {
    for (const { recordNo, counted, crossed } of entry.body.received ?? []) {
      const key = `${documentOf(entry)} ${recordNo}`;
      if (counted < crossed) short.set(key, (short.get(key) ?? 0n) + crossed - counted);
    }
  }
  return short;
}

/** A report as text, the same for the same content. */
export function receivedText(lines: readonly ReceivedLine[] | readonly Received[]): string {
  return lines
    .map(({ seq, recordNo, counted }) => {
      return `${seq ?? `R${recordNo}`} ${formatScaled5(counted)}`;
    })
    .sort()
    .join('\n');
}
