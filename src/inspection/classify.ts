import type { BusinessDate } from '../base/dates.ts';
import type { ListLine, ListTerms } from '../documents/terms.ts';
import {
  type ClassTable,
  cellAt,
  type DocumentCheck,
  GOODS_CLASSES,
  type GoodsClass,
  type GuaranteeDuty,
  type InspectionPlace,
} from '../registry/classification.ts';
import { classUnder, ordinaryClass } from '../registry/credit-regime.ts';
import type { CreditClass, Enterprise } from '../registry/enterprise.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';

/** Who has a say in what becomes of a parcel that is opened. */
export type Service = 'customs' | 'quarantine';

/** What the classes of a list say of how it is checked (RULES CLS-8); kept with it (CLS-9). */
export type Classed = {
  readonly enterpriseClass: CreditClass;
  readonly goodsClass: GoodsClass;
  /** Chance of being drawn in millionths, 0 to 1,000,000. */
  readonly weight: number;
  readonly documents: DocumentCheck;
  readonly guarantee: GuaranteeDuty;
  /** 1 is inspected first, 9 last; before all of them `FIRST_PRIORITY`. */
  readonly priority: number;
  readonly place: InspectionPlace;
  readonly needs: readonly Service[];
};

/** Before the priorities of all classes: what the law has inspected first (B2B-6). */
export const FIRST_PRIORITY = 0;

/** Finds a registered enterprise by its code. */
export type EnterpriseOf = (
  code: string,
) => Pick<Enterprise, 'creditClass' | 'overseas'> | undefined;

type Parties = Pick<ListTerms, 'ebcCode' | 'agentCode'>;

/**
 * The code of the enterprise whose class counts and whose findings are remembered: the seller, as
 * it is its goods that are inspected, and an agent declares for good and bad alike. An
 * overseas seller is under no customs order on credit, and its domestic agent answers for it
 * (RULES ENT-2). Whoever declares through a dishonest agent is checked like it: where the classes
 * of those who take part in one declaration lead to different measures, the stricter ones apply.
 */
export function answerable({ ebcCode, agentCode }: Parties, enterpriseOf: EnterpriseOf): string {
  if (enterpriseOf(ebcCode)?.creditClass === 'DISHONEST') return ebcCode;
  const byAgent = enterpriseOf(ebcCode)?.overseas ?? false;
  return byAgent || enterpriseOf(agentCode)?.creditClass === 'DISHONEST' ? agentCode : ebcCode;
}

/**
 * The classes of a list and what follows from them by the law of the day; null where that law has
 * no classes. An enterprise that is not on file has the ordinary class.
 * @param hits findings of inspections of the `answerable` enterprise within `historyDays` of the
 * law's table before the day
 */
export function classify(
  list: Parties & { readonly lines: readonly Pick<ListLine, 'gcode'>[] },
  given: {
    readonly enterpriseOf: EnterpriseOf;
    readonly index: ProfileIndex;
    readonly date: BusinessDate;
    readonly hits: number;
    /** Whether an article is traded under conditions of the law; by the positive list if absent. */
    readonly isConditional?: (gcode: string) => boolean;
  },
): Classed | null {
  const { enterpriseOf, index, date, hits } = given;
  const isConditional = given.isConditional ?? isRemarked(index, date);
  const table = index.classes(date);
  if (table === null) return null;
  const enterprise = enterpriseOf(answerable(list, enterpriseOf));
  const known = enterprise?.creditClass ?? ordinaryClass(table.regime);
  const enterpriseClass = classUnder(table.regime, known);
  const goodsClass = strictest(list.lines.map(({ gcode }) => goodsOf(gcode, table, isConditional)));
  const { weights, ...cell } = cellAt(table, enterpriseClass, goodsClass);
  return {
    enterpriseClass,
    goodsClass,
    weight: weights[Math.min(hits, weights.length - 1)]!,
    ...cell,
    needs: goodsClass === 'QUARANTINE' ? ['customs', 'quarantine'] : ['customs'],
  };
}

/** The class of one article: quarantine by its code, else conditional by the law. */
function goodsOf(
  gcode: string,
  table: ClassTable,
  isConditional: (gcode: string) => boolean,
): GoodsClass {
  if (table.quarantine.some((prefix) => gcode.startsWith(prefix))) return 'QUARANTINE';
  return isConditional(gcode) ? 'CONDITIONAL' : 'ORDINARY';
}

/** Of imports: whether the positive list of the day has a remark on an article (CLS-6). */
function isRemarked(index: ProfileIndex, date: BusinessDate): (gcode: string) => boolean {
  return (gcode) => (index.positiveAt(gcode, date)?.remarks.length ?? 0) > 0;
}

/** One parcel is opened once, so its strictest article decides. */
function strictest(classes: readonly GoodsClass[]): GoodsClass {
  return GOODS_CLASSES.findLast((goods) => classes.includes(goods)) ?? 'ORDINARY';
}
