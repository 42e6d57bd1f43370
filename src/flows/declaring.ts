import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { LIMITS } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { type PricedBasket, priceBasket } from '../clearance/tax/basket.ts';
import { isRecord } from '../clearance/tax/basket-input.ts';
import { covers } from '../registry/dated.ts';
import type { Enterprise, Undertaking } from '../registry/enterprise.ts';
import { goodsFor } from '../registry/facts.ts';
import { searchFiled, searchTariff, wordsOf } from '../registry/goods-search.ts';
import type { CodeTable, TariffLine } from '../registry/profile.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { formatRate } from '../registry/profile-tariff.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';
import { copyOf, type DeclarationCopy } from './copy-declaration.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';

/** An enterprise, and the documents that the viewer may send for it. */
export type Principal = {
  readonly code: string;
  readonly name: string;
  readonly documents: readonly Undertaking['kind'][];
};

/** What somebody who declares may choose from on a day. */
export type Choices = {
  readonly now: Instant;
  readonly date: BusinessDate;
  /** Trade modes of retail import that the law of the day has open. */
  readonly modes: readonly string[];
  readonly customs: readonly string[];
  /** Yuan: what one list may be worth, and what a person may buy in a year. */
  readonly singleLimit: string;
  readonly annualLimit: string;
  readonly principals: readonly Principal[];
  readonly codes: Readonly<Record<string, CodeTable>>;
};

/** Goods as a search finds them, with what the law of the day says of their code. */
export type FoundGoods = {
  /** An article on file, or a line of the tariff. */
  readonly source: 'filed' | 'tariff';
  readonly enterprise: string | null;
  readonly itemNo: string | null;
  readonly hs: string;
  readonly name: string;
  readonly nameEn: string | null;
  /** Of the tariff line, as fractions; null without one: then the goods cannot be taxed. */
  readonly vat: string | null;
  readonly duty: string | null;
  /** How consumption tax is charged, and the unit it counts. */
  readonly consumption: TariffLine['consumption']['kind'] | null;
  readonly consumptionUnit: string | null;
  /** Whether the positive list of retail import has it, and the remarks on its line. */
  readonly isListed: boolean;
  readonly remarks: readonly string[];
};

/** Helps whoever fills in a declaration; nothing here changes anything. */
export type Declaring = {
  choices(viewer: Enterprise): Promise<Choices>;
  /** At most `LIMITS.goodsFound`, articles on file of those the viewer declares for first. */
  goods(text: string, seller: string | null, viewer: Enterprise): Promise<FoundGoods[]>;
  /** What `onestep tax` says, by the law of the day unless the basket names another. */
  tax(basket: unknown, viewer: Enterprise): Promise<Result<PricedBasket, Finding[]>>;
  /** Null when there is no such list of the viewer's. */
  copy(listNo: string, viewer: Enterprise): Promise<DeclarationCopy | null>;
};

/** Articles on file among them: the tariff is seen as well. */
const MOST_FILED = 12;

/** The help of a house. */
export function declaringOn(house: House): Declaring {
  const { db, clock, registry } = house;
  const today = () => businessDate(clock.now());
  return {
    // What another program registered a moment ago is among it.
    choices: async (viewer) => choicesOf(await registry.fresh(db), viewer, clock.now()),
    goods: async (text, seller, viewer) => {
      const { snapshot, index } = await registry.fresh(db);
      const [words, date, most] = [wordsOf(text), today(), LIMITS.goodsFound];
      const own = sellersOf(snapshot, viewer, date);
      const named = seller === null ? own : own.filter((code) => code === seller);
      const filed = await searchFiled(db, named, words, MOST_FILED);
      const lines = searchTariff(index, words, date, most - filed.length);
      return [
        ...filed.map(({ enterpriseCode, itemNo, hs, name }): FoundGoods => {
          const said = { source: 'filed', enterprise: enterpriseCode, itemNo, name } as const;
          return { ...said, ...lawOf(index, hs, date) };
        }),
        ...lines.map(({ hs, name }): FoundGoods => {
          const said = { source: 'tariff', enterprise: null, itemNo: null, name } as const;
          return { ...said, ...lawOf(index, hs, date) };
        }),
      ];
    },
    tax: async (basket, viewer) => {
      const { index } = registry.current();
      if (!isRecord(basket)) return priceBasket(basket, index);
      const { seller, ...said } = basket;
      const articles = await articlesOf(house, seller, said.lines, viewer, today());
      return priceBasket({ date: today(), ...said }, index, articles);
    },
    copy: (listNo, viewer) => copyOf(house, listNo, viewer),
  };
}

