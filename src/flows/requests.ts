import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { type DecisionRow, standingDecisions } from '../clearance/case-lookup.ts';
import { archiveCases, type DecisionFrame } from '../clearance/case-store.ts';
import { readFacts, storeFacts } from '../clearance/facts-store.ts';
import { freeWaybills, moveHeld } from '../clearance/held-store.ts';
import { withdrawnFinding } from '../clearance/request-codes.ts';
import {
  decidedRequests,
  type RequestDecision,
  storeRequests,
} from '../clearance/request-store.ts';
import {
  decideWithdrawal,
  type StandingList,
  type WithdrawalDecision,
} from '../clearance/withdrawal.ts';
import { type FiledList, loadLatestLists } from '../documents/list-store.ts';
import { type FiledOther, loadOthers } from '../documents/other-store.ts';
import type { WithdrawalTerms } from '../documents/terms.ts';
import type { Sql } from '../io/postgres.ts';
import { applyTransfers } from '../ledger/store.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { fileReceipts } from '../receipts/store.ts';
import { type Answer, customs, refusal, stored } from '../receipts/texts.ts';
import { decodeKept, encodeKept, standingVerdict } from './decision-codec.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';

/** A request with the list it names; null when there is none. */
type Asked = {
  readonly document: FiledOther;
  readonly request: WithdrawalTerms;
  readonly row: DecisionRow | null;
  readonly list: FiledList | null;
};

type Settled = Asked & WithdrawalDecision;

/**
 * Decides the requests with these keys that are not decided yet, in one transaction: so far
 * withdrawals of lists (CEB623). The number of statements does not depend on theirs.
 * @returns how many were decided
 * @throws CaseRace or LedgerConflict when another process was faster: try again; faults; bugs
 */
export async function settleRequests(house: House, keys: readonly string[]): Promise<number> {
  const at = house.clock.now();
  const done = await house.db.transaction(async (tx) => {
    const registry = await house.registry.fresh(tx);
    const asked = await loadAsked(tx, house, keys);
    const settled = decideAll(asked, await standingOf(tx, house, asked));
    return { count: settled.length, receipts: await storeAll(tx, house, settled, registry, at) };
  });
  house.news.announce(done.receipts);
  return done.count;
}

async function loadAsked(tx: Sql, house: House, keys: readonly string[]): Promise<Asked[]> {
  const documents = await loadOthers(tx, house.terms, keys);
  const decided = await decidedRequests(tx, keys);
  const open = documents.flatMap((document) => {
    const { terms, version, deleted } = document;
    const isDecided = (decided.get(document.key)?.version ?? 0) >= version;
    if (terms.withdrawal === null || deleted || isDecided) return [];
    return [{ document, request: terms.withdrawal }];
  });
  const rows = await standingDecisions(
    tx,
    open.map(({ request }) => request.listNo),
  );
  const orders = [...rows.values()].map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  const lists = orders.length === 0 ? NONE : await loadLatestLists(tx, house.terms, orders);
  return open
    .map((one): Asked => {
      const row = rows.get(one.request.listNo) ?? null;
      const list = row === null ? null : lists.get(keyOf(row.ebpCode, row.orderNo));
      return { ...one, row, list: list ?? null };
    })
    .sort((a, b) => a.document.acceptedAt - b.document.acceptedAt);
}

const NONE: ReadonlyMap<string, FiledList> = new Map();

/** The lists as they stand, by customs number. */
async function standingOf(
  tx: Sql,
  house: House,
  asked: readonly Asked[],
): Promise<Map<string, StandingList>> {
  const known = asked.filter(({ row, list }) => row !== null && list !== null);
  const rows = known.map(({ row }) => row!);
  const texts = rows.length === 0 ? [] : await readFacts(tx, rows, house.archive);
  return new Map(
    known.map(({ row, list }, i) => {
      const verdict = standingVerdict(decodeKept(texts[i]!));
      return [row!.listNo, { list: list!.terms, state: row!.state, verdict }];
    }),
  );
}

// Of two requests for one list the second finds it withdrawn.
function decideAll(asked: readonly Asked[], standing: Map<string, StandingList>): Settled[] {
  return asked.map((one) => {
    const { listNo } = one.request;
    const before = standing.get(listNo) ?? null;
    const decision = decideWithdrawal(one.request, before);
    if (before !== null && decision.findings.length === 0) {
      standing.set(listNo, { ...before, state: '430' });
    }
    return { ...one, ...decision };
  });
}

async function storeAll(
  tx: Sql,
  house: House,
  settled: readonly Settled[],
  registry: RegistryView,
  at: Instant,
): Promise<ReadonlyMap<string, bigint>> {
  const profileVersion = registry.index.profile.version;
  await storeRequests(tx, settled.map(decisionOf), { at, profileVersion });
  const granted = settled.filter(({ findings }) => findings.length === 0);
  if (granted.length > 0) {
    const place = { stream: house.entropy.uuid(), sequence: 1 };
    await withdraw(tx, granted, { ...place, profileVersion, at });
  }
  return fileReceipts(tx, settled.flatMap(receiptsOf(at)), at);
}

async function withdraw(tx: Sql, granted: readonly Settled[], frame: DecisionFrame): Promise<void> {
  const lists = granted.map(({ row, list, document, transfers }) => {
    const one = present(row, 'the list of a granted request');
    return { row: one, list: present(list, 'list'), document, transfers };
  });
  const orderKeys = lists.map(({ row }) => keyOf(row.ebpCode, row.orderNo));
  await archiveCases(tx, orderKeys);
  await moveHeld(
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
}

/** What is kept of the decision: the list, and the request that ended it. */
function recordOf({ list, document }: { list: FiledList; document: FiledOther }): string {
  const refs = { list: list.ref, order: null, payments: [], waybill: null, waybillHolder: null };
  const findings = [withdrawnFinding(document.preNo ?? '')];
  const verdict = { status: '430', findings, tax: null, transfers: [] } as const;
  return encodeKept({ refs, facts: null, verdict });
}

function decisionOf({ document, request, findings }: Settled): RequestDecision {
  return {
    key: document.key,
    version: document.version,
    state: findings.length === 0 ? '399' : '100',
    listNo: request.listNo,
    codes: findings.map(({ code }) => code),
  };
}

/** 624: stored and concluded, or refused with the reason. */
function receiptsOf(at: Instant): (settled: Settled) => AddressedReceipt[] {
  return ({ document, request, findings }) => {
    const { listNo, copNo, customsCode, agentCode, ebpCode, ebcCode } = request;
    const keys = {
      ...{ customsCode, agentCode, ebpCode, ebcCode },
      ...(copNo === null ? {} : { copNo }),
      preNo: document.preNo ?? '',
      invtNo: listNo,
    };
    return document.readers.flatMap((to) =>
      answersOf(listNo, findings).map(({ status, info }) => ({
        to,
        receipt: { type: 'CEB624', keys, status, info, at, findings, recordGuid: null },
      })),
    );
  };
}

function answersOf(listNo: string, findings: Settled['findings']): Answer[] {
  if (findings.length > 0) return [refusal('CEB624', findings)];
  const done = `撤单申请审核通过,清单[${listNo}]已成功撤单`;
  return [stored('CEB624'), customs('2300', done)];
}
