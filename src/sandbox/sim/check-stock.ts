import { parseScaled5 } from '../../base/fen.ts';
import type { Database } from '../../io/postgres.ts';
import { allShelves } from '../world/books.ts';
import type { WorldDocument } from '../world/document.ts';
import type { WorldPlan } from '../world/plan.ts';
import { type Effect, type Side, UNIT } from './traffic.ts';

/** What one accepted list does to its book. */
export type Taking = {
  readonly list: WorldDocument;
  /** Refunds of it whose goods came back. */
  readonly back: readonly WorldDocument[];
  /** Whether its goods left the book for good: by the gate, or with a refund. */
  readonly isGone: boolean;
};

/** What a line of a book should have, 0.00001 of its declared unit. */
type Line = Record<Side | 'promised' | 'returned', bigint>;

type Row = { key: string } & Record<'in' | 'promised' | 'gone', bigint>;
type LotRow = { key: string; status: string; quantity: bigint };

/**
 * Every line of every book against what was foreseen: what came in, is promised and is gone, and
 * what lies there as bonded, undeclared, on display and returned.
 */
export async function checkStock(
  db: Database,
  plan: WorldPlan,
  effects: readonly Effect[],
  takings: readonly Taking[],
): Promise<string[]> {
  const lines = foreseen(plan, effects, takings);
  const accounts = await db.query<Row>(
    `select key, limit_amount as "in", pending as promised, posted as gone from ledger.accounts
     where ledger = 'stock'`,
  );
  const lots = await db.query<LotRow>(
    `select book_no || ':' || record_no as key, status, sum(quantity)::bigint as quantity
     from bonded.lots group by 1, 2 having sum(quantity) <> 0`,
  );
  const there = new Map(lots.map((one) => [`${one.key} ${one.status}`, one.quantity]));
  const wanted = [...lines].flatMap(([key, line]) => [
    [`${key} bonded`, line.in - line.gone] as const,
    [`${key} undeclared`, line.undeclared] as const,
    [`${key} display`, line.display] as const,
    [`${key} returned`, line.returned] as const,
  ]);
  const known = new Set<string>(wanted.map(([key]) => key));
  return [
    ...accounts.flatMap((row) => accountFault(row, lines.get(row.key))),
    ...wanted.flatMap(([key, quantity]) => {
      const lies = there.get(key) ?? 0n;
      return lies === quantity ? [] : [`${key}: ${lies} lie there, foreseen ${quantity}`];
    }),
    ...[...there.keys()].filter((key) => !known.has(key)).map((key) => `${key}: came by nothing`),
  ];
}

function accountFault(row: Row, line: Line | undefined): string[] {
  const { key, in: came, promised, gone } = row;
  if (line?.in === came && line.promised === promised && line.gone === gone) return [];
  const was = `${came} in, ${promised} promised, ${gone} gone`;
  return [`${key}: ${was}, foreseen ${line?.in}, ${line?.promised}, ${line?.gone}`];
}

function foreseen(
  plan: WorldPlan,
  effects: readonly Effect[],
  takings: readonly Taking[],
): Map<string, Line> {
  const lines = new Map<string, Line>();
  const at = (bookNo: string, recordNo: string): Line => {
    const key = `${bookNo}:${recordNo}`;
    const none = { in: 0n, promised: 0n, gone: 0n, undeclared: 0n, returned: 0n, display: 0n };
    const line = lines.get(key) ?? none;
    lines.set(key, line);
    return line;
  };
  const shelves = [...plan.parcels.map((one) => one.shelf), ...(plan.exports?.stalls ?? [])];
  for (const { bookNo, recordNo, quantity } of allShelves(shelves)) {
    at(bookNo, recordNo).in += quantity * UNIT;
  }
  for (const { bookNo, recordNo, quantity, side } of effects) {
    at(bookNo, recordNo)[side] += quantity;
  }
  for (const { bookNo, recordNo, status, ...moved } of plan.exports?.effects ?? []) {
    const { in: came = 0n, out = 0n, reserved = 0n } = moved;
    const line = at(bookNo, recordNo);
    if (status === 'returned') line.returned += came;
    if (status !== 'bonded') continue;
    line.in += came;
    line.gone += out;
    line.promised += reserved;
  }
  for (const { list, back, isGone } of takings) {
    const lineOf = (gnum: string | undefined): Line => {
      const line = list.lines.find((one) => one.gnum === gnum);
      return at(list.head.emsNo ?? '', line?.itemRecordNo ?? '');
    };
    for (const { gnum, qty } of list.lines) {
      lineOf(gnum)[isGone ? 'gone' : 'promised'] += parseScaled5(qty ?? '') ?? 0n;
    }
    for (const { gnum, qty } of back.flatMap((refund) => refund.lines)) {
      lineOf(gnum).returned += parseScaled5(qty ?? '') ?? 0n;
    }
  }
  return lines;
}
