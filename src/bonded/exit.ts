import type { BusinessDate, Instant } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { Purpose } from '../ledger/store.ts';
import { stockFinding } from './codes.ts';
import { bookFindings, type EntryFacts } from './entry.ts';
import type { Paper } from './paper.ts';

/** Goods of one line of a book. */
export type Goods = { readonly recordNo: string; readonly quantity: Scaled5 };

/**
 * Goods that are promised to a parcel's list, and as what in the ledger: as the number of the list,
 * with a mark behind it when they had left and were put back.
 */
export type PromisedGoods = Goods & { readonly ref: string };

/** Goods of an open reserve of the ledger. */
export function promisedGoods({ key, amount, ref }: Purpose & { amount: Scaled5 }): PromisedGoods {
  return { recordNo: key.slice(key.indexOf(':') + 1), quantity: amount, ref };
}

/** Days, both inclusive. */
export type Period = { readonly from: BusinessDate; readonly until: BusinessDate };

/** An exit list (核注清单, E, bonded e-commerce) of parcels as it is declared (STK-6). */
export type ExitSaid = {
  readonly bookNo: string;
  readonly ownNo: string;
  /** Customs numbers of the parcels' lists. */
  readonly lists: readonly string[];
  /** Instead of them, all parcels of exports that left in these days and are on no exit list. */
  readonly period?: Period;
  /** What they take in all; null to have it worked out. */
  readonly lines: readonly Goods[] | null;
};

/** A parcel's list on an exit list, and the slip with which it leaves or left. */
export type ExitParcel = {
  readonly listNo: string;
  readonly slipNo: string | null;
  readonly gone: boolean;
};

/** Where goods go that leave without parcels, to be sold from there (EXP-8). */
export type Destination = {
  /** Number of the overseas warehouse, as it is on file and lists of 9810 have it. */
  readonly warehouse: string;
  /** Customs code of its country. */
  readonly country: string;
  /** The export declaration under which the goods leave. */
  readonly declarationNo: string;
};

/** Goods for an overseas warehouse, and the slip with which they leave or left. */
export type Overseas = Destination & {
  /** `lotNo` null: from what goes first. */
  readonly parts: readonly (Goods & { readonly lotNo: string | null })[];
  readonly slipNo: string | null;
  /** Since when the warehouse is on file, where the law of the day asked for that. */
  readonly filedFrom: BusinessDate | null;
};

/**
 * approved: its parcels wait for a vehicle. released: customs lets goods for an overseas warehouse
 * go. closed: all are gone, as parcels of exports are from the beginning. void: withdrawn before.
 */
export type ExitState = 'approved' | 'released' | 'closed' | 'void';

export type ExitBody = {
  readonly lists: readonly ExitParcel[];
  readonly lines: readonly Goods[];
  /** Of goods for an overseas warehouse, which are in no parcels. */
  readonly overseas?: Overseas;
};

export type Exit = Paper<'exit', ExitState, ExitBody>;

/** What is known of a parcel's list. */
export type ListFacts = {
  /** State of clearance, `800` when it is released; null when there is no such list. */
  readonly state: string | null;
  /** The book and what is promised from each of its lines and not gone yet. */
  readonly bookNo: string | null;
  readonly promised: readonly PromisedGoods[];
  /** The exit list that has it already. */
  readonly exitNo: string | null;
  /** When goods of it first came back by a refund; null when none did. */
  readonly backAt: Instant | null;
  /** Null for a list of import. */
  readonly exported: ExportedParcel | null;
};

/**
 * A parcel that leaves the country: its slip names it, and the exit list that sums it up with
 * others follows (EXP-8). Parcels of imports are on an exit list first.
 */
export type ExportedParcel = {
  readonly slipNo: string | null;
  readonly leftAt: Instant | null;
  /** What left of each line of the book; empty until it has. */
  readonly goods: readonly Goods[];
};

/** Released, or to be inspected: the gate does not let the latter out before it is released. */
const LOADABLE = ['500', '800'];

/** Whether a parcel may be on a load list (GATE-4); one that came back may not. */
export function isLoadable(list: ListFacts | undefined): boolean {
  return list !== undefined && LOADABLE.includes(list.state ?? '') && list.backAt === null;
}

export type ExitFacts = Pick<EntryFacts, 'book' | 'date' | 'declarant'> & {
  readonly lists: ReadonlyMap<string, ListFacts>;
  /** As many lists as an exit list may have. */
  readonly mostLists: number;
};

/** Every reason against an exit list; none when it is approved. */
export function exitFindings(said: ExitSaid, facts: ExitFacts): Finding[] {
  const general = [...bookFindings(said.bookNo, facts), ...periodFindings(said, facts)];
  if (general.length > 0) return general;
  const seen = new Set<string>();
  const isOfExports = isExportExit(said, facts);
  const lists = said.lists.flatMap((listNo, i) => {
    const list = facts.lists.get(listNo);
    const reason = seen.has(listNo) ? TWICE : reasonAgainst(list, said.bookNo, isOfExports);
    seen.add(listNo);
    if (reason === null) return [];
    const [text, textZh] = reason;
    const values = { list: listNo, reason: text, reasonZh: textZh };
    return [stockFinding('BND-LIST', `lists[${i + 1}]`, values)];
  });
  return lists.length > 0 ? lists : sumFindings(said, facts);
}

