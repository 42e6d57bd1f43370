import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keepProgress } from '../clearance/progress-store.ts';
import { type Relief, reliefOf } from '../clearance/refund.ts';
import { refundFinding } from '../clearance/refund-codes.ts';
import {
  type EndedRefund,
  endRefunds,
  overdueRefunds,
  type Refund,
  refundsNumbered,
  refundsOf,
} from '../clearance/refund-store.ts';
import type { StandingList } from '../clearance/withdrawal.ts';
import { loadOthers } from '../documents/other-store.ts';
import type { Sql } from '../io/postgres.ts';
import { applyTransfers } from '../ledger/store.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { fileReceipts } from '../receipts/store.ts';
import { customs, released } from '../receipts/texts.ts';
import { answersTo } from './asked.ts';
import { billAgain } from './bills.ts';
import { conveyor } from './conveyor.ts';
import { falseForRace } from './failure.ts';
import type { House } from './house.ts';
import { quarantineRequests } from './quarantine.ts';
import { putBack } from './refunded-stock.ts';
import { standingLists } from './standing-lists.ts';

/** What happened to the goods of a refund. */
export type GoodsBack = {
  readonly preNo: string;
  /** Null when they came back in their original state; else what is wrong with them. */
  readonly refused: string | null;
};

/** What became of a refund that goods were reported for; null when there is none. */
export type EndOfRefund = { readonly refund: Refund; readonly changed: boolean } | null;

/**
 * Ends refunds whose goods came back: accepted ones give back tax and quota, if they came by the
 * last day (RET-1); refused ones and late ones give back nothing. A refund that has ended
 * already stays as it ended, so a report may come twice. The number of statements does not depend
 * on theirs.
 * @returns for each report the refund as it stands afterwards
 * @throws CaseRace, StockRace or LedgerConflict when another process was faster: try again
 */
export async function goodsBack(
  house: House,
  reports: readonly GoodsBack[],
): Promise<EndOfRefund[]> {
  const at = house.clock.now();
  const done = await house.db.transaction(async (tx) => {
    // Nobody writes first bills meanwhile, which would not know that goods came back. Two refunds
    // have no list in common, of which one at a time is open.
    await keepProgress(tx, 'bills');
    const preNos = reports.map(({ preNo }) => preNo);
    const reasons = new Map(reports.map(({ preNo, refused }) => [preNo, refused]));
    const before = await refundsNumbered(tx, preNos);
    const open = before.filter(({ state }) => state === 'open');
    const ends = open.map((refund) => ({
      refund,
      ending: endingOf(refund, reasons.get(refund.preNo) ?? null, at),
    }));
    const receipts = await end(tx, house, ends, at);
    const after = open.length === 0 ? before : await refundsNumbered(tx, preNos);
    return { open, after, receipts };
  });
  house.news.announce(done.receipts);
  return reports.map(({ preNo }) => {
    const refund = done.after.find((one) => one.preNo === preNo);
    const changed = done.open.some((one) => one.preNo === preNo);
    return refund === undefined ? null : { refund, changed };
  });
}

/**
 * Ends refunds whose goods never came, the first `limit`. One that breaks an assertion is set
 * aside, the others end.
 * @returns how many ended
 */
export async function lapseRefunds(house: House, limit: number): Promise<number> {
  const at = house.clock.now();
  const overdue = await overdueRefunds(house.db, businessDate(at), limit);
  const lapsing = conveyor<string, boolean>({
    ...{ tries: 3, pause: async () => {}, weight: () => 1, mostWeight: limit, mostItems: limit },
    work: async (preNos) => {
      const ends = await goodsBack(
        house,
        preNos.map((preNo) => ({ preNo, refused: null })),
      );
      return ends.map((end) => end?.changed === true);
    },
    setAside: async (preNo, bug) => {
      const refunds = await refundsNumbered(house.db, [preNo]);
      await quarantineRequests(
        house,
        refunds.map(({ key }) => key),
        bug,
      );
      return false;
    },
  });
  const ended = await Promise.all(overdue.map((preNo) => lapsing.push(preNo).catch(falseForRace)));
  return ended.filter((one) => one).length;
}

type Ending = { readonly state: EndedRefund['state']; readonly finding: Finding | null };
type End = { readonly refund: Refund; readonly ending: Ending };

function endingOf({ due }: Refund, refused: string | null, at: Instant): Ending {
  if (businessDate(at) > due) {
    return { state: 'lapsed', finding: refundFinding('neverArrived', null, { due }) };
  }
  if (refused === null) return { state: 'closed', finding: null };
  return { state: 'refused', finding: refundFinding('notOriginal', null, { reason: refused }) };
}

const NOTHING: Relief = {
  ...{ dutiablePrice: 0n, duty: 0n, consumptionTax: 0n, vat: 0n },
  transfers: [],
};

async function end(
  tx: Sql,
  house: House,
  ends: readonly End[],
  at: Instant,
): Promise<ReadonlyMap<string, bigint>> {
  if (ends.length === 0) return new Map();
  const listNos = ends.map(({ refund }) => refund.listNo);
  const lists = await standingLists(tx, house, listNos);
  const earlier = await refundsOf(tx, listNos);
  const reliefs = reliefsOf(ends, lists, earlier);
  await endRefunds(
    tx,
    ends.map(({ refund: { listNo, preNo }, ending: { state, finding } }, i) => ({
      ...{ listNo, preNo, state, relief: reliefs[i]!, reason: finding?.zh ?? null },
    })),
    at,
  );
  await applyTransfers(
    tx,
    reliefs.flatMap(({ transfers }) => transfers),
    at,
  );
  const closed = ends.filter(({ ending }) => ending.state === 'closed');
  const back = closed.map(({ refund }) => {
    return { refund, standing: present(lists.get(refund.listNo), 'the list of a refund') };
  });
  await putBack(tx, house.registry.current(), back, earlier, at);
  const billed = back.map(({ refund, standing }) => [refund.listNo, standing] as const);
  const receipts = await receiptsOf(tx, house, ends, at);
  return fileReceipts(tx, [...receipts, ...(await billAgain(tx, new Map(billed), at))], at);
}

/** What each gives back; nothing unless it is closed. */
function reliefsOf(
  ends: readonly End[],
  lists: ReadonlyMap<string, StandingList>,
  earlier: readonly Refund[],
): Relief[] {
  return ends.map(({ refund: { listNo, preNo, lines }, ending }) => {
    if (ending.state !== 'closed') return NOTHING;
    const { list, verdict } = present(lists.get(listNo), 'the list of a refund');
    const before = earlier.filter((one) => one.listNo === listNo && one.preNo !== preNo);
    return reliefOf({ list, verdict, earlier: before }, lines, preNo);
  });
}

/** 626: released (the goods are back), or returned with the reason. */
async function receiptsOf(
  tx: Sql,
  house: House,
  ends: readonly End[],
  at: Instant,
): Promise<AddressedReceipt[]> {
  const documents = await loadOthers(
    tx,
    house.terms,
    ends.map(({ refund }) => refund.key),
  );
  return ends.flatMap(({ refund, ending: { finding } }) => {
    const document = present(
      documents.find(({ key }) => key === refund.key),
      'the request of a refund',
    );
    const request = present(document.terms.request, 'what a refund asks for');
    const findings = finding === null ? [] : [finding];
    const answer = finding === null ? released() : customs('1300', finding.zh);
    return answersTo('CEB626', { document, request, findings }, [answer], at);
  });
}
