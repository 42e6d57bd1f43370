import { present } from '../../../base/assert.ts';
import { parseFen } from '../../../base/fen.ts';
import type { Elements } from '../document.ts';
import { type Fraction, fraction, over, plus, times, wholeHalfUp } from '../fraction.ts';
import { rateIn } from './money.ts';
import type { ExportSale } from './sale.ts';
import type { ExportDocuments } from './write-export.ts';

/** A customs declaration as it is sent: values by name, and those of each line. */
export type DeclarationBody = { readonly head: Elements; readonly goods: readonly Elements[] };

/** What differs from a declaration free on board that agrees with its order and waybill. */
export type DeclaredChanges = {
  /** Undefined leaves a value out. */
  readonly head?: Readonly<Record<string, string | undefined>>;
  /** Of every line. */
  readonly goods?: Elements;
};

/** `20200918193000` as declarations have it. */
const momentOf = (stamp: string): string =>
  stamp.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6');

/** The customs declaration (channel D) of a sale to a firm, under the declarant's own number. */
export function declarationOf(
  { sale, list: { head: list, lines } }: { sale: ExportSale } & Pick<ExportDocuments, 'list'>,
  copNo: string,
  changes: DeclaredChanges = {},
): DeclarationBody {
  const { orderNo = '', ebpCode = '', logisticsCode = '', logisticsNo = '' } = list;
  const head: Elements = {
    ...{ copNo, appTime: momentOf(list.appTime ?? ''), orderNo, ebpCode },
    ...{ logisticsCode, logisticsNo, tradeCode: sale.seller.code },
    overseasConsigneeEname: 'ACME Trading Ltd',
    ...{ customMaster: list.customsCode ?? '', iePort: list.portCode ?? '' },
    ...{ tradeMode: sale.mode, contrNo: `HT${orderNo}`, tradeAreaCode: sale.country },
    ...{ tradeCountry: sale.country, distinatePort: sale.pod, trafMode: '5' },
    ...{ trafName: sale.trafName, voyageNo: sale.voyageNo, billNo: sale.billNo },
    ...{ wrapType: list.wrapType ?? '', packNo: '12', transMode: '3' },
    ...{ grossWt: list.grossWeight ?? '', netWt: list.netWeight ?? '' },
  };
  return {
    head: withChanges(head, changes.head ?? {}),
    goods: lines.map((line) => ({ ...lineOf(line), ...changes.goods })),
  };
}

function withChanges(head: Elements, changes: NonNullable<DeclaredChanges['head']>): Elements {
  const all = Object.entries({ ...head, ...changes });
  return Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== undefined));
}

function lineOf(line: Elements): Elements {
  const { gnum = '', gcode = '', gname = '', gmodel = '', qty = '', unit = '' } = line;
  const { qty1 = '', unit1 = '', qty2, unit2 = '', price = '', totalPrice = '' } = line;
  return {
    ...{ gNo: gnum, codeTs: gcode, gName: gname, gModel: gmodel, gQty: qty, gUnit: unit },
    ...{ firstQty: qty1, firstUnit: unit1 },
    ...(qty2 === undefined ? {} : { secondQty: qty2, secondUnit: unit2 }),
    ...{ declPrice: price, declTotal: totalPrice, tradeCurr: line.currency ?? '' },
    ...{ destinationCountry: line.country ?? '', districtCode: '41019' },
  };
}

/** Values of a declaration with the freight and insurance of the sale in its prices (CIF). */
export function withCharges({ freight, insuredFee, currency }: Elements): Elements {
  return {
    ...{ transMode: '1', feeMark: '3', feeRate: freight ?? '', feeCurr: currency ?? '' },
    ...{ insurMark: '3', insurRate: insuredFee ?? '', insurCurr: currency ?? '' },
  };
}

/** What a line is worth free on board, and its export duty, fen. */
export type Worth = { readonly fob: bigint; readonly duty: bigint };

/**
 * The worth of each line, in an arithmetic of its own: the price in yuan less its share of the
 * charges in it, and the duty on what is left when the duty itself is taken out (B2B-4, EXP-9).
 * @param rates of duty by line
 */
export function worthOf({ head, goods }: DeclarationBody, rates: readonly Fraction[]): Worth[] {
  const yuan = (sum = '', currency = '') =>
    wholeHalfUp(times(fraction(present(parseFen(sum), 'a sum')), rateIn(currency)));
  const prices = goods.map(({ declTotal, tradeCurr }) => yuan(declTotal, tradeCurr));
  const off =
    head.transMode === '1'
      ? yuan(head.feeRate, head.feeCurr) + yuan(head.insurRate, head.insurCurr)
      : 0n;
  const shares = sharesOf(off, prices);
  return goods.map(({ dutyMode }, i) => {
    const fob = prices[i]! - shares[i]!;
    const rate = present(rates[i], 'a rate of duty');
    const base = wholeHalfUp(over(fraction(fob), plus(fraction(1n), rate)));
    const duty = dutyMode === '3' ? 0n : wholeHalfUp(times(fraction(base), rate));
    return { fob, duty };
  });
}

// Whole fen by value first; what is left goes to those who lost most by that.
function sharesOf(sum: bigint, prices: readonly bigint[]): bigint[] {
  const total = prices.reduce((all, price) => all + price, 0n);
  const shares = prices.map((price) => (sum * price) / total);
  const lost = prices.map((price) => (sum * price) % total);
  let left = sum - shares.reduce((all, share) => all + share, 0n);
  for (; left > 0n; left -= 1n) {
    const most = lost.reduce((best, one, i) => (one > lost[best]! ? i : best), 0);
    shares[most] = shares[most]! + 1n;
    lost[most] = -1n;
  }
  return shares;
}
