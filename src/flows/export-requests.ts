import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { decidedRequests, storeRequests } from '../clearance/request-store.ts';
import { type FiledOther, loadOthers } from '../documents/other-store.ts';
import { TABLES } from '../documents/zone/catalogue.ts';
import type { Sql } from '../io/postgres.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { fileReceipts } from '../receipts/store.ts';
import { customs, refusal, stored } from '../receipts/texts.ts';
import { returnElements, settleTallies } from './end-returns.ts';
import type { AskedExport, SettledExport, SettledKind } from './export-asked.ts';
import { receiptElements } from './export-decided.ts';
import { settleDepartures } from './export-departures.ts';
import { settleMasters } from './export-masters.ts';
import { settleReturns } from './export-returns.ts';
import { settleSummaries } from './export-summary.ts';
import { settleExportWithdrawals } from './export-withdrawals.ts';
import type { House } from './house.ts';

/**
 * Decides requests about exports that are not decided yet: master waybills (CEB607), departures
 * (CEB509), withdrawals (CEB605), returns (CEB213) and tallies of them (CEB215) in one transaction,
 * the oldest of a kind first, then applications for summaries (CEB701).
 * @param keys of `documents.others`
 * @returns how many were decided
 * @throws CaseRace when another process was faster: try again; faults; bugs
 */
export async function settleExportRequests(house: House, keys: readonly string[]): Promise<number> {
  const at = house.clock.now();
  const done = await house.db.transaction(async (tx) => {
    const registry = await house.registry.fresh(tx);
    const asked = await loadAskedExports(tx, house, keys);
    const frame = { house, registry, at, date: businessDate(at) };
    const kinds: SettledKind[] = [
      await settleExportWithdrawals(tx, frame, asked),
      await settleMasters(tx, asked),
      await settleDepartures(tx, frame, asked),
      await settleReturns(tx, frame, asked),
    ];
    const tallies = await settleTallies(tx, frame, asked);
    const settled = [...kinds, tallies].flatMap((one) => one.settled);
    await storeRequests(tx, settled.map(decisionOf), {
      at,
      profileVersion: registry.index.profile.version,
    });
    const answers = [...settled.flatMap((one) => answersTo(one, at)), ...tallies.told];
    const receipts = [...kinds.map((kind) => kind.receipts), await fileReceipts(tx, answers, at)];
    return { count: settled.length, receipts };
  });
  for (const receipts of done.receipts) house.news.announce(receipts);
  return done.count + (await settleSummaries(house, keys));
}

/** The requests with these keys that are not decided yet, the oldest first. */
async function loadAskedExports(
  tx: Sql,
  house: House,
  keys: readonly string[],
): Promise<AskedExport[]> {
  const documents = await loadOthers(tx, house.terms, keys);
  const decided = await decidedRequests(tx, keys);
  return documents
    .filter(({ key, version, terms }) => {
      return terms.said !== null && (decided.get(key)?.version ?? 0) < version;
    })
    .sort((a, b) => a.acceptedAt - b.acceptedAt);
}

function decisionOf({ document, findings, listNo, granted }: SettledExport) {
  return {
    key: document.key,
    version: document.version,
    state: findings.length === 0 ? granted : '100',
    listNo,
    codes: findings.map(({ code }) => code),
  } as const;
}

/** What the readers of a request are told. */
function answersTo(
  { document, findings, granted }: SettledExport,
  at: Instant,
): AddressedReceipt[] {
  const type = present(TABLES.get(document.terms.type)?.receipt, 'the receipt of a request');
  const done = granted === '399' ? customs('2300') : stored(type);
  const { status, info } = findings.length > 0 ? refusal(type, findings) : done;
  const keys = receiptElements(type, elementsOf(document));
  return document.readers.map((to) => ({
    to,
    receipt: { type, keys, status, info, at, findings, recordGuid: null },
  }));
}

/** The elements by which receipts name a request. */
function elementsOf({ terms: { said }, preNo }: FiledOther): Record<string, string | null> {
  if (said?.kind === 'withdrawal') return { ...said.terms, preNo, invtNo: said.terms.listNo };
  if (said?.kind === 'return') return returnElements(said.terms, preNo);
  if (said?.kind === 'tally') {
    const { operatorCode, logisticsCode, logisticsNo, coElNo } = said.terms;
    return { operatorCode, logisticsCode, logisticsNo, coElNo, preNo };
  }
  if (said?.kind !== 'shipment') return { preNo };
  const { copNo, billNo, reporterCode, logisticsCode, msgSeqNo } = said.terms;
  return { copNo, billNo, preNo, agentCode: reporterCode, logisticsCode, msgSeqNo: `${msgSeqNo}` };
}
