import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { partsOf } from '../base/keys.ts';
import {
  accountsOf,
  type ClearanceFacts,
  enterprisesOf,
  goodsOf,
  identityKey,
} from '../clearance/facts.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balanceKey } from '../ledger/running-balances.ts';
import { balances } from '../ledger/store.ts';
import type { AccountId } from '../ledger/transfer.ts';
import type { MatchedCase } from '../matching/case.ts';
import { bookLinesOf, takesStock } from '../matching/stock.ts';
import type { Guarantee } from '../registry/enterprise.ts';
import { goodsFor } from '../registry/facts.ts';
import { type IdentityAnswer, registryAuthority } from '../registry/identity-authority.ts';
import { guaranteeOn, type RegistrySnapshot } from '../registry/snapshot.ts';
import type { RegistryView } from './registry-watch.ts';
import { stockLinesFor } from './stock-lines.ts';

/**
 * Loads what a batch of cases is decided from: filed goods, identity answers, balances and, where
 * stock is kept, lines of books that nobody has asked for since the registry changed. Four
 * statements of one turn at most, whatever the size; enterprises, guarantees and the law are in
 * memory.
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
  const [goods, identity, standing, books] = await Promise.all([
    goodsFor(tx, pairs),
    identitiesOf(tx, cases),
    balances(tx, [...accounts.values()]),
    stockLinesFor(tx, registry.bookLines, bookKeys),
  ]);
  return {
    at,
    date,
    index,
    enterprises: snapshot.enterprises,
    goods,
    books,
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
