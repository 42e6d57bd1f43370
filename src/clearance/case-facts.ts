import { businessDate, type Instant } from '../base/dates.ts';
import type { MatchedCase } from '../matching/case.ts';
import { bookLinesOf, type StockLine } from '../matching/stock.ts';
import { bookLineKey } from '../registry/book.ts';
import type { Enterprise, Goods, Guarantee } from '../registry/enterprise.ts';
import type { IdentityAnswer } from '../registry/identity-authority.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { type Conclusion, concluded } from './conclusion.ts';
import { type Before, decide, decideHeld } from './decide.ts';
import { type ClearanceFacts, enterprisesOf, goodsKey, goodsOf, identityKey } from './facts.ts';
import { type Selection, selected } from './selection.ts';
import type { Verdict } from './verdict.ts';

/**
 * The facts that one case was decided from and nothing more: with its documents and the law of
 * its day they give the verdict again. Nothing personal stands here that is not hashed.
 */
export type CaseFacts = {
  readonly at: Instant;
  /** Reference of the postings: the list number. */
  readonly ref: string;
  readonly enterprises: readonly Enterprise[];
  readonly goods: readonly Goods[];
  /** The lines of books that it takes from; none where none is asked for. */
  readonly books: readonly StockLine[];
  readonly identity: IdentityAnswer;
  /** The guarantor's, whether in force or not. */
  readonly guarantee: Guarantee | null;
  readonly balances: Before;
  /** The verdict that held the list, when this one is a later look at it. */
  readonly held: Verdict | null;
  /** What officers said of it, when this one is theirs. */
  readonly conclusion: Conclusion | null;
  /** How it was looked at before a release; null where nobody looked. */
  readonly selection: Selection | null;
};

/**
 * Picks out of a batch's facts what the case looked up.
 * @param before the balances as its decision found them
 * @param held the earlier verdict for `decideHeld`, null for `decide`
 */
export function factsOfCase(
  matched: MatchedCase,
  facts: ClearanceFacts,
  before: Before,
  ref: string,
  held: Verdict | null = null,
): CaseFacts {
  const { buyer, assureCode } = matched.list.terms;
  return {
    at: facts.at,
    ref,
    enterprises: enterprisesOf(matched).flatMap((code) => {
      const enterprise = facts.enterprises.get(code);
      return enterprise === undefined ? [] : [{ ...enterprise, dxpId: null }];
    }),
    goods: goodsOf(matched).flatMap((key) => facts.goods.get(key) ?? []),
    books: [...new Set(bookLinesOf(matched.list.terms))].flatMap(
      (key) => facts.books.get(key) ?? [],
    ),
    identity: facts.identity.get(identityKey(buyer)) ?? 'unknown',
    guarantee: facts.guarantees.get(assureCode) ?? null,
    balances: before,
    held,
    conclusion: null,
    selection: null,
  };
}

/** Derives the verdict of a case again from what was kept of it. */
export function redecide(matched: MatchedCase, facts: CaseFacts, index: ProfileIndex): Verdict {
  const verdict = unselected(matched, facts, index);
  return facts.selection === null
    ? verdict
    : selected(verdict, facts.selection, matched.list.terms.orderNo);
}

function unselected(matched: MatchedCase, facts: CaseFacts, index: ProfileIndex): Verdict {
  const { ref, held, conclusion } = facts;
  if (held !== null && conclusion !== null) return concluded(held, conclusion);
  const full = batchFacts(matched, facts, index);
  const decisions =
    held === null
      ? decide([matched], full, [ref])
      : decideHeld([{ case: matched, ref, verdict: held }], full);
  return decisions[0]!.verdict;
}

/** The facts of one case in the form a batch is decided from. */
export function batchFacts(
  matched: MatchedCase,
  facts: CaseFacts,
  index: ProfileIndex,
): ClearanceFacts {
  const { at, enterprises, goods, books, identity, guarantee, balances } = facts;
  return {
    at,
    date: businessDate(at),
    index,
    enterprises: new Map(enterprises.map((one) => [one.code, one])),
    goods: new Map(goods.map((one) => [goodsKey(one.enterpriseCode, one.itemNo), one])),
    books: new Map(books.map((one) => [bookLineKey(one.bookNo, one.recordNo), one])),
    identity: new Map([[identityKey(matched.list.terms.buyer), identity]]),
    guarantees: new Map(guarantee === null ? [] : [[guarantee.enterpriseCode, guarantee]]),
    balances: new Map(balances),
  };
}
