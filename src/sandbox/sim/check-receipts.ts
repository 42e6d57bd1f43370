import { present } from '../../base/assert.ts';
import { bookStream } from '../../bonded/events.ts';
import { REMINDER } from '../../flows/summary-receipts.ts';
import type { Database } from '../../io/postgres.ts';
import type { FiledReceipt } from '../../receipts/receipt.ts';
import { lastCursors, readReceipts } from '../../receipts/store.ts';
import type { Foreseen } from './foresee.ts';

/** What the receipts of a run tell. */
export type Told = {
  /** Receipts of each record in the order of the stream, by guid; lists with those of customs. */
  readonly byGuid: ReadonlyMap<string, readonly FiledReceipt[]>;
  /** The events of each account book in the order of the stream, by its number. */
  readonly byBook: ReadonlyMap<string, readonly FiledReceipt[]>;
  readonly faults: readonly string[];
  readonly receipts: number;
};

const PAGE = 1_000;
/** Streams of books stand beside those of enterprises. */
const BOOK = bookStream('');

/** Reads every stream to its end and ties the receipts of customs to the lists they are of. */
export async function readStreams(db: Database): Promise<Told> {
  const faults: string[] = [];
  const byGuid = new Map<string, FiledReceipt[]>();
  const byBook = new Map<string, FiledReceipt[]>();
  const rows = await db.query<{ enterprise_code: string }>(
    'select enterprise_code from receipts.heads order by enterprise_code',
  );
  const heads = await lastCursors(
    db,
    rows.map((row) => row.enterprise_code),
  );
  let receipts = 0;
  // In the order of the codes: the heads come as the plan of the day gives them.
  for (const { enterprise_code: enterprise } of rows) {
    const last = present(heads.get(enterprise), 'the head of a stream');
    const stream = await readStream(db, enterprise);
    receipts += stream.length;
    const gap = stream.findIndex(({ cursor }, i) => cursor !== BigInt(i + 1));
    if (gap >= 0) faults.push(`the stream of ${enterprise} has a gap at ${gap + 1}`);
    if (BigInt(stream.length) !== last) {
      faults.push(
        `the stream of ${enterprise} has ${stream.length} receipts, its head says ${last}`,
      );
    }
    if (enterprise.startsWith(BOOK)) byBook.set(enterprise.slice(BOOK.length), stream);
    else sort(enterprise, stream, byGuid, faults);
  }
  return { byGuid, byBook, faults, receipts };
}

async function readStream(db: Database, enterprise: string): Promise<FiledReceipt[]> {
  const stream: FiledReceipt[] = [];
  for (let after = 0n; ; ) {
    const page = await readReceipts(db, enterprise, after, PAGE);
    stream.push(...page);
    if (page.length < PAGE) return stream;
    after = page.at(-1)!.cursor;
  }
}

function sort(
  enterprise: string,
  stream: readonly FiledReceipt[],
  byGuid: Map<string, FiledReceipt[]>,
  faults: string[],
): void {
  const guidOf = new Map<string, string>();
  for (const receipt of stream) {
    const { recordGuid, keys, type, status } = receipt;
    // Results of a summary and reminders of one are no answers; the auditor compares both.
    if (type === 'CEB792' || (type === 'CEB702' && status === REMINDER)) continue;
    // A request that is filed anew has the number of the one that was refused before.
    if (recordGuid !== null && keys.preNo !== undefined) guidOf.set(keys.preNo, recordGuid);
    const guid = (recordGuid ?? guidOf.get(keys.preNo ?? '') ?? '').toUpperCase();
    if (guid === '') faults.push(`receipt ${receipt.cursor} of ${enterprise} answers nothing`);
    byGuid.set(guid, [...(byGuid.get(guid) ?? []), receipt]);
  }
}

/** Everything in which the receipts differ from what was foreseen. */
export function checkReceipts(told: Told, foreseen: readonly Foreseen[]): string[] {
  const known = new Set(foreseen.map(({ guid }) => guid));
  const strangers = [...told.byGuid.keys()].filter((guid) => !known.has(guid));
  return [
    ...told.faults,
    ...strangers.map((guid) => `receipts for ${guid}, which nobody declared`),
    ...foreseen.flatMap((one) => checkRecord(one, told.byGuid.get(one.guid) ?? [])),
  ];
}

function checkRecord(one: Foreseen, receipts: readonly FiledReceipt[]): string[] {
  const { ways, repeat, code, guid, type, kind, parcel } = one;
  const name = `${kind} (parcel ${parcel}) ${type} ${guid}`;
  const statuses = receipts.map(({ status }) => status);
  const repeats = statuses.filter((status) => status === repeat.status).length;
  const isPlain = (way: readonly string[]): boolean => way.includes(repeat.status);
  const others = statuses.filter((status) => status !== repeat.status);
  const way = ways.find(
    (one) => one.join() === (isPlain(one) ? statuses.slice(0, 1) : others).join(),
  );
  if (way === undefined) {
    const wanted = ways.map((one) => one.join(' ') || 'nothing').join(' or ');
    return [`${name}: receipts ${statuses.join(' ') || 'none'}, foreseen ${wanted}`];
  }
  const faults: string[] = [];
  const spare = repeats - (isPlain(way) ? 1 : 0);
  if (spare < repeat.least || spare > repeat.most) {
    faults.push(`${name}: told ${spare} times that it is there, ${repeat.least} to ${repeat.most}`);
  }
  const last = receipts.findLast(({ status }) => status === '100' || status === '600');
  const end = way.at(-1);
  if (code !== null && (end === '100' || end === '600') && last?.findings[0]?.code !== code) {
    faults.push(`${name}: ${end} for ${last?.findings[0]?.code}, foreseen ${code}`);
  }
  return faults;
}
