import { fenOf, sameNumber, sumOf } from '../decimals.ts';
import type { ParcelDocument } from '../evidence-cache.ts';
import type { ExportParcel } from '../export-walk.ts';
import type { Law } from '../law.ts';
import { elementOf, filledOf, type RawPart, type RawRecord } from '../xml-text.ts';

/** Processes file and decide at the same moment by clocks that differ, up to ten minutes. */
const MOMENT = 600_000;

/**
 * No export list is accepted without the documents of its mode: an order and a waybill, and a
 * collection of what is sold to persons. What they say agrees to the cent: goods = the sum of the
 * lines, collected = goods + freight, the lines of the list are those of the order, its freight is
 * that of the waybill, and nobody else holds the waybill.
 */
export const EXPORT_RELEASE: Law = {
  id: 'export-release',
  title: 'No export is accepted without the documents of its mode, which agree',
  watch: (tally, { sampleOf }) => {
    if (sampleOf > 1) tally.note(`one batch of decisions in ${sampleOf} was worked out`);
    return {
      onExport: (parcel) => {
        // Documents of a list that was withdrawn may be changed.
        if (parcel.state === '430') return;
        const problems = problemsOf(parcel);
        tally.check(problems.length === 0, () => {
          return `list ${parcel.list_no} (${parcel.key}) ${problems.join(', ')}`;
        });
      },
    };
  },
};

/** Modes whose goods are sold to persons, who have paid; sales to firms may be paid elsewhere. */
const COLLECTED = ['9610', '1210'];

function problemsOf(parcel: ExportParcel): string[] {
  const { list, order, waybill, collection, first, trade_mode } = parcel;
  const isReused =
    waybill !== null && waybill.use > 1 && waybill.acceptedAt > parcel.steps[0]!.at + MOMENT;
  const isPaid = COLLECTED.includes(trade_mode) || (first?.collection ?? null) !== null;
  const missing = [
    ...absent('list', list),
    ...absent('order', order),
    ...(isReused ? [] : absent('waybill', waybill)),
    ...(isPaid ? absent('collection', collection) : []),
  ];
  if (missing.length > 0) return missing;
  const [listed, ordered] = [list!.raw!, order!.raw!];
  const problems = [...sumProblems(ordered, isPaid ? collection!.raw! : null)];
  problems.push(...lineProblems(listed, ordered));
  if (elementOf(listed.head, 'tradeMode') !== trade_mode) problems.push('has another mode');
  const used = [list!, order!, ...(isPaid ? [collection!] : []), ...(isReused ? [] : [waybill!])];
  if (restsOnOthers(parcel, used)) problems.push('had a document changed afterwards');
  if (isReused) return problems;
  if (!sameFreight(listed.head, waybill!.raw!.head)) {
    problems.push('freight of list and waybill differ');
  }
  if (parcel.claimed_by !== parcel.list_no) problems.push('does not hold its waybill');
  return problems;
}

function absent(name: string, document: ParcelDocument | null): string[] {
  if (document === null || document.deleted) return [`has no ${name}`];
  return document.raw === null ? [`has no evidence of its ${name}`] : [];
}

/** Whether the first decision names other records than stand now; that it has none is told. */
function restsOnOthers({ first }: ExportParcel, used: readonly ParcelDocument[]): boolean {
  if (first === null) return true;
  const named = [first.list, first.order, first.waybill, first.collection];
  return used.some(({ ref }) => !named.includes(ref));
}

function sumProblems(order: RawRecord, collection: RawRecord | null): string[] {
  const goods = fenOf(elementOf(order.head, 'goodsValue'));
  const freight = fenOf(filledOf(order.head, 'freight') ?? '0');
  const problems: string[] = [];
  const agree = (a: bigint | null, b: bigint | null, what: string) => {
    if (a === null || a !== b) problems.push(what);
  };
  const lines = sumOf(order.lines.map((line) => fenOf(elementOf(line, 'totalPrice'))));
  agree(goods, lines, 'order lines are not its goods value');
  if (collection === null) return problems;
  agree(
    fenOf(elementOf(collection.head, 'charge')),
    sumOf([goods, freight]),
    'another sum was collected than goods and freight',
  );
  if (elementOf(collection.head, 'currency') !== elementOf(order.head, 'currency')) {
    problems.push('was collected in another currency');
  }
  return problems;
}

/** What a line of the order says of the goods, as the line of the list has to. */
const SAME = ['itemNo', 'unit', 'currency'];
const SAME_NUMBERS = ['qty', 'price', 'totalPrice'];

function lineProblems(list: RawRecord, order: RawRecord): string[] {
  const ordered = new Map(order.lines.map((line) => [Number(elementOf(line, 'gnum')), line]));
  if (ordered.size !== list.lines.length) return ['has other lines than its order'];
  const differing = list.lines.filter((line) => {
    const partner = ordered.get(Number(elementOf(line, 'gnum')));
    return partner === undefined || !sameGoods(line, partner);
  });
  return differing.map((line) => `line ${elementOf(line, 'gnum')} differs from that of the order`);
}

function sameGoods(line: RawPart, partner: RawPart): boolean {
  return (
    SAME.every((name) => elementOf(line, name) === elementOf(partner, name)) &&
    SAME_NUMBERS.every((name) => sameNumber(elementOf(line, name), elementOf(partner, name)))
  );
}

/** Freight and insurance together, in the currency of the waybill. */
function sameFreight(list: RawPart, waybill: RawPart): boolean {
  const parts = (part: RawPart) =>
    sumOf(['freight', 'insuredFee'].map((name) => fenOf(filledOf(part, name) ?? '0')));
  const said = parts(list);
  return said !== null && said === parts(waybill);
}
