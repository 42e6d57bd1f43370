import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { partsOf } from '../base/keys.ts';
import {
  accountsOf,
  balanceKey,
  type ClearanceFacts,
  enterprisesOf,
  goodsOf,
  identityKey,
} from '../clearance/facts.ts';
import { bookLinesOf, type StockLine, takesStock } from '../clearance/stock.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import type { AccountId } from '../ledger/transfer.ts';
import type { MatchedCase } from '../matching/case.ts';
import type { BookedLine } from '../registry/book.ts';
import { bookLinesFor } from '../registry/book-facts.ts';
import type { Guarantee } from '../registry/enterprise.ts';
import { goodsFor } from '../registry/facts.ts';
import { type IdentityAnswer, registryAuthority } from '../registry/identity-authority.ts';
import { guaranteeOn, type RegistrySnapshot } from '../registry/snapshot.ts';
import type { RegistryView } from './registry-watch.ts';

/**
 * Loads what a batch of cases is decided from: filed goods, identity answers, balances and, where
 * stock is kept, lines of books. Four statements of one turn at most, whatever the size;
 * enterprises, guarantees and the law are in memory.
 */
export async function loadFacts(
  tx: Sql,
  cases: readonly MatchedCase[],
  registry: RegistryView,
  at: Instant,
): Promise<ClearanceFacts> {
  const date = businessDate(at);
  const { snapshot, index } = registry;
  const pairs = [...new Set(cases.flatMap(goodsOf))].map((key) => {
    const [enterpriseCode, itemNo] = partsOf(key);
    return { enterpriseCode, itemNo };
  });
  const accounts = new Map<string, AccountId>(
    cases.flatMap((one) =>
      accountsOf(one, index, date).map((account) => [balanceKey(account), account] as const),
    ),
  );
  const stocked = cases.filter(({ list }) => takesStock(list.terms, index.at(date)));
  const bookKeys = stocked.flatMap(({ list }) => bookLinesOf(list.terms));
  const [goods, identity, standing, booked] = await Promise.all([
    goodsFor(tx, pairs),
    identitiesOf(tx, cases),
    balances(tx, [...accounts.values()]),
    bookLinesFor(tx, bookKeys),
  ]);
  return {
    at,
    date,
    index,
    enterprises: snapshot.enterprises,
    goods,
    books: new Map([...booked].map(([key, one]) => [key, stockLineOf(one)])),
    identity,
    guarantees: guaranteesOf(cases, snapshot, date),
    balances: new Map(
      [...accounts].flatMap(([key, account]) => {
        const balance = standing.get(accountKey(account));
        return balance === undefined ? [] : [[key, balance] as const];
      }),
    ),
  };
}

function stockLineOf({ book, line }: BookedLine): StockLine {
  const { bookNo, recordNo, itemNo, hs, unit, unit1, perUnit1, unit2, perUnit2 } = line;
  const { areaCode, customsCode, from, until } = book;
  const units = { unit, unit1, perUnit1, unit2, perUnit2 };
  return { bookNo, recordNo, itemNo, hs, ...units, areaCode, customsCode, from, until };
}

async function identitiesOf(
  tx: Sql,
  cases: readonly MatchedCase[],
): Promise<Map<string, IdentityAnswer>> {
  const persons = new Map(
    cases.flatMap(({ order, list, payment }) =>
      [order.terms.buyer, list.terms.buyer, payment.terms.payer].map(
        (person) => [identityKey(person), person] as const,
      ),
    ),
  );
  const answers = await registryAuthority(tx).check([...persons.values()]);
  return new Map([...persons.keys()].map((key, i) => [key, answers[i]!]));
}

// All that a guarantor has lodged for the day counts as one guarantee.
function guaranteesOf(
  cases: readonly MatchedCase[],
  snapshot: RegistrySnapshot,
  date: BusinessDate,
): Map<string, Guarantee> {
  const codes = new Set(cases.flatMap(enterprisesOf));
  return new Map(
    [...codes].flatMap((code) => {
      const amount = guaranteeOn(snapshot.guarantees.get(code) ?? [], date);
      const one: Guarantee = { enterpriseCode: code, amount, from: date, until: null };
      return amount === 0n ? [] : [[code, one] as const];
    }),
  );
}