/** An exit list names lists or a period, in which something left and not too much. */
function periodFindings({ lists, period }: ExitSaid, { mostLists }: ExitFacts): Finding[] {
  const of = (reason: string, reasonZh: string) => [
    stockFinding('BND-PERIOD', period === undefined ? 'lists' : 'period', { reason, reasonZh }),
  ];
  if (period === undefined) {
    return lists.length > 0 ? [] : of('names neither lists nor a period', '未填写清单或期间');
  }
  if (lists.length === 0) {
    return of('is of a period in which nothing left that is on no other', '期间内无待归并清单');
  }
  if (lists.length <= mostLists) return [];
  return of(`would have more than ${mostLists} lists`, `期间内清单超过${mostLists}票`);
}

type Reason = readonly [en: string, zh: string];
const TWICE: Reason = ['stands twice', '重复'];

const OTHER_WAY: Reason = [
  'goes the other way than the first: imports and exports have exit lists of their own',
  '与首票进出口方向不同，进口与出口应分别申报',
];
const NOT_LEFT: Reason = [
  'has not left: exports are summed up when their parcels are out',
  '尚未出区，出口清单应在出区后归并申报',
];

/** Whether an exit list sums up parcels of exports; its first list says so. */
export function isExportExit(
  { lists }: Pick<ExitSaid, 'lists'>,
  facts: Pick<ExitFacts, 'lists'>,
): boolean {
  return (facts.lists.get(lists[0] ?? '')?.exported ?? null) !== null;
}

function reasonAgainst(
  list: ListFacts | undefined,
  bookNo: string,
  isOfExports: boolean,
): Reason | null {
  if (list === undefined || list.state === null) return ['is not there', '不存在'];
  const { exported } = list;
  if ((exported !== null) !== isOfExports) return OTHER_WAY;
  if (exported !== null) {
    return exported.leftAt === null ? NOT_LEFT : placedReason(list, bookNo);
  }
  if (!LOADABLE.includes(list.state)) {
    return [`is not released: its status is ${list.state}`, `未放行，状态${list.state}`];
  }
  if (list.exitNo === null && list.promised.length === 0) return NO_GOODS;
  return placedReason(list, bookNo);
}

const NO_GOODS: Reason = ['takes no goods from stock', '未占用账册库存'];

/** Each list is on one exit list, which is of its book. */
function placedReason(list: ListFacts, bookNo: string): Reason | null {
  if (list.exitNo !== null) {
    return [`is on exit list ${list.exitNo}`, `已列入出区核注清单${list.exitNo}`];
  }
  if (list.bookNo === bookNo) return null;
  return [`is of book ${list.bookNo}`, `属于账册${list.bookNo}`];
}

function sumFindings(said: ExitSaid, facts: ExitFacts): Finding[] {
  if (said.lines === null) return [];
  const due = new Map(takenBy(said.lists, facts).map((one) => [one.recordNo, one.quantity]));
  const declared = sumOf(said.lines);
  const records = [...new Set([...due.keys(), ...declared.map(({ recordNo }) => recordNo)])];
  const stated = new Map(declared.map((one) => [one.recordNo, one.quantity]));
  return records.flatMap((record) => {
    const [was, sum] = [stated.get(record) ?? 0n, due.get(record) ?? 0n];
    if (was === sum) return [];
    const values = { record, said: formatScaled5(was), sum: formatScaled5(sum) };
    return [stockFinding('BND-SUM', 'lines', values)];
  });
}

/** What is promised to lists of imports, or has left with those of exports. */
function takenBy(lists: readonly string[], facts: ExitFacts): Goods[] {
  return sumOf(
    lists.flatMap((listNo) => {
      const list = facts.lists.get(listNo);
      return list?.exported?.goods ?? list?.promised ?? [];
    }),
  );
}

/** Goods by line of the book, each line once, in the order of first mention. */
export function sumOf(goods: readonly Goods[]): Goods[] {
  const sums = new Map<string, Scaled5>();
  for (const { recordNo, quantity } of goods) {
    sums.set(recordNo, (sums.get(recordNo) ?? 0n) + quantity);
  }
  return [...sums].map(([recordNo, quantity]) => ({ recordNo, quantity }));
}

/** The body of an approved exit list; parcels of exports are gone by then. */
export function exitBody(said: ExitSaid, facts: ExitFacts): ExitBody {
  return {
    lists: said.lists.map((listNo) => {
      const { exported = null } = facts.lists.get(listNo) ?? {};
      return { listNo, slipNo: exported?.slipNo ?? null, gone: exported !== null };
    }),
    lines: takenBy(said.lists, facts),
  };
}
