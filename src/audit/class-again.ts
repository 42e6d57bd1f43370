import type { BusinessDate } from '../base/dates.ts';
import { atLeast, type Fraction, fractionOf, nearest, times, WHOLE, whole } from './decimals.ts';

/** What a law says of an enterprise's class, as it is stored. */
type EnterpriseRow = {
  readonly rate: Fraction;
  readonly floor: Fraction;
  readonly documents: string;
  readonly guarantee: string;
  readonly priority: number;
  readonly place: string;
};
type GoodsRow = { readonly times: Fraction; readonly documents: string; readonly place: string };

/** The classes of a day, as the stored law has them. */
export type Classes = {
  /** The order on credit in force. */
  readonly regime: string;
  readonly enterprises: ReadonlyMap<string, EnterpriseRow>;
  readonly goods: ReadonlyMap<string, GoodsRow>;
  readonly quarantine: readonly string[];
  readonly history: { readonly times: Fraction; readonly days: number; readonly cap: Fraction };
};

/** How the lists of two classes are looked at. */
export type Cell = Omit<EnterpriseRow, 'rate' | 'floor' | 'guarantee'> & {
  /** Millionths, by how often inspections of the enterprise found something. */
  weight(hits: number): number;
};

/** An enterprise as a decision kept it. */
export type KeptEnterprise = {
  readonly code: string;
  readonly creditClass: string;
  readonly overseas: boolean;
  /** Whether it applied to be exempted from guarantees. */
  readonly exempt: boolean;
};

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Reads the classification of one period. @throws when it is not of the known form */
export function readClasses(raw: unknown, regime: string): Classes {
  const { enterprises, goods, quarantine, history } = raw as Record<string, unknown>;
  const cells = (rows: unknown) => Object.entries(rows as Rows);
  const row = history as Readonly<Record<string, unknown>>;
  return {
    regime,
    enterprises: new Map(
      cells(enterprises).map(([name, { rate, floor, documents, guarantee, priority, place }]) => {
        const rest = { documents: String(documents), place: String(place) };
        const own = { ...rest, guarantee: String(guarantee), priority: Number(priority) };
        return [name, { ...own, rate: fractionIn(rate), floor: fractionIn(floor) }];
      }),
    ),
    goods: new Map(
      cells(goods).map(([name, { times: factor, documents, place }]) => {
        const rest = { documents: String(documents), place: String(place) };
        return [name, { ...rest, times: fractionIn(factor) }];
      }),
    ),
    quarantine: quarantine as string[],
    history: { times: fractionIn(row.times), days: Number(row.days), cap: fractionIn(row.cap) },
  };
}

function fractionIn(raw: unknown): Fraction {
  const read = fractionOf(String(raw));
  if (read === null) throw new Error('no number');
  return read;
}

/** Orders on credit that knew a class between certified and ordinary; later ones have three. */
const FOUR_CLASSES = ['225', '237'];

/** The class of an enterprise under the order of the day; of one that is not on file too. */
export function classOf({ regime }: Classes, enterprise: KeptEnterprise | undefined): string {
  const four = FOUR_CLASSES.includes(regime);
  const ordinary = four ? 'GENERAL' : 'ROUTINE';
  const known = ['ADV', 'DISHONEST', ...(four ? ['GEN_CERT'] : [])];
  const own = enterprise?.creditClass ?? ordinary;
  return known.includes(own) ? own : ordinary;
}

/** Whose class counts: the seller's, the agent's of one overseas, a dishonest one before both. */
export function answeringOf(
  ebcCode: string,
  agentCode: string,
  enterprises: readonly KeptEnterprise[],
): string {
  const of = (code: string) => enterprises.find((one) => one.code === code);
  const isDishonest = (code: string) => of(code)?.creditClass === 'DISHONEST';
  if (isDishonest(ebcCode)) return ebcCode;
  return of(ebcCode)?.overseas === true || isDishonest(agentCode) ? agentCode : ebcCode;
}

/** The strictest class of some articles. */
export function goodsClassOf(
  { quarantine }: Classes,
  codes: readonly string[],
  isConditional: (code: string, day: BusinessDate) => boolean,
  day: BusinessDate,
): string {
  if (codes.some((code) => quarantine.some((prefix) => code.startsWith(prefix)))) {
    return 'QUARANTINE';
  }
  return codes.some((code) => isConditional(code, day)) ? 'CONDITIONAL' : 'ORDINARY';
}

/** The cell of two classes; null where the law has no such row. */
export function cellOf(classes: Classes, enterprise: string, goods: string): Cell | null {
  const [row, column] = [classes.enterprises.get(enterprise), classes.goods.get(goods)];
  if (row === undefined || column === undefined) return null;
  const { history } = classes;
  return {
    documents: [row, column].some(({ documents }) => documents === 'person') ? 'person' : 'data',
    place: [row, column].some(({ place }) => place === 'yard') ? 'yard' : 'spot',
    priority: row.priority,
    weight: (hits) => {
      let factor = WHOLE;
      for (let i = 0; i < hits && !atLeast(factor, history.cap); i += 1) {
        factor = times(factor, history.times);
      }
      if (atLeast(factor, history.cap)) factor = history.cap;
      const share = times(times(row.rate, column.times), factor);
      const raised = atLeast(share, row.floor) ? share : row.floor;
      return Number(nearest(times(atLeast(raised, WHOLE) ? WHOLE : raised, MILLION)));
    },
  };
}

const MILLION = whole(1_000_000n);
