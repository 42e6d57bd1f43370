import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import {
  type CrossingDecision,
  type CrossingSaid,
  decideCrossing,
  NO_CROSSING,
} from '../bonded/crossing.ts';
import { type Crossing, crossingWith, storeCrossing } from '../bonded/crossing-store.ts';
import { frozenOf } from '../bonded/freeze.ts';
import { noteLeft } from '../bonded/outgoing-store.ts';
import { documentOf } from '../bonded/paper.ts';
import { changePapers } from '../bonded/paper-store.ts';
import { paperText } from '../bonded/papers-codec.ts';
import type { Slip } from '../bonded/slip.ts';
import { applyStock, lotsOf } from '../bonded/store.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { fileReceipts } from '../receipts/store.ts';
import { customs } from '../receipts/texts.ts';
import { bookLineKey } from '../registry/book.ts';
import { booksFor } from '../registry/book-facts.ts';
import { goneEvents } from './book-events.ts';
import type { House } from './house.ts';
import {
  loadEntries,
  loadExits,
  loadSlips,
  loadStockedLists,
  type StockedList,
} from './stock-facts.ts';
import { inTurn, storedOf } from './stock-papers.ts';
import { crossedReceipts } from './zone-receipts.ts';

/** What the gate is told. */
export type Crossed = Crossing & { readonly repeated: boolean };

/**
 * Decides a crossing in one call and does what follows from it. The same report again gets the
 * same answer, however late; another one under the same number is refused.
 * @param by the firm of the gate, or the officer who reports the vehicle
 */
export async function cross(
  house: House,
  said: CrossingSaid,
  by: string | null = null,
): Promise<Result<Crossed, Finding[]>> {
  const text = paperText(said);
  const done = await inTurn(house, async (tx) => {
    const before = await crossingWith(tx, said.crossingId);
    if (before !== null) {
      if (before.said === text) return { result: ok({ ...before, repeated: true }) };
      const finding = stockFinding('GATE-CROSSING-ID', 'crossingId', { id: said.crossingId });
      return { result: fail([finding]) };
    }
    const { crossing, receipts } = await judged(tx, house, said, { text, by });
    return { result: ok({ ...crossing, repeated: false }), receipts };
  });
  if (done.receipts !== undefined) house.news.announce(done.receipts);
  return done.result;
}

type Report = { readonly text: string; readonly by: string | null };

async function judged(tx: Sql, house: House, said: CrossingSaid, { text, by }: Report) {
  const at = house.clock.now();
  const slip = (await loadSlips(tx, [said.slipNo])).get(said.slipNo) ?? null;
  const lists = slip === null ? new Map() : await loadStockedLists(tx, house, slip.body.lists);
  const decided = decideCrossing(said, {
    ...{ by, now: at },
    ...(await crossingFacts(tx, house, slip, lists, at)),
  });
  // A gate waits while the goods are counted: it reports the vehicle again afterwards.
  const frozen = await frozenOf(tx, decided.change);
  const decision = frozen.length === 0 ? decided : { ...NO_CROSSING, findings: frozen };
  const crossing: Crossing = {
    ...{ crossingId: said.crossingId, gate: said.gate, slipNo: said.slipNo, said: text },
    ...{ crossedAt: said.at, reportedAt: at, reporter: by },
    passed: decision.findings.length === 0,
    findings: decision.findings,
  };
  await storeCrossing(tx, crossing);
  const way = slip?.body.way === 'I' ? 'gate.in' : 'gate.out';
  await storeCounts(tx, new Map([[crossing.passed ? way : 'gate.stopped', 1n]]), at);
  return { crossing, receipts: await carryOut(tx, house, { decision, crossing }, lists, at) };
}

/** What a crossing of a slip is decided from; a fixed number of statements. */
export async function crossingFacts(
  tx: Sql,
  house: Pick<House, 'registry'>,
  slip: Slip | null,
  lists: ReadonlyMap<string, StockedList>,
  at: Instant,
) {
  const date = businessDate(at);
  const { index } = await house.registry.fresh(tx);
  const papers = slip?.body.papers ?? [];
  const isIn = slip?.body.way === 'I';
  const promised = new Map([...lists].map(([listNo, one]) => [listNo, one.promised]));
  const exits = isIn ? [] : [...(await loadExits(tx, papers)).values()];
  const loads = exits.flatMap(({ body }) => body.overseas?.parts ?? []);
  const goods = [...[...promised.values()].flat(), ...loads];
  const records = new Set(goods.map(({ recordNo }) => recordNo));
  const bookNo = slip?.bookNo ?? '';
  return {
    ...{ date, slip, promised, parcels: lists, tolerance: index.gateTolerance(date) },
    owner: (await booksFor(tx, [bookNo])).get(bookNo)?.enterpriseCode ?? '',
    entries: isIn ? [...(await loadEntries(tx, papers)).values()] : [],
    exits,
    lots: await lotsOf(
      tx,
      [...records].map((record) => bookLineKey(bookNo, record)),
    ),
  };
}

async function carryOut(
  tx: Sql,
  house: House,
  done: { readonly decision: CrossingDecision; readonly crossing: Crossing },
  lists: ReadonlyMap<string, StockedList>,
  at: Instant,
): Promise<ReadonlyMap<string, bigint>> {
  const { change, slip, entries, exits, gone } = done.decision;
  if (slip === null) return new Map();
  const papers = [slip, ...entries, ...exits];
  await applyStock(tx, change, at);
  const outward = gone.filter((listNo) => leavesNow(lists.get(listNo)));
  const document = documentOf(slip);
  await noteLeft(
    tx,
    outward.map((listNo) => {
      const [goods] = lists.get(listNo)?.promised ?? [];
      return { listNo, bookNo: slip.bookNo, document, line: goods?.ref ?? listNo };
    }),
    at,
  );
  await changePapers(tx, papers.map(storedOf), at);
  const told = gone.flatMap((listNo) => closedReceipts(listNo, lists.get(listNo), at));
  const answered = await crossedReceipts(tx, house, papers, done.crossing, at);
  return fileReceipts(tx, [...told, ...answered], at);
}

/** Whether goods of an export leave with the vehicle; they may have departed before. */
function leavesNow(stocked: StockedList | undefined): boolean {
  return (stocked?.exported ?? null) !== null && (stocked?.promised.length ?? 0) > 0;
}

/**
 * 899 to everybody who reads the list, and to the warehouse: the parcel is out (GATE-7). The list
 * of an export is closed by its departure; at the gate the warehouse alone is told.
 */
function closedReceipts(
  listNo: string,
  stocked: StockedList | undefined,
  at: Instant,
): AddressedReceipt[] {
  if (stocked?.exportList && leavesNow(stocked)) return goneEvents(stocked.exportList, listNo, at);
  if (stocked === undefined || stocked.list === null || stocked.row === null) return [];
  const { terms, preNo, readers } = stocked.list;
  const { customsCode, ebpCode, ebcCode, agentCode, copNo } = terms;
  const own = copNo === null ? {} : { copNo };
  const keys = { customsCode, ebpCode, ebcCode, agentCode, ...own, preNo };
  const receipt = {
    ...{ type: 'CEB622', keys: { ...keys, invtNo: stocked.row.listNo } },
    ...customs('2100', '结关'),
    ...{ at, findings: [], recordGuid: null },
  } as const;
  const readings = readers.map((to) => ({ to, receipt }));
  return [...goneEvents(stocked.list, stocked.row.listNo, at), ...readings];
}
