import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { partsOf } from '../base/keys.ts';
import { fail, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import type { PaperKind } from '../bonded/paper.ts';
import { paperUnder } from '../bonded/paper-store.ts';
import { decidedRequests, storeRequests } from '../clearance/request-store.ts';
import { type FiledOther, loadOthers } from '../documents/other-store.ts';
import type { EntryListTerms, GateSlipTerms } from '../documents/zone-terms.ts';
import type { Sql } from '../io/postgres.ts';
import { fileReceipts } from '../receipts/store.ts';
import type { House } from './house.ts';
import { takeExit } from './overseas-exits.ts';
import { type AnyPaper, loadEntries, loadExits, loadStockedLists } from './stock-facts.ts';
import { declareEntry, declareSlip, inTurn } from './stock-papers.ts';
import { cancelPaper, releaseInSandbox } from './stock-release.ts';
import { crossedReceipts, paperReceipts } from './zone-receipts.ts';
import { entrySaidOf, exitSaidOf, listsOfSlip, slipSaidOf } from './zone-said.ts';

type Outcome = Result<AnyPaper, Finding[]>;

/**
 * Decides entry lists and gate slips that came as messages (INV101, SAS121) and are not decided
 * yet, one transaction each: there are few of them, and one may bind what the one before declared.
 * A zone whose law keeps no stock decides on none.
 * @param keys of `documents.others`
 * @returns how many were decided
 */
export async function settleZonePapers(house: House, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const { index } = await house.registry.fresh(house.db);
  if (!index.at(businessDate(house.clock.now())).stockRequired) return 0;
  const documents = await loadOthers(house.db, house.terms, keys);
  const inOrder = [...documents].sort((a, b) => a.acceptedAt - b.acceptedAt);
  let count = 0;
  for (const { key } of inOrder) if (await settle(house, key)) count += 1;
  return count;
}

async function settle(house: House, key: string): Promise<boolean> {
  let declared: AnyPaper | null = null;
  const receipts = await inTurn(house, async (tx) => {
    const at = house.clock.now();
    const [document] = await loadOthers(tx, house.terms, [key]);
    const before = (await decidedRequests(tx, [key])).get(key)?.version ?? 0;
    if (document === undefined || before >= document.version) return null;
    const outcome = await decide(tx, house, document);
    const findings = outcome.ok ? [] : outcome.error;
    const paper = outcome.ok ? outcome.value : null;
    declared = paper;
    const { index } = await house.registry.fresh(tx);
    const standing = paper ?? (await paperOfDocument(tx, document));
    const decision = {
      ...{ key, version: document.version, listNo: standing?.paperNo ?? '' },
      ...({ state: paper === null ? '100' : '120' } as const),
      codes: findings.map(({ code }) => code),
    };
    await storeRequests(tx, [decision], { at, profileVersion: index.profile.version });
    // An exit list of parcels of exports did what it was to do when it was approved.
    const done = paper?.kind === 'exit' ? [paper] : [];
    const closed = await crossedReceipts(tx, house, done, null, at);
    return fileReceipts(tx, [...paperReceipts({ document, paper, findings }, at), ...closed], at);
  });
  if (receipts === null) return false;
  house.news.announce(receipts);
  await releaseDeclared(house, declared);
  return true;
}

async function releaseDeclared(house: House, paper: AnyPaper | null): Promise<void> {
  if (paper !== null) await releaseInSandbox(house, paper);
}

/** The paper that stands under the number of a document, if one was approved before. */
async function paperOfDocument(tx: Sql, { key, terms }: FiledOther) {
  const { entryList, gateSlip } = terms;
  const { ownNo = '', direction = 'I' } = entryList ?? gateSlip ?? {};
  const kind = gateSlip !== null ? 'slip' : direction === 'E' ? 'exit' : 'entry';
  return paperUnder(tx, partsOf(key)[0], kind, ownNo);
}

async function decide(tx: Sql, house: House, document: FiledOther): Promise<Outcome> {
  const { entryList, gateSlip } = document.terms;
  const [declarant] = partsOf(document.key);
  if (gateSlip !== null) return decideSlip(tx, house, document, gateSlip, declarant);
  if (entryList === null) return fail([]);
  const kind = entryList.direction === 'E' ? 'exit' : 'entry';
  if (entryList.action !== '1') return undo(tx, house, document, kind, entryList, declarant);
  if (kind === 'entry')
    return paperOf(await declareEntry(tx, house, entrySaidOf(entryList), declarant));
  const said = exitSaidOf(entryList);
  return 'code' in said ? fail([said]) : paperOf(await takeExit(tx, house, said, declarant));
}

async function decideSlip(
  tx: Sql,
  house: House,
  document: FiledOther,
  terms: GateSlipTerms,
  declarant: string,
): Promise<Outcome> {
  if (terms.action !== '1') return undo(tx, house, document, 'slip', terms, declarant);
  const numbers = terms.documents.map(({ no }) => no);
  const bound = [await loadEntries(tx, numbers), await loadExits(tx, numbers)];
  const lists = await loadStockedLists(tx, house, listsOfSlip(terms));
  const bookOf = (number: string) =>
    [...bound, lists].flatMap((one) => one.get(number)?.bookNo ?? [])[0];
  return paperOf(await declareSlip(tx, house, slipSaidOf(terms, bookOf), declarant));
}

/** Makes a paper void (3). A change (2) is refused: what was approved is void first. */
async function undo(
  tx: Sql,
  house: House,
  { deleted }: FiledOther,
  kind: PaperKind,
  { ownNo }: Pick<EntryListTerms, 'ownNo'>,
  declarant: string,
): Promise<Outcome> {
  const before = await paperUnder(tx, declarant, kind, ownNo);
  const paper = before?.paperNo ?? ownNo;
  if (!deleted) return fail([stockFinding('BND-AMEND', 'DclTypecd', { paper })]);
  if (before === null) return fail([stockFinding('BND-STATE', 'DclTypecd', { paper, state: '-' })]);
  const done = await cancelPaper(tx, before, declarant, house.clock.now());
  if (!done.ok) return done;
  if (done.value === null)
    return fail([stockFinding('BND-STATE', 'DclTypecd', { paper, state: '-' })]);
  return { ok: true, value: done.value.paper };
}

function paperOf(taken: Result<{ readonly paper: AnyPaper }, Finding[]>): Outcome {
  return taken.ok ? { ok: true, value: taken.value.paper } : taken;
}
