import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { type StockStatus, stockAccount } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import {
  type Compared,
  type Count,
  differs,
  placeKey,
  type Settled,
  type Settling,
  type ShortageTax,
  settledOf,
} from './count.ts';
import { type Lot, type LotTerms, type Move, rootOf } from './lot.ts';
import { documentOf } from './paper.ts';
import { lotAt } from './place.ts';
import type { StockChange } from './stock.ts';

/** What a count is closed by. */
export type SettleFacts = {
  readonly rows: readonly Compared[];
  readonly lots: readonly Lot[];
  /** Papers of the book that stand, as `entry QD...`. */
  readonly papers: ReadonlySet<string>;
  /** What is not promised, by account: `stock T46..:1`. */
  readonly free: ReadonlyMap<string, Scaled5>;
  /** Whose the goods of the book are. */
  readonly owner: string;
  /** The tax of a quantity of a line, or why there is none. */
  readonly taxOf: (recordNo: string, quantity: Scaled5) => ShortageTax | Finding;
};

export type SettleDecision = {
  readonly findings: readonly Finding[];
  readonly change: StockChange;
  readonly settled: readonly Settled[];
  /** What the missing goods that are taxed have to pay; null when none are. */
  readonly owed: ShortageTax | null;
  /** Whether goods are missing for which nobody would pay: customs has to agree first. */
  readonly isExplainedAway: boolean;
};

const NOTHING: Omit<SettleDecision, 'findings'> = {
  ...{ change: { lots: [], moves: [], transfers: [] }, settled: [], owed: null },
  isExplainedAway: false,
};

/** Duty is not paid on them; goods of other statuses that are missing are explained. */
const TAXABLE: ReadonlySet<StockStatus> = new Set([
  ...(['bonded', 'display', 'returned', 'undeclared', 'expired', 'detained', 'surplus'] as const),
]);

/**
 * Closes a count: everything in its scope is counted, every difference is settled, and the book
 * follows the shelf (STK-14). With findings nothing is done.
 */
export function settleCount(
  count: Count,
  settlings: readonly Settling[],
  facts: SettleFacts,
): SettleDecision {
  const cases = casesOf(settlings, facts);
  const findings = [
    ...openFindings(facts.rows, settlings),
    ...cases.flatMap((one) => caseFindings(one, facts)),
    ...pairFindings(cases),
  ];
  if (findings.length > 0) return { ...NOTHING, findings };
  const change = changeOf(count, cases, facts);
  const short = promisedFindings(change, facts);
  if (short.length > 0) return { ...NOTHING, findings: short };
  const taxes = cases.map((one) => taxOfCase(one, facts));
  const settled = cases.map(({ row, by }, i) => settledOf(row, by, taxes[i] ?? null));
  const due = taxes.flatMap((tax) => tax ?? []);
  const owed = due.length === 0 ? null : due.reduce(plus);
  return { findings, change, settled, owed, isExplainedAway: explainsAway(cases) };
}

/** Null when it is not taxed; `caseFindings` has told by then why one that is has no tax. */
function taxOfCase({ row, by }: Case, { taxOf }: SettleFacts): ShortageTax | null {
  if (by.how !== 'taxed') return null;
  const tax = taxOf(row.recordNo, -moreOf(row));
  return 'code' in tax ? null : tax;
}

function plus(one: ShortageTax, other: ShortageTax): ShortageTax {
  return {
    dutiablePrice: one.dutiablePrice + other.dutiablePrice,
    duty: one.duty + other.duty,
    consumptionTax: one.consumptionTax + other.consumptionTax,
    vat: one.vat + other.vat,
  };
}

/**
 * Whether of some goods less is there than the book has, all places together, and the reason is
 * only said. Goods that lie elsewhere, and what only the warehouse counts otherwise, are not.
 */
function explainsAway(cases: readonly Case[]): boolean {
  const sums = new Map<string, Scaled5>();
  for (const { row, by } of cases) {
    if (by.how !== 'explained') continue;
    const goods = `${row.recordNo} ${row.status} ${rootOf(row.lotNo)}`;
    sums.set(goods, (sums.get(goods) ?? 0n) + moreOf(row));
  }
  return [...sums.values()].some((sum) => sum !== 0n);
}

/** A difference with what was said of it, and where that stands. */
type Case = { readonly row: Compared; readonly by: Settling; readonly path: string };

function casesOf(settlings: readonly Settling[], { rows }: SettleFacts): Case[] {
  const byPlace = new Map(rows.map((row) => [placeKey(row), row]));
  return settlings.flatMap((by, i) => {
    const row = byPlace.get(placeKey(by));
    return row === undefined ? [] : [{ row, by, path: `settlements[${i + 1}]` }];
  });
}

/** What was not counted or not settled, and what is settled that is no difference. */
function openFindings(rows: readonly Compared[], settlings: readonly Settling[]): Finding[] {
  const settled = new Set(settlings.map(placeKey));
  const open = rows.flatMap((row) => {
    const { recordNo: record, lotNo: lot, location: place, shelf, warehouse } = row;
    const book = formatScaled5(row.book);
    if (shelf === null && row.book > 0n) {
      return [stockFinding('BND-UNCOUNTED', null, { record, lot, place, book })];
    }
    if (!differs(row) || settled.has(placeKey(row))) return [];
    const said = (figure: Scaled5 | null) => (figure === null ? '-' : formatScaled5(figure));
    const figures = { shelf: said(shelf), warehouse: said(warehouse), book };
    return [stockFinding('BND-UNEXPLAINED', null, { record, lot, place, ...figures })];
  });
  const differing = new Set(rows.filter(differs).map(placeKey));
  const seen = new Set<string>();
  const idle = settlings.flatMap((one, i) => {
    const twice = seen.has(placeKey(one));
    seen.add(placeKey(one));
    if (!twice && differing.has(placeKey(one))) return [];
    return [wrong(`settlements[${i + 1}]`, ['settles no open difference', '无对应差异'])];
  });
  return [...open, ...idle];
}