function choicesOf({ snapshot, index }: RegistryView, viewer: Enterprise, now: Instant): Choices {
  const date = businessDate(now);
  const { importModes, singleLimit, annualLimit } = index.at(date);
  const { customs, codes } = index.profile;
  return {
    ...{ now, date, customs, codes, modes: importModes },
    ...{ singleLimit: formatFen(singleLimit), annualLimit: formatFen(annualLimit) },
    principals: principalsOf(snapshot, viewer, date),
  };
}

const KINDS = ['order', 'payment', 'waybill', 'list'] as const;

/** The viewer itself, which may send whatever is its own, and those that let it send for them. */
function principalsOf(
  { undertakings, enterprises }: RegistrySnapshot,
  viewer: Enterprise,
  date: BusinessDate,
): Principal[] {
  const kinds = new Map<string, Set<Undertaking['kind']>>([[viewer.code, new Set(KINDS)]]);
  for (const filed of undertakings.values()) {
    for (const { operator, principal, kind, ...period } of filed) {
      if (operator !== viewer.code || !covers(period, date)) continue;
      kinds.set(principal, (kinds.get(principal) ?? new Set()).add(kind));
    }
  }
  return [...kinds].flatMap(([code, documents]) => {
    const enterprise = enterprises.get(code);
    return enterprise === undefined
      ? []
      : [{ code, name: enterprise.name, documents: KINDS.filter((kind) => documents.has(kind)) }];
  });
}

/** Whose articles the viewer may look through: its own, and of those it sends orders for. */
function sellersOf(snapshot: RegistrySnapshot, viewer: Enterprise, date: BusinessDate): string[] {
  return principalsOf(snapshot, viewer, date)
    .filter(({ documents }) => documents.includes('order'))
    .map(({ code }) => code);
}

function lawOf(index: ProfileIndex, hs: string, date: BusinessDate) {
  const line = index.tariffAt(hs, date);
  const listed = index.positiveAt(hs, date);
  const consumption = line?.consumption ?? null;
  return {
    ...{ hs, nameEn: line?.nameEn ?? null },
    vat: line && formatRate(line.vat),
    duty: line && formatRate(line.mfnDuty),
    consumption: consumption?.kind ?? null,
    consumptionUnit: consumption !== null && 'unit' in consumption ? consumption.unit : null,
    isListed: listed !== null,
    remarks: [...new Set((listed?.remarks ?? []).map(({ text }) => text))],
  };
}

/** The articles that a basket names, of a seller the viewer may look at; one statement. */
async function articlesOf(
  { db, registry }: House,
  seller: unknown,
  lines: unknown,
  viewer: Enterprise,
  date: BusinessDate,
) {
  const own = sellersOf(registry.current().snapshot, viewer, date);
  if (typeof seller !== 'string' || !own.includes(seller) || !Array.isArray(lines)) {
    return undefined;
  }
  const named = lines.slice(0, LIMITS.linesPerRecord).flatMap((line: unknown) => {
    const itemNo = isRecord(line) ? line.itemNo : undefined;
    return typeof itemNo === 'string' ? [{ enterpriseCode: seller, itemNo }] : [];
  });
  const goods = await goodsFor(db, named);
  return (itemNo: string) => goods.get(keyOf(seller, itemNo));
}
