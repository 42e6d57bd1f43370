import { present } from '../base/assert.ts';
import { compare, multiply, ONE, type Rate } from '../base/rate.ts';
import { divideHalfUp } from '../base/rounding.ts';
import type { CreditRegime } from './credit-regime.ts';
import type { CreditClass } from './enterprise.ts';

/*
 * Double classification (RULES CLS-5, CLS-8): the class of the enterprise and that of the goods say
 * how a list is checked. A law writes it as one row for each class and a factor for each kind of
 * goods; here it becomes the table of all pairs.
 */

/** Classes of goods that may be imported, the least strict first. */
export const GOODS_CLASSES = ['ORDINARY', 'CONDITIONAL', 'QUARANTINE'] as const;
export type GoodsClass = (typeof GOODS_CLASSES)[number];

/** Who checks the documents of a list: the system alone, or a person after it. */
export const DOCUMENT_CHECKS = ['data', 'person'] as const;
export type DocumentCheck = (typeof DOCUMENT_CHECKS)[number];

/** Where a parcel is opened: on the spot beside the line, or in the yard. */
export const PLACES = ['spot', 'yard'] as const;
export type InspectionPlace = (typeof PLACES)[number];

/** Whether the tax is guaranteed in full, or not at all where the enterprise applied for it. */
export const GUARANTEES = ['full', 'exempt'] as const;
export type GuaranteeDuty = (typeof GUARANTEES)[number];

/** What a law says of a class of enterprises. */
export type EnterpriseRow = {
  /** Share of lists of ordinary goods that is drawn, before the history of the enterprise. */
  readonly rate: Rate;
  /** No product of the factors falls below this share. */
  readonly floor: Rate;
  readonly documents: DocumentCheck;
  readonly guarantee: GuaranteeDuty;
  /** 1 comes first, 9 last, when parcels wait to be inspected. */
  readonly priority: number;
  readonly place: InspectionPlace;
};

/** What a law says of a class of goods: the stricter of this and the enterprise's row counts. */
export type GoodsRow = {
  readonly times: Rate;
  readonly documents: DocumentCheck;
  readonly place: InspectionPlace;
};

/** What findings of earlier inspections do: `times` for each within `days`, `cap` at most. */
export type HistoryRule = { readonly times: Rate; readonly days: number; readonly cap: Rate };

/** The classification of one period as the law writes it. */
export type Classification = {
  readonly enterprises: ReadonlyMap<CreditClass, EnterpriseRow>;
  readonly goods: Readonly<Record<GoodsClass, GoodsRow>>;
  /** First digits of the codes of goods that quarantine has a say in. */
  readonly quarantine: readonly string[];
  readonly history: HistoryRule;
};

/** How lists of one class of enterprises with one class of goods are checked. */
export type ClassCell = Omit<EnterpriseRow, 'rate' | 'floor'> & {
  /**
   * Chance of being drawn in millionths, 0 to 1,000,000, by the number of findings that the
   * enterprise has within the window: none, one ... The last stands for all more.
   */
  readonly weights: readonly number[];
};

/** The table of a day. */
export type ClassTable = {
  readonly regime: CreditRegime;
  readonly cells: ReadonlyMap<CreditClass, Readonly<Record<GoodsClass, ClassCell>>>;
  readonly quarantine: readonly string[];
  /** Days before a list in which findings of its enterprise count. */
  readonly historyDays: number;
};

const MILLION = 1_000_000n;

/** The whole table; rows of classes that the order does not know are not in it. */
export function classTable(classification: Classification, regime: CreditRegime): ClassTable {
  const { enterprises, goods, quarantine, history } = classification;
  const factors = factorsOf(history);
  const cells = [...enterprises].map(([creditClass, row]) => {
    const pair = (goodsClass: GoodsClass) => cellOf(row, goods[goodsClass], factors);
    return [creditClass, byGoods(pair)] as const;
  });
  return { regime, cells: new Map(cells), quarantine, historyDays: history.days };
}

/** The cell of two classes; a table that was read has all of its order's. */
export function cellAt(table: ClassTable, enterprise: CreditClass, goods: GoodsClass): ClassCell {
  return present(table.cells.get(enterprise), `class ${enterprise}`)[goods];
}

/** One value for each class of goods. */
export function byGoods<T>(value: (goods: GoodsClass) => T): Record<GoodsClass, T> {
  const [ORDINARY, CONDITIONAL, QUARANTINE] = GOODS_CLASSES.map(value) as [T, T, T];
  return { ORDINARY, CONDITIONAL, QUARANTINE };
}

function cellOf(row: EnterpriseRow, goods: GoodsRow, factors: readonly Rate[]): ClassCell {
  const { rate, floor, guarantee, priority } = row;
  return {
    weights: factors.map((factor) => weightOf(rate, goods.times, factor, floor)),
    documents: row.documents === 'person' ? 'person' : goods.documents,
    guarantee,
    priority,
    place: row.place === 'yard' ? 'yard' : goods.place,
  };
}

/** `clamp(rate x times x factor, floor, 1)` in millionths, rounded half up (RULES CLS-8). */
function weightOf(rate: Rate, times: Rate, factor: Rate, floor: Rate): number {
  const product = multiply(multiply(rate, times), factor);
  const raised = compare(product, floor) < 0 ? floor : product;
  const share = compare(raised, ONE) > 0 ? ONE : raised;
  return Number(divideHalfUp(share.n * MILLION, share.d));
}

/** 1, times, times squared ... up to the cap; `times` is above 1, so the cap is reached. */
function factorsOf({ times, cap }: HistoryRule): Rate[] {
  const factors: Rate[] = [];
  for (let factor = ONE; compare(factor, cap) < 0; factor = multiply(factor, times)) {
    factors.push(factor);
  }
  return [...factors, cap];
}