type Reason = readonly [en: string, zh: string];

function wrong(path: string, [reason, reasonZh]: Reason): Finding {
  return stockFinding('BND-COUNT', path, { where: path, reason, reasonZh });
}

/** What the shelf has more than the book (below zero: less). */
const moreOf = ({ book, shelf }: Compared): Scaled5 => (shelf ?? 0n) - book;

function caseFindings({ row, by, path }: Case, { papers, taxOf }: SettleFacts): Finding[] {
  const more = moreOf(row);
  if (by.how === 'explained') {
    if (by.document !== null && papers.has(by.document)) return [];
    return [wrong(path, ['names no standing paper of the book', '未注明本账册有效单证'])];
  }
  if (by.how === 'surplus') {
    return more > 0n ? [] : [wrong(path, ['is no surplus', '不是溢余'])];
  }
  if (more >= 0n) return [wrong(path, ['is no shortage', '不是短少'])];
  if (row.status === null || !TAXABLE.has(row.status)) {
    const text: Reason = [`is of ${row.status} goods, on which no duty is due`, '货物无须补税'];
    return [wrong(path, text)];
  }
  const tax = taxOf(row.recordNo, -more);
  return 'code' in tax ? [{ ...tax, path }] : [];
}

/**
 * Goods that are there without being in the book are surplus, unless as many of the same line and
 * status are missing and explained: then they only lay elsewhere.
 */
function pairFindings(cases: readonly Case[]): Finding[] {
  const explained = cases.filter(({ by }) => by.how === 'explained');
  const sums = new Map<string, Scaled5>();
  for (const { row } of explained) {
    const key = `${row.recordNo} ${row.status}`;
    sums.set(key, (sums.get(key) ?? 0n) + moreOf(row));
  }
  return explained.flatMap(({ row, path }) => {
    const more = moreOf(row);
    if (more <= 0n) return [];
    const isPaired = row.status !== null && sums.get(`${row.recordNo} ${row.status}`)! <= 0n;
    if (isPaired) return [];
    const text = 'explains goods that are missing nowhere: they are surplus';
    return [wrong(path, [text, '溢余货物无对应短少，应报溢余'])];
  });
}

function changeOf(count: Count, cases: readonly Case[], facts: SettleFacts): StockChange {
  const lots: LotTerms[] = [];
  const moves: Move[] = [];
  for (const { row, by } of cases) {
    const quantity = moreOf(row);
    if (quantity === 0n) continue;
    const lot = by.how === 'surplus' ? surplusLot(count, row, facts) : lotOf(row, facts);
    if (lot === null) continue;
    if (quantity > 0n) lots.push(lot);
    const { bookNo, recordNo, lotNo, status } = lot;
    const line = `${by.how} ${row.lotNo} ${row.location}`;
    moves.push({ bookNo, recordNo, lotNo, status, quantity, document: documentOf(count), line });
  }
  return { lots, moves, transfers: netTransfers(count, moves) };
}

/** The lot of a row; of one that the book has elsewhere, the same goods at this place. */
function lotOf(row: Compared, { lots }: SettleFacts): LotTerms | null {
  const same = lots.filter((lot) => lot.recordNo === row.recordNo && lot.lotNo === row.lotNo);
  const [lot] = same;
  if (lot === undefined) return null;
  const { openedAt: since, quantity: _, ...terms } = lot;
  if (lot.location === row.location) return { ...terms, since };
  return lotAt(lot, row.location, lot.expiresOn);
}

function surplusLot(count: Count, row: Compared, facts: SettleFacts): LotTerms {
  const { recordNo, lotNo, location } = row;
  const expiresOn = lotOf(row, facts)?.expiresOn ?? null;
  return {
    ...{ bookNo: count.bookNo, recordNo, lotNo: `${count.paperNo}-${lotNo}-${location}` },
    ...{ status: 'surplus', owner: facts.owner, location, expiresOn, document: documentOf(count) },
  };
}

/** What each account gains or loses in all: goods that only lay elsewhere move none. */
function netTransfers(count: Count, moves: readonly Move[]): Transfer[] {
  const sums = new Map<string, { account: ReturnType<typeof stockAccount>; sum: Scaled5 }>();
  for (const { bookNo, recordNo, status, quantity } of moves) {
    const account = stockAccount(bookNo, recordNo, status);
    const key = accountText(account);
    sums.set(key, { account, sum: (sums.get(key)?.sum ?? 0n) + quantity });
  }
  return [...sums.values()].flatMap(({ account, sum }): Transfer[] => {
    const ref = documentOf(count);
    if (sum === 0n) return [];
    if (sum > 0n) return [{ ...account, kind: 'raise', amount: sum, ref, limit: null }];
    return [{ ...account, kind: 'direct', amount: -sum, ref, limit: 0n }];
  });
}

/** An account as one text. */
export function accountText({ ledger, key }: { readonly ledger: string; readonly key: string }) {
  return `${ledger} ${key}`;
}

/** What is promised to lists cannot leave the book. */
function promisedFindings({ transfers }: StockChange, { free }: SettleFacts): Finding[] {
  return transfers.flatMap((transfer) => {
    const left = free.get(accountText(transfer)) ?? 0n;
    if (transfer.kind !== 'direct' || transfer.amount <= left) return [];
    const record = transfer.key.slice(transfer.key.indexOf(':') + 1);
    const values = { record, short: formatScaled5(transfer.amount), free: formatScaled5(left) };
    return [stockFinding('BND-PROMISED', null, values)];
  });
}
