import { present } from '../base/assert.ts';
import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import type { ExportReturnTerms, TallyTerms } from '../documents/export-terms.ts';
import { loadOthers } from '../documents/other-store.ts';
import { returnFinding } from '../export/return-codes.ts';
import {
  awaitedReturns,
  type EndedReturn,
  type ExportReturn,
  endReturns,
  overdueReturns,
  returnsNumbered,
} from '../export/return-store.ts';
import { decideTally } from '../export/tally.ts';
import type { Sql } from '../io/postgres.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { fileReceipts } from '../receipts/store.ts';
import { customs, released } from '../receipts/texts.ts';
import { conveyor } from './conveyor.ts';
import type { AskedExport, RequestFrame, SettledExport } from './export-asked.ts';
import { receiptElements } from './export-decided.ts';
import { frozenReturns, putExportsBack } from './exports-back.ts';
import { failureOf, falseForRace } from './failure.ts';
import type { House } from './house.ts';
import { quarantineRequests } from './quarantine.ts';

/** An open return that ends: well when there is no finding. */
type End = {
  readonly back: ExportReturn;
  readonly state: EndedReturn['state'];
  readonly finding: Finding | null;
  /** Key of the tally that ends it. */
  readonly tally: string | null;
};

/** Tallies that are decided, and what is told of the returns that they end. */
export type SettledTallies = {
  readonly settled: readonly SettledExport[];
  readonly told: readonly AddressedReceipt[];
};

/**
 * Decides tallies (CEB215): the goods of the returns that they name are back, so these end. Goods
 * that come after the last day are none of a return any more. What is told of the returns is left
 * to be filed behind the answers to them, which may be of the same batch.
 * @throws CaseRace when another process was faster
 */
export async function settleTallies(
  tx: Sql,
  { house, at }: RequestFrame,
  asked: readonly AskedExport[],
): Promise<SettledTallies> {
  const tallies = asked.flatMap((document) => {
    const { said } = document.terms;
    return said?.kind === 'tally' ? [{ document, terms: said.terms }] : [];
  });
  const waybillOf = ({
    logisticsCode,
    logisticsNo,
  }: Pick<TallyTerms, 'logisticsCode' | 'logisticsNo'>) => keyOf(logisticsCode, logisticsNo);
  let awaited = await awaitedReturns(
    tx,
    tallies.map(({ terms }) => waybillOf(terms)),
  );
  const frozen = await frozenReturns(tx, house, awaited);
  const ends: End[] = [];
  const settled = tallies.map(({ document, terms }): SettledExport => {
    const own = { document, listNo: '', granted: '399' } as const;
    if (document.deleted) {
      const finding = returnFinding('TLY-DELETED', 'InvtRefundDetail/appType', {});
      return { ...own, findings: [finding] };
    }
    const under = awaited.filter((one) => waybillOf(one) === waybillOf(terms));
    const { named, findings } = decideTally(terms, under);
    const stopped = named.flatMap(({ preNo }) => frozen.get(preNo) ?? []);
    if (stopped.length > 0) return { ...own, findings: stopped };
    awaited = awaited.filter((one) => !named.includes(one));
    const day = businessDate(document.acceptedAt);
    ends.push(
      ...named.map((back) => ({ back, ...endingOf(back, null, day), tally: document.key })),
    );
    return { ...own, findings };
  });
  return { settled, told: await end(tx, house, ends, at) };
}

/** What became of a return that somebody ended; null when there is none. */
export type EndOfReturn = { readonly back: ExportReturn; readonly changed: boolean } | null;

/**
 * An officer's word on the goods of a return: accepted, or refused and why. One that has ended
 * stays as it ended.
 */
export async function endReturn(
  house: House,
  preNo: string,
  refused: string | null,
): Promise<EndOfReturn> {
  for (let tries = 1; ; tries += 1) {
    try {
      const [one = null] = await endAll(house, [preNo], refused);
      return one;
    } catch (error) {
      if (tries >= MOST_TRIES || failureOf(error) !== 'race') throw error;
    }
  }
}

const MOST_TRIES = 5;

/**
 * Ends returns whose goods never came, the first `limit`. One that breaks an assertion is set
 * aside, the others end.
 * @returns how many ended
 */
