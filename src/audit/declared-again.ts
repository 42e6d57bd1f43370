import { businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import {
  type Fraction,
  fractionOf,
  minus,
  nearest,
  over,
  plus,
  times,
  WHOLE,
  whole,
} from './decimals.ts';
import { type Body, readBody, type Texts } from './declaration-reader.ts';
import { type Rates, rateOn, ratesOf } from './exchange-rates.ts';
import type { ClosedList } from './exports-again.ts';
import { loadLaws } from './parcel-walk.ts';
import type { ExportStatutes } from './profile-reader.ts';
import { pages } from './snapshot.ts';

/** A customs declaration as its row has it. */
export type DeclarationRow = {
  readonly decl_seq_no: string;
  readonly entry_id: string | null;
  readonly agent_code: string;
  readonly state: string;
  readonly taken_at: Instant;
  readonly closed_at: Instant | null;
  readonly profile_version: string;
  readonly fob: bigint | null;
  readonly duty: bigint | null;
  readonly line_fobs: readonly bigint[];
  readonly line_duties: readonly bigint[];
  readonly gross: bigint;
  readonly digest: Uint8Array;
  readonly body: Uint8Array;
} & Readonly<Record<(typeof SAID)[number][0], string>>;

/** Columns that repeat what the body says, and where it does. */
export const SAID = [
  ['cop_no', 'copNo'],
  ['trade_mode', 'tradeMode'],
  ['customs_code', 'customMaster'],
  ['ebp_code', 'ebpCode'],
  ['order_no', 'orderNo'],
  ['logistics_code', 'logisticsCode'],
  ['logistics_no', 'logisticsNo'],
  ['ebc_code', 'tradeCode'],
  ['country', 'tradeCountry'],
] as const;

/** A declaration with its body, the law of the day it was taken on, and the rates of that day. */
export type ReadDeclaration = {
  readonly row: DeclarationRow;
  /** Null when it cannot be read. */
  readonly body: Body | null;
  readonly law: ExportStatutes | null;
  readonly rateOf: (currency: string) => Fraction | null;
};

const ROWS = `
  select decl_seq_no, entry_id, agent_code, state, taken_at, closed_at, profile_version, fob, duty,
    line_fobs, line_duties, gross, digest, body, ${SAID.map(([column]) => column).join(', ')}
  from b2b.declarations order by decl_seq_no`;

const PAGE = 250;

/** Every customs declaration, a page at a time. @param name of the cursor */
export async function* declarations(sql: Sql, name: string): AsyncGenerator<ReadDeclaration[]> {
  const laws = await loadLaws(sql);
  const rates: Rates = await ratesOf(sql);
  for await (const rows of pages<DeclarationRow>(sql, name, ROWS, PAGE)) {
    yield rows.map((row) => {
      const day = businessDate(row.taken_at);
      const law = laws.get(row.profile_version)?.exportsOn(day) ?? null;
      const rateOf = (currency: string) => rateOn(rates, currency, day);
      return { row, body: readBody(row.body), law, rateOf };
    });
  }
}

const HUNDRED = 100n;

/** What the charges of each term of trade are called that a price has in it. */
const CHARGES: Readonly<Record<string, readonly string[]>> = {
  '1': ['fee', 'insur'],
  '2': ['fee'],
  '3': [],
  '4': ['insur'],
  '7': [],
};

/** The value of each line free on board, in fen; null when it cannot be told. */
export function fobsAgain({ head, lines }: Body, rateOf: ReadDeclaration['rateOf']) {
  const prices: bigint[] = [];
  for (const { declTotal, tradeCurr } of lines) {
    const [amount, rate] = [fractionOf(declTotal), rateOf(tradeCurr ?? '')];
    if (amount === null || rate === null) return null;
    prices.push(nearest(times(times(amount, whole(HUNDRED)), rate)));
  }
  const total = prices.reduce((sum, price) => sum + price, 0n);
  let off = 0n;
  for (const name of CHARGES[head.transMode ?? ''] ?? []) {
    const charge = fractionOf(head[`${name}Rate`]);
    const rate = rateOf(head[`${name}Curr`] ?? '142');
    if (charge === null || rate === null) return null;
    const isShare = head[`${name}Mark`] === '1';
    off += isShare
      ? nearest(over(times(whole(total), charge), whole(HUNDRED)))
      : nearest(times(times(charge, whole(HUNDRED)), rate));
  }
  return shared(prices, total, off);
}

/** What is left of each price when a sum is taken off by value, the largest remainders first. */
function shared(prices: readonly bigint[], total: bigint, off: bigint): bigint[] {
  const parts = prices.map((price, at) => {
    return { at, own: (off * price) / total, rest: (off * price) % total };
  });
  let left = off - parts.reduce((sum, { own }) => sum + own, 0n);
  const result = prices.map((price, at) => price - parts[at]!.own);
  const byRest = parts.toSorted((a, b) =>
    a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1,
  );
  for (const { at } of byRest) {
    if (left === 0n) break;
    result[at] = result[at]! - 1n;
    left -= 1n;
  }
  return result;
}

/** The duty of a line of so much, in fen: its rate of the price that has no duty in it. */
export function dutyAgain(line: Texts, fob: bigint, rate: Fraction): bigint {
  if (line.dutyMode === '3') return 0n;
  const dutiable = nearest(over(whole(fob), plus(WHOLE, rate)));
  return nearest(times(whole(dutiable), rate));
}

/** Declarations that left, as the statistics count them. */
export async function* closedDeclarations({
  sql,
}: {
  readonly sql: Sql;
}): AsyncGenerator<ClosedList> {
  for await (const some of declarations(sql, 'audit_closed_declarations')) {
    for (const { row, body, rateOf } of some) {
      if (row.state !== '899' || body === null || row.closed_at === null) continue;
      const month = businessDate(row.closed_at).slice(0, 7);
      yield countedAgain(row.entry_id ?? '', month, body, fobsAgain(body, rateOf) ?? []);
    }
  }
}

function countedAgain(
  listNo: string,
  month: string,
  { head, lines }: Body,
  fobs: readonly bigint[],
): ClosedList {
  const units = (text: string | undefined, of: bigint) => {
    return nearest(times(fractionOf(text) ?? minus(WHOLE, WHOLE), whole(of)));
  };
  return {
    ...{ listNo, month, channel: 'D' },
    ...{ office: head.customMaster ?? '', mode: head.tradeMode ?? '' },
    ...{ country: head.tradeCountry ?? '', seller: head.tradeCode ?? '' },
    ...{ packs: units(head.packNo, 1n), gross: units(head.grossWt, FIVE) },
    net: units(head.netWt, FIVE),
    lines: lines.map((line, at) => ({
      ...{ heading: (line.codeTs ?? '').slice(0, 4), unit: line.firstUnit ?? '' },
      ...{ destination: line.destinationCountry ?? '', currency: line.tradeCurr ?? '' },
      ...{ quantity: units(line.firstQty, FIVE), amount: units(line.declTotal, HUNDRED) },
      fob: fobs[at] ?? 0n,
    })),
  };
}

const FIVE = 100_000n;
