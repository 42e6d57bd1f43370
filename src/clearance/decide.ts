import { assert, present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { balanceKey, runningBalances } from '../ledger/running-balances.ts';
import type { Balance, Transfer } from '../ledger/transfer.ts';
import type { MatchedCase } from '../matching/case.ts';
import { check, inForce, type Rule } from '../matching/rule.ts';
import { isStock, promiseGoods } from '../matching/stock.ts';
import type { SeenBalances } from '../matching/stock-codec.ts';
import { isHold, isWait } from './codes.ts';
import { type ClearanceContext, contextOf } from './context.ts';
import type { ClearanceFacts } from './facts.ts';
import { RULES, rulesFor } from './rules.ts';
import { freezeTax, settle, takeQuota } from './transfers.ts';
import type { Verdict } from './verdict.ts';

/** The accounts a case looked at, by `balanceKey`, as they stood just before it. */
export type Before = SeenBalances;

/** A verdict and the balances it rests on; both are kept, so that it can be derived again. */
export type Decision = { readonly verdict: Verdict; readonly before: Before };

/** A list that an earlier verdict held, to be looked at again. */
export type HeldCase = {
  readonly case: MatchedCase;
  /** The reference of the earlier postings. */
  readonly ref: string;
  /** The verdict that holds it; its tax and all its reserves still stand (CLS-9). */
  readonly verdict: Verdict;
};

/**
 * Decides a batch, one list after the other; each sees what the earlier ones took from the same
 * accounts. Synchronous and pure: same input, same verdicts.
 * @param refs the list number of each case, used as the reference of its postings
 */
export function decide(
  cases: readonly MatchedCase[],
  facts: ClearanceFacts,
  refs: readonly string[],
): Decision[] {
  const parameters = facts.index.at(facts.date);
  const rules = inForce(RULES, facts.date);
  const balances = runningBalances(facts.balances);
  return cases.map((matched, position) => {
    const context = contextOf(matched, facts, parameters, balances);
    const verdict = verdictOf(rules, context, present(refs[position], 'reference of a case'));
    balances.apply(verdict.transfers);
    return { verdict, before: beforeOf(context) };
  });
}

/**
 * Looks again at held lists and at those that wait for their arrival: released when nothing holds
 * them any more (the reserves are posted and the tax is frozen), returned when the authority says
 * no or nothing arrives (the reserves are void), else held on. One that is held no more and waits
 * for its arrival from now on has its tax reserved in the guarantee. Tax and quota year stay those
 * of the day of acceptance.
 */
export function decideHeld(held: readonly HeldCase[], facts: ClearanceFacts): Decision[] {
  const parameters = facts.index.at(facts.date);
  const balances = runningBalances(facts.balances);
  return held.map(({ case: matched, ref, verdict: earlier }) => {
    const { status } = earlier;
    assert(status === '400' || status === '600', 'the earlier verdict of a held list held it');
    const bill = present(earlier.tax, 'tax of a held list');
    const reserved = earlier.transfers.length > 0 || bill.dutiablePrice === 0n;
    assert(reserved, 'the verdict that held a list reserved its quota');
    const context = contextOf(matched, facts, parameters, balances, bill);
    const rules = inForce(rulesFor(status), facts.date);
    const verdict = heldVerdict(check(rules, context), context, earlier, ref);
    balances.apply(verdict.transfers);
    return { verdict, before: beforeOf(context) };
  });
}

/** The verdict that returns a list for these reasons, for example when a document never came. */
export function returned(findings: readonly Finding[]): Verdict {
  const shown = findings.slice(0, LIMITS.findingsShown);
  return { status: '100', findings: shown, tax: null, transfers: [] };
}

function verdictOf(
  rules: readonly Rule<ClearanceContext>[],
  context: ClearanceContext,
  ref: string,
): Verdict {
  const findings = check(rules, context);
  const { bill } = context;
  if (findings.length === 0) {
    assert(bill !== null, 'a list without findings has its tax');
    const transfers = [
      ...takeQuota(context, 'direct', ref),
      ...freezeTax(context, 'direct', ref),
      ...promiseGoods(context.stock, ref),
    ];
    return { status: '800', findings, tax: bill, transfers };
  }
  // A list that has to be mended is not held for anything as well.
  const defects = defectsOf(findings);
  if (defects.length > 0) return returned(defects);
  assert(bill !== null, 'a held list has its tax');
  const quota = [...takeQuota(context, 'reserve', ref), ...promiseGoods(context.stock, ref)];
  const holds = findings.filter(isHold);
  if (holds.length > 0) return { status: '600', findings: holds, tax: bill, transfers: quota };
  const transfers = [...quota, ...freezeTax(context, 'reserve', ref)];
  return { status: '400', findings, tax: bill, transfers };
}

function defectsOf(findings: readonly Finding[]): Finding[] {
  return findings.filter((found) => !isHold(found) && !isWait(found));
}

function heldVerdict(
  findings: readonly Finding[],
  context: ClearanceContext,
  earlier: Verdict,
  ref: string,
): Verdict {
  const { status, tax } = earlier;
  if (findings.length === 0) {
    const frozen = status === '400' ? [] : freezeTax(context, 'direct', ref);
    const released = earlier.transfers.filter((one) => !isStock(one));
    const transfers: Transfer[] = [...settle(released, 'post'), ...frozen];
    return { status: '800', findings, tax, transfers };
  }
  const defects = defectsOf(findings);
  if (defects.length > 0) {
    return { ...returned(defects), transfers: settle(earlier.transfers, 'void') };
  }
  const holds = findings.filter(isHold);
  if (holds.length > 0) return { status: '600', findings: holds, tax, transfers: [] };
  const transfers = status === '400' ? [] : freezeTax(context, 'reserve', ref);
  return { status: '400', findings, tax, transfers };
}

/** A kept verdict with everything that is reserved for its list, now and by earlier ones. */
export function withReserves(verdict: Verdict, held: Verdict | null): Verdict {
  const earlier = (held?.transfers ?? []).filter(({ kind }) => kind === 'reserve');
  return { ...verdict, transfers: [...earlier, ...verdict.transfers] };
}

function beforeOf(context: ClearanceContext): Before {
  const { quota, weights, stock, guaranteeAccount, guarantee } = context;
  const before: [string, Balance][] = [];
  if (quota.balance !== null) before.push([balanceKey(quota.account), quota.balance]);
  for (const { account, balance } of [...weights, ...stock]) {
    if (balance !== null) before.push([balanceKey(account), balance]);
  }
  if (guarantee !== null) before.push([balanceKey(guaranteeAccount), guarantee]);
  return before;
}