export async function lapseReturns(house: House, limit: number): Promise<number> {
  const overdue = await overdueReturns(house.db, businessDate(house.clock.now()), limit);
  const lapsing = conveyor<string, boolean>({
    ...{ tries: 3, pause: async () => {}, weight: () => 1, mostWeight: limit, mostItems: limit },
    work: async (preNos) => {
      const ends = await endAll(house, preNos, null);
      return ends.map((one) => one?.changed === true);
    },
    setAside: async (preNo, bug) => {
      const returns = await returnsNumbered(house.db, [preNo]);
      await quarantineRequests(
        house,
        returns.map(({ key }) => key),
        bug,
      );
      return false;
    },
  });
  const ended = await Promise.all(overdue.map((preNo) => lapsing.push(preNo).catch(falseForRace)));
  return ended.filter((one) => one).length;
}

async function endAll(
  house: House,
  preNos: readonly string[],
  refused: string | null,
): Promise<EndOfReturn[]> {
  const at = house.clock.now();
  const done = await house.db.transaction(async (tx) => {
    const before = await returnsNumbered(tx, preNos);
    const open = before.filter(({ state }) => state === 'open');
    const ends = open.map((back) => {
      return { back, ...endingOf(back, refused, businessDate(at)), tally: null };
    });
    const receipts = await fileReceipts(tx, await end(tx, house, ends, at), at);
    return { open, after: await returnsNumbered(tx, preNos), receipts };
  });
  house.news.announce(done.receipts);
  return preNos.map((preNo) => {
    const back = done.after.find((one) => one.preNo === preNo);
    const changed = done.open.some((one) => one.preNo === preNo);
    return back === undefined ? null : { back, changed };
  });
}

function endingOf(
  { due }: ExportReturn,
  refused: string | null,
  day: BusinessDate,
): Pick<End, 'state' | 'finding'> {
  if (day > due) return { state: 'lapsed', finding: returnFinding('RTN-LAPSED', null, { due }) };
  if (refused === null) return { state: 'closed', finding: null };
  return { state: 'refused', finding: returnFinding('RTN-REFUSED', null, { reason: refused }) };
}

async function end(
  tx: Sql,
  house: House,
  ends: readonly End[],
  at: Instant,
): Promise<AddressedReceipt[]> {
  if (ends.length === 0) return [];
  await endReturns(
    tx,
    ends.map(({ back: { listNo, preNo }, state, finding, tally }) => ({
      ...{ listNo, preNo, state, reason: finding?.zh ?? null, tally },
    })),
    at,
  );
  const closed = ends.filter(({ state }) => state === 'closed').map(({ back }) => back);
  await putExportsBack(tx, house, closed, at);
  return receiptsOf(tx, house, ends, at);
}

/** 214: released (the goods are back), or returned with the reason. */
async function receiptsOf(
  tx: Sql,
  house: House,
  ends: readonly End[],
  at: Instant,
): Promise<AddressedReceipt[]> {
  const keys = ends.map(({ back }) => back.key);
  const documents = new Map(
    (await loadOthers(tx, house.terms, keys)).map((one) => [one.key, one] as const),
  );
  return ends.flatMap(({ back, finding }) => {
    const { readers, terms } = present(documents.get(back.key), 'the request of a return');
    const said = terms.said?.kind === 'return' ? terms.said.terms : null;
    const asked = present(said, 'what a return asks for');
    const { status, info } = finding === null ? released() : customs('1300', finding.zh);
    const keys = receiptElements(
      'CEB214',
      returnElements({ ...asked, listNo: back.listNo }, back.preNo),
    );
    const findings = finding === null ? [] : [finding];
    const receipt = { type: 'CEB214', keys, status, info, at, findings, recordGuid: null } as const;
    return readers.map((to) => ({ to, receipt }));
  });
}

/** The elements by which receipts name a return. */
export function returnElements(
  { ebpCode, ebcCode, agentCode, coElNo, listNo }: ExportReturnTerms,
  preNo: string | null,
): Record<string, string | null> {
  return { ebpCode, ebcCode, agentCode, coElNo, preNo, invtNo: listNo };
}
