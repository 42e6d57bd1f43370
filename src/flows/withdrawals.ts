import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { archiveCases, freeWaybills, moveCases } from '../clearance/case-store.ts';
import { storeFacts } from '../clearance/facts-store.ts';
import { withdrawnFinding } from '../clearance/request-codes.ts';
import { decideWithdrawal, type WithdrawalDecision } from '../clearance/withdrawal.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import type { CaseFrame } from '../documents/case-guards.ts';
import type { FiledList } from '../documents/list-store.ts';
import type { FiledOther } from '../documents/other-store.ts';
import type { Sql } from '../io/postgres.ts';
import { applyTransfers } from '../ledger/store.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { customs, refusal, stored } from '../receipts/texts.ts';
import { type Asked, answersTo, namedIn } from './asked.ts';
import { countLists } from './count-lists.ts';
import { encodeKept } from './decision-codec.ts';
import type { House } from './house.ts';
import { standingOf } from './standing-lists.ts';

type Settled = Asked & WithdrawalDecision;

/**
 * Decides withdrawals (CEB623) and gives back the lists of those that are granted. The number of
 * statements does not depend on theirs.
 * @throws CaseRace or LedgerConflict when another process was faster
 */
export async function settleWithdrawals(
  tx: Sql,
  house: House,
  asked: readonly Asked[],
  { at, profileVersion }: { readonly at: Instant; readonly profileVersion: string },
): Promise<Settled[]> {
  const standing = await standingOf(tx, house, namedIn(asked));
  // Of two requests for one list the second finds it withdrawn.
  const settled = asked.map((one) => {
    const { listNo } = one.request;
    const before = standing.get(listNo) ?? null;
    const decision = decideWithdrawal(one.request, before);
    if (before !== null && decision.findings.length === 0) {
      standing.set(listNo, { ...before, state: '430' });
    }
    return { ...one, ...decision };
  });
  const granted = settled.filter(({ findings }) => findings.length === 0);
  if (granted.length > 0) {
    const place = { stream: house.entropy.uuid(), sequence: 1 };
    await withdraw(tx, granted, { ...place, profileVersion, at });
  }
  return settled;
}

async function withdraw(tx: Sql, granted: readonly Settled[], frame: CaseFrame): Promise<void> {
  const lists = granted.map(({ named, document, transfers }) => {
    const { row, list } = present(named, 'the list of a granted request');
    return { row, list, document, transfers };
  });
  const orderKeys = lists.map(({ row }) => keyOf(row.ebpCode, row.orderNo));
  await archiveCases(tx, orderKeys);
  await moveCases(
    tx,
    lists.map(({ row }, i) => ({
      ...{ orderKey: orderKeys[i]!, seen: row },
      ...{ state: '430', codes: ['WITHDRAWN'] },
    })),
    frame,
  );
  await freeWaybills(
    tx,
    lists.map(({ row, list: { terms } }) => ({
      waybillKey: keyOf(terms.logisticsCode, terms.logisticsNo),
      listNo: row.listNo,
    })),
  );
  await applyTransfers(
    tx,
    lists.flatMap(({ transfers }) => transfers),
    frame.at,
  );
  await storeFacts(tx, frame, lists.map(recordOf), frame.at);
  const ended = { to: '430', codes: [], acceptedAt: null, tax: null };
  const counted = lists.map(({ row }) => ({
    ...{ ...ended, listNo: row.listNo, from: row.state },
  }));
  await storeCounts(tx, countLists('import', counted, frame.at), frame.at);
}

/** What is kept of the decision: the list, and the request that ended it. */
function recordOf({ list, document }: { list: FiledList; document: FiledOther }): string {
  const refs = { list: list.ref, order: null, payments: [], waybill: null, waybillHolder: null };
  const findings = [withdrawnFinding(document.preNo ?? '')];
  const verdict = { status: '430', findings, tax: null, transfers: [] } as const;
  return encodeKept({ refs, facts: null, verdict });
}

/** 624: stored and concluded, or refused with the reason. */
export function withdrawalReceipts(settled: Settled, at: Instant): AddressedReceipt[] {
  const { findings, request } = settled;
  const done = `撤单申请审核通过,清单[${request.listNo}]已成功撤单`;
  const answers =
    findings.length > 0 ? [refusal('CEB624', findings)] : [stored('CEB624'), customs('2300', done)];
  return answersTo('CEB624', settled, answers, at);
}
