import type { Source } from './days.ts';
import { fenOf, sameNumber, sumOf } from './decimals.ts';
import type { Body, Texts } from './declaration-reader.ts';
import type { DeclarationRow } from './declared-again.ts';
import { refsOf, TEXTS } from './document-refs.ts';
import type { Evidence, ParcelDocument, Ref } from './evidence-cache.ts';
import { elementOf, filledOf, type RawPart, type RawRecord } from './xml-text.ts';

/** The order (CEB303) and the waybill (CEB505) that stand under the numbers of a declaration. */
export type DeclaredPapers = {
  readonly order: ParcelDocument | null;
  readonly waybill: ParcelDocument | null;
};

const ORDERS = refsOf('export_orders', ['ebp_code', 'order_no'], TEXTS);
const WAYBILLS = refsOf('export_waybills', ['logistics_code', 'logistics_no'], TEXTS);

const keyOf = (first: string, second: string): string => `${first}\u0001${second}`;

/**
 * Reads order and waybill of these declarations from the evidence.
 * @returns null for one whose papers are of a day that is gone
 */
export async function declaredPapers(
  { sql, days }: Omit<Source, 'sampleOf'>,
  evidence: Evidence,
  rows: readonly DeclarationRow[],
): Promise<(row: DeclarationRow) => DeclaredPapers | null> {
  const [orders, waybills] = [
    await sql.query<Ref>(ORDERS, [
      rows.map(({ ebp_code }) => ebp_code),
      rows.map(({ order_no }) => order_no),
    ]),
    await sql.query<Ref>(WAYBILLS, [
      rows.map(({ logistics_code }) => logistics_code),
      rows.map(({ logistics_no }) => logistics_no),
    ]),
  ];
  const isThere = ({ received_at }: Ref) => !days.isExpired(received_at);
  const read = await evidence.read([...orders, ...waybills].filter(isThere));
  const byKey = (refs: readonly Ref[]) =>
    new Map(refs.map((ref) => [keyOf(ref.first, ref.second), ref]));
  const [orderOf, waybillOf] = [byKey(orders), byKey(waybills)];
  return ({ ebp_code, order_no, logistics_code, logistics_no }) => {
    const order = orderOf.get(keyOf(ebp_code, order_no));
    const waybill = waybillOf.get(keyOf(logistics_code, logistics_no));
    if ([order, waybill].some((ref) => ref !== undefined && !isThere(ref))) return null;
    const one = (ref: Ref | undefined) => (ref === undefined ? null : read(ref));
    return { order: one(order), waybill: one(waybill) };
  };
}

/** Processes file and decide at the same moment by clocks that differ, up to ten minutes. */
const MOMENT = 600_000;

/** Where a declaration that stands says something else than its order and its waybill. */
export function paperProblems(
  { taken_at }: DeclarationRow,
  { head, lines }: Body,
  { order, waybill }: DeclaredPapers,
): string[] {
  // The number of a waybill is used again for another parcel once this one has left.
  const isReused = waybill !== null && waybill.use > 1 && waybill.acceptedAt > taken_at + MOMENT;
  const problems = [...absent('order', order), ...(isReused ? [] : absent('waybill', waybill))];
  if (problems.length > 0) return problems;
  problems.push(...orderProblems(lines, order!.raw!));
  if (!isReused) problems.push(...waybillProblems(head, waybill!.raw!.head));
  return problems;
}

function absent(name: string, document: ParcelDocument | null): string[] {
  if (document === null || document.deleted) return [`has no ${name}`];
  return document.raw === null ? [`has no evidence of its ${name}`] : [];
}

/** What a line of the order calls what a line of the declaration says. */
const SAME_TEXTS = [
  ['unit', 'gUnit'],
  ['currency', 'tradeCurr'],
] as const;
const SAME_NUMBERS = [
  ['qty', 'gQty'],
  ['price', 'declPrice'],
  ['totalPrice', 'declTotal'],
] as const;

function orderProblems(lines: readonly Texts[], order: RawRecord): string[] {
  const ordered = new Map(order.lines.map((line) => [Number(elementOf(line, 'gnum')), line]));
  const numbers = new Set(lines.map(({ gNo }) => Number(gNo)));
  if (ordered.size !== lines.length || numbers.size !== lines.length) {
    return ['has other lines than its order'];
  }
  const differing = lines.filter((line) => {
    const partner = ordered.get(Number(line.gNo));
    return partner === undefined || !sameGoods(line, partner);
  });
  const goods = sumOf(lines.map(({ declTotal }) => fenOf(declTotal)));
  const isWorth = goods !== null && goods === fenOf(elementOf(order.head, 'goodsValue'));
  return [
    ...differing.map(({ gNo }) => `line ${gNo} differs from that of its order`),
    ...(isWorth ? [] : ['is not worth what its order says']),
  ];
}

function sameGoods(line: Texts, partner: RawPart): boolean {
  return (
    SAME_TEXTS.every(([theirs, own]) => elementOf(partner, theirs) === line[own]) &&
    SAME_NUMBERS.every(([theirs, own]) => sameNumber(elementOf(partner, theirs), line[own]))
  );
}

/** Freight and insurance that are declared as sums are those of the waybill together. */
function waybillProblems(head: Texts, waybill: RawPart): string[] {
  const carried = (name: string) => fenOf(filledOf(waybill, name) ?? '0');
  // A charge without a mark is a sum.
  const said = (name: 'fee' | 'insur', other: string) => {
    const isSum = head[`${name}Rate`] !== undefined && head[`${name}Mark`] !== '1';
    return isSum ? fenOf(head[`${name}Rate`]) : carried(other);
  };
  const charges = sumOf([said('fee', 'freight'), said('insur', 'insuredFee')]);
  const all = sumOf([carried('freight'), carried('insuredFee')]);
  return [
    ...(sameNumber(elementOf(waybill, 'grossWeight'), head.grossWt)
      ? []
      : ['weighs something else than its waybill says']),
    ...(charges !== null && charges === all ? [] : ['has another freight than its waybill']),
  ];
}
