import { fenOf, sumOf } from '../decimals.ts';
import type { ParcelDocument } from '../evidence-cache.ts';
import type { Law } from '../law.ts';
import type { Parcel } from '../parcel-walk.ts';
import { elementOf, type RawRecord } from '../xml-text.ts';

/** Processes file and decide at the same moment by clocks that differ, up to ten minutes. */
const MOMENT = 600_000;

/**
 * Nothing is released or held without its three documents, and what these say agrees to the fen:
 * paid = goods + freight + tax - discount = the payment; the sums of the lines are the sums of the
 * heads; the waybill was made for this order.
 */
export const RELEASE: Law = {
  id: 'release',
  title: 'No release without three documents that agree',
  watch: (tally, { sampleOf }) => {
    if (sampleOf > 1) tally.note(`one batch of decisions in ${sampleOf} was worked out`);
    return {
      onParcel: (parcel) => {
        const problems = problemsOf(parcel);
        tally.check(problems.length === 0, () => {
          return `list ${parcel.list_no} (${parcel.key}) ${problems.join(', ')}`;
        });
      },
    };
  },
};

function problemsOf(parcel: Parcel): string[] {
  const { list, order, waybill } = parcel;
  const payments = standing(parcel);
  const reused = isReused(parcel);
  const missing = [
    ...absent('list', list),
    ...absent('order', order),
    ...(reused ? [] : absent('waybill', waybill)),
    ...absent('payment', payments[0] ?? null),
  ];
  if (missing.length > 0) return missing;
  const problems = payments.length > 1 ? [`has ${payments.length} payments`] : [];
  const [listed, ordered] = [list!.raw!, order!.raw!];
  const paid = payments.map(({ raw }) => raw!);
  problems.push(...moneyProblems(listed, ordered, paid));
  const last = parcel.first_at + MOMENT;
  const used = reused ? [order!, payments[0]!] : [order!, payments[0]!, waybill!];
  const changed = used.some(({ acceptedAt }) => acceptedAt > last);
  if (changed || restsOnOthers(parcel, used)) {
    problems.push('had a document changed afterwards');
  }
  if (!reused && elementOf(waybill!.raw!.head, 'orderNo') !== parcel.order_no) {
    problems.push('has the waybill of another order');
  }
  return problems;
}

/** Whether the decision names other records, or another number of payments, than stand now. */
function restsOnOthers({ first, list }: Parcel, used: readonly ParcelDocument[]): boolean {
  if (first === null) return false;
  const named = [first.list, first.order, first.waybill, ...first.payments];
  const others = [list!, ...used].filter(({ ref }) => !named.includes(ref));
  return first.payments.length !== 1 || others.length > 0;
}

/** A waybill number that was used again since then tells of the later parcel. */
function isReused({ waybill, first_at: at }: Parcel): boolean {
  return waybill !== null && waybill.use > 1 && waybill.acceptedAt > at + MOMENT;
}

/**
 * Payments that stood when the list was decided; one that was filed later changes nothing. Of
 * those filed at about that moment it is the one that the decision names.
 */
function standing({ payments, first, first_at: at }: Parcel): ParcelDocument[] {
  const alive = payments.filter(({ deleted }) => !deleted);
  const sure = alive.filter(({ acceptedAt }) => acceptedAt <= at - MOMENT);
  if (sure.length > 0) return sure;
  const named = alive.find(({ ref }) => first?.payments.includes(ref));
  return named === undefined ? alive.slice(0, 1) : [named];
}

function absent(name: string, document: ParcelDocument | null): string[] {
  if (document === null || document.deleted) return [`has no ${name}`];
  return document.raw === null ? [`has no evidence of its ${name}`] : [];
}

function moneyProblems(
  list: RawRecord,
  order: RawRecord,
  payments: readonly RawRecord[],
): string[] {
  const amount = (name: string) => fenOf(elementOf(order.head, name));
  const paid = amount('acturalPaid');
  const discount = amount('discount');
  const parts = [amount('goodsValue'), amount('freight'), amount('taxTotal')];
  const due = sumOf([...parts, discount === null ? null : -discount]);
  const problems: string[] = [];
  const agree = (a: bigint | null, b: bigint | null, what: string) => {
    if (a === null || a !== b) problems.push(what);
  };
  agree(due, paid, 'order does not add up');
  for (const payment of payments) {
    agree(fenOf(elementOf(payment.head, 'amountPaid')), paid, 'payment is another than paid');
  }
  agree(linesOf(order), amount('goodsValue'), 'order lines are not its goods value');
  agree(linesOf(list), amount('goodsValue'), 'list lines are not the goods value');
  const charges = ['freight', 'insuredFee'].map((name) => fenOf(elementOf(list.head, name)));
  agree(sumOf(charges), amount('freight'), 'freight of list and order differ');
  return problems;
}

function linesOf({ lines }: RawRecord): bigint | null {
  return sumOf(lines.map((line) => fenOf(elementOf(line, 'totalPrice'))));
}
