import type { Instant } from '../base/dates.ts';
import type { Source } from './days.ts';
import { type Fraction, fractionOf, nearest, times, WHOLE, whole } from './decimals.ts';
import { evidenceCache } from './evidence-cache.ts';
import type { KeptExport } from './export-facts-reader.ts';
import { type FactsPlace, loadExportFacts } from './facts-at.ts';
import { recordsAt } from './records-at.ts';
import { pages } from './snapshot.ts';
import { elementOf, filledOf, type RawPart, type RawRecord } from './xml-text.ts';

/** A line of a closed list: sums in fen, hundredths of the currency and 0.00001 of the unit. */
export type ClosedLine = {
  readonly heading: string;
  readonly destination: string;
  readonly unit: string;
  readonly currency: string;
  readonly quantity: bigint;
  readonly amount: bigint;
  readonly fob: bigint;
};

/** A closed list of exports as its bytes have it, with the value that follows from its rates. */
export type ClosedList = {
  readonly listNo: string;
  readonly month: string;
  readonly office: string;
  readonly mode: string;
  readonly channel: string;
  readonly country: string;
  readonly seller: string;
  readonly packs: bigint;
  readonly gross: bigint;
  readonly net: bigint;
  readonly lines: readonly ClosedLine[];
};

/** A list that could not be read: `gone` with an expired day, or what is wrong. */
type Unread = { readonly listNo: string; readonly month: string; readonly problem: string };

type Row = {
  list_no: string;
  month: string;
  channel: string;
  name: string | null;
  received_at: Instant | null;
  stream: string;
  sequence: number;
  position: number;
  at: Instant;
};

/** With the place of the first decision under the number: that of its rates. */
const CLOSED = `
  select c.list_no, to_char(c.closed_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
    c.channel, l.message_id || '/' || l.record as name, m.received_at, p.stream, p.sequence,
    p.position, p.decided_at as at
  from export.cases c
  join lateral (
    select stream, sequence, position, decided_at from export.past_cases
    where list_no = c.list_no
    order by decided_at, array_position('{400,300,500,501,502,800,899}', state) limit 1
  ) p on true
  left join documents.export_lists l
    on l.ebp_code = c.ebp_code and l.order_no = c.order_no and l.attempt = c.attempt
  left join documents.messages m on m.message_id = l.message_id
  where c.state = '899'
  order by m.stream, m.sequence, m.start_at`;

const PAGE = 250;

/** Every closed list of exports, read again from its evidence. */
export async function* closedExports(
  source: Omit<Source, 'sampleOf'>,
): AsyncGenerator<(ClosedList & { readonly problem: null }) | Unread> {
  const { sql, days } = source;
  const evidence = evidenceCache(source);
  for await (const rows of pages<Row>(sql, 'audit_closed_exports', CLOSED, PAGE)) {
    const isGone = ({ at, received_at }: Row) =>
      days.isExpired(at) || (received_at !== null && days.isExpired(received_at));
    const there = rows.filter((row) => !isGone(row));
    const read = await recordsAt(
      source,
      evidence,
      there.flatMap(({ name }) => (name === null ? [] : [name])),
    );
    const keptOf = await loadExportFacts(sql, days, there satisfies readonly FactsPlace[]);
    for (const row of rows) {
      const { list_no: listNo, month } = row;
      const raw = isGone(row) || row.name === null ? null : (read(row.name)?.raw ?? null);
      const rates = isGone(row) ? null : ratesIn(keptOf(row));
      if (isGone(row)) yield { listNo, month, problem: 'gone' };
      else if (raw === null) yield { listNo, month, problem: 'has no evidence' };
      else if (rates === null) yield { listNo, month, problem: 'has no facts' };
      else yield readList(row, raw, rates);
    }
  }
}

/** Yuan for one unit of each currency. */
type Rates = ReadonlyMap<string, Fraction>;

/** The rates that a decision on an export list was made with. */
function ratesIn(kept: KeptExport | null): Rates | null {
  const rested = kept?.rested ?? null;
  if (rested === null) return null;
  const rates = [...rested.rates].map(([code, rate]) => [code, rate ?? WHOLE] as const);
  return new Map([...rates, ['142', WHOLE]]);
}

function readList(
  { list_no: listNo, month, channel }: Row,
  { head, lines }: RawRecord,
  rates: Rates,
): (ClosedList & { readonly problem: null }) | Unread {
  const read = lines.map((line) => readLine(line, rates));
  const [packs, gross, net] = [
    unitsOf(head, 'packNo', 1n),
    unitsOf(head, 'grossWeight', FIVE),
    unitsOf(head, 'netWeight', FIVE),
  ];
  const isWhole = packs !== null && gross !== null && net !== null;
  if (!isWhole || read.some((line) => line === null)) {
    return { listNo, month, problem: 'has elements that cannot be read' };
  }
  const text = (name: string) => filledOf(head, name) ?? '';
  return {
    ...{ listNo, month, problem: null, channel, packs, gross, net },
    ...{ office: text('customsCode'), mode: text('tradeMode') },
    ...{ country: text('country'), seller: text('ebcCode') },
    lines: read.filter((line) => line !== null),
  };
}

const FIVE = 100_000n;

function readLine(line: RawPart, rates: Rates): ClosedLine | null {
  const text = (name: string) => filledOf(line, name) ?? '';
  const rate = rates.get(text('currency'));
  const [quantity, amount] = [unitsOf(line, 'qty1', FIVE), unitsOf(line, 'totalPrice', 100n)];
  if (rate === undefined || quantity === null || amount === null) return null;
  return {
    ...{ heading: text('gcode').slice(0, 4), destination: text('country') },
    ...{ unit: text('unit1'), currency: text('currency'), quantity, amount },
    fob: nearest(times(whole(amount), rate)),
  };
}

/** A number as whole units, of which one has so many; null when it is none. */
function unitsOf(part: RawPart, name: string, units: bigint): bigint | null {
  const number = fractionOf(elementOf(part, name) ?? undefined);
  if (number === null) return null;
  const scaled = times(number, whole(units));
  return scaled.n % scaled.d === 0n ? scaled.n / scaled.d : null;
}
