import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { preNo } from '../base/ids.ts';
import { keyOf } from '../base/keys.ts';
import { decidedRequests, storeRequests } from '../clearance/request-store.ts';
import type { SummaryTerms } from '../documents/export-terms.ts';
import { type FiledOther, loadOthers } from '../documents/other-store.ts';
import { addApplication } from '../export/summary/application-store.ts';
import { type BackSoFar, NOTHING_BACK, takenBack } from '../export/summary/back-store.ts';
import { type ListStanding, type Taking, takeLists, takePeriod } from '../export/summary/decide.ts';
import {
  formFindings,
  namedIn,
  type Parts,
  partFindings,
  periodOf,
} from '../export/summary/form.ts';
import { closeGroups, groupsOf, openGroups } from '../export/summary/group-store.ts';
import { summedLists } from '../export/summary/list-store.ts';
import { makeDeclarations } from '../export/summary/make-declarations.ts';
import { endWaiting, noteWaiting, waitingParts } from '../export/summary/part-store.ts';
import { takeOut } from '../export/summary/take-out.ts';
import type { Sql } from '../io/postgres.ts';
import { waitsUntil } from '../matching/match.ts';
import { fileReceipts } from '../receipts/store.ts';
import { exportLists, type ListsByNumber } from './export-lists.ts';
import type { House } from './house.ts';
import { applicationReceipts } from './summary-receipts.ts';

/** One message of an application, as filed. */
type Part = { readonly document: FiledOther; readonly terms: SummaryTerms };

/**
 * Decides summary applications (CEB701): each by itself in a transaction of its own, as one may
 * have the sums of a whole month and must not hold up others. An application in several messages is
 * decided when the last of them is there, as one.
 * @param keys keys of `documents.others`; those of other documents are left alone
 * @param lists looks up lists that an application names; those of this house unless told
 * @returns how many messages were decided
 * @throws CaseRace when another process was faster: try again; faults; bugs
 */
export async function settleSummaries(
  house: House,
  keys: readonly string[],
  lists: ListsByNumber = exportLists(house),
): Promise<number> {
  const parts = partsIn(await loadOthers(house.db, house.terms, keys));
  const applications = new Map(
    parts.map((part) => [keyOf(part.terms.agentCode, part.terms.copNo), part]),
  );
  let count = 0;
  for (const part of applications.values()) count += await settleOne(house, part.terms, lists);
  return count;
}

function partsIn(documents: readonly FiledOther[]): Part[] {
  return documents.flatMap((document): Part[] => {
    const { said } = document.terms;
    return said?.kind === 'summary' && !document.deleted ? [{ document, terms: said.terms }] : [];
  });
}

async function settleOne(house: House, any: SummaryTerms, lists: ListsByNumber): Promise<number> {
  const at = house.clock.now();
  const done = await house.db.transaction(async (tx) => {
    const { index } = await house.registry.fresh(tx);
    const parts = await openParts(tx, house, any);
    const wait = waitsUntil(0, index.at(businessDate(at)).waitDays);
    if (parts.length === 0 || (await waitFor(tx, parts, at, wait))) return NOTHING;
    const { sumNo, findings } = await settle(tx, house, parts, lists, at);
    const state = findings.length === 0 ? '399' : '100';
    const decisions = parts.map(({ document: { key, version } }) => {
      const codes = [...new Set(findings.map(({ code }) => code))];
      return { key, version, state, listNo: sumNo ?? '', codes } as const;
    });
    await endWaiting(
      tx,
      decisions.map(({ key }) => key),
    );
    await storeRequests(tx, decisions, { at, profileVersion: index.profile.version });
    const receipts = parts.flatMap(({ document, terms }) =>
      applicationReceipts(document, terms, { sumNo, findings }, at),
    );
    return { count: parts.length, receipts: await fileReceipts(tx, receipts, at) };
  });
  house.news.announce(done.receipts);
  return done.count;
}

/** The messages of an application that are there and not decided, in the order of their numbers. */
async function openParts(tx: Sql, house: House, any: SummaryTerms): Promise<Part[]> {
  const { agentCode, copNo, msgCount, msgSeqNo } = any;
  const isPart = partFindings(any).length === 0;
  const numbers = isPart ? Array.from({ length: msgCount }, (_, i) => i + 1) : [msgSeqNo];
  const keys = numbers.map((number) => keyOf(agentCode, `CEB701 ${copNo} ${number}`));
  const decided = await decidedRequests(tx, keys);
  return partsIn(await loadOthers(tx, house.terms, keys))
    .filter(({ document: { key, version } }) => (decided.get(key)?.version ?? 0) < version)
    .sort((a, b) => a.terms.msgSeqNo - b.terms.msgSeqNo);
}

/**
 * Whether messages wait for the others of their application: the last one sets it off. When one of
 * them has waited too long, or they do not agree how many they are, there is nothing to wait for.
 * @param wait milliseconds that a message may wait
 */
async function waitFor(
  tx: Sql,
  parts: readonly Part[],
  at: Instant,
  wait: number,
): Promise<boolean> {
  const [{ msgCount }] = termsOf(parts);
  if (parts.length >= msgCount || partFindings(termsOf(parts)[0]).length > 0) return false;
  if (parts.some(({ terms }) => terms.msgCount !== msgCount)) return false;
  const documents = parts.map(({ document }) => document);
  await noteWaiting(tx, documents, at);
  const keys = documents.map(({ key }) => key);
  const waiting = [...(await waitingParts(tx, keys)).values()];
  return waiting.every(({ since }) => at <= since + wait);
}

const termsOf = (parts: readonly Part[]) =>
  parts.map(({ terms }) => terms) as readonly SummaryTerms[] as Parts;

const NOTHING = { count: 0, receipts: new Map<string, bigint>() };

type Settled = { readonly sumNo: string | null; readonly findings: readonly Finding[] };

async function settle(
  tx: Sql,
  house: House,
  all: readonly Part[],
  lists: ListsByNumber,
  at: Instant,
): Promise<Settled> {
  const parts = termsOf(all);
  const alone = partFindings(parts[0]);
  const wrong = alone.length > 0 ? alone : formFindings(parts);
  if (wrong.length > 0) return { sumNo: null, findings: wrong };
  const taking = await takingOf(tx, parts, lists);
  if (taking.findings.length > 0) return { sumNo: null, findings: taking.findings };
  const readers = [...new Set(all.flatMap(({ document }) => document.readers))];
  return { sumNo: await grant(tx, house, { taking, parts, readers, lists, at }), findings: [] };
}

async function takingOf(tx: Sql, parts: Parts, lists: ListsByNumber): Promise<Taking> {
  const [terms] = parts;
  const period = periodOf(parts);
  if (period !== null) return takePeriod(terms, period, await openGroups(tx, period.month, terms));
  const named = namedIn(parts);
  const summed = await summedLists(
    tx,
    named.map(({ listNo }) => listNo),
  );
  const groupIds = [...summed.values()].map(({ groupId }) => groupId);
  const strange = named.map(({ listNo }) => listNo).filter((listNo) => !summed.has(listNo));
  return takeLists(terms, named, {
    summed,
    groups: await groupsOf(tx, groupIds),
    others: strange.length === 0 ? new Map() : await lists(tx, strange),
  });
}

type Granted = {
  readonly taking: Taking;
  readonly parts: Parts;
  readonly readers: readonly string[];
  readonly lists: ListsByNumber;
  readonly at: Instant;
};

/** Makes the declarations of what an application takes; its number. */
async function grant(
  tx: Sql,
  house: House,
  { taking, parts: [terms], readers, lists, at }: Granted,
): Promise<string> {
  const [number] = await house.numbers.take('summary', 1);
  const sumNo = preNo(businessDate(at), present(number, 'a number'), 'H');
  await closeGroups(tx, taking.whole, sumNo);
  const listNos = taking.picked.flatMap((one) => one.lists.map(({ listNo }) => listNo));
  const standing = listNos.length === 0 ? new Map() : await lists(tx, listNos);
  const gone = listNos.length === 0 ? new Map() : await takenBack(tx, listNos);
  const picked = taking.picked.map(({ group, lists: own }) => ({
    group,
    lists: own.map((list) => {
      const found: ListStanding = present(standing.get(list.listNo), 'a list that was merged');
      const { back, times }: BackSoFar = gone.get(list.listNo) ?? NOTHING_BACK;
      return { ...list, terms: found.terms, back, times };
    }),
  }));
  const taken = await takeOut(tx, house.numbers, picked, sumNo);
  const groupIds = [...taking.whole.map(({ id }) => id), ...taken];
  const byName = terms.itemNameFlag === '1';
  const { customsCode, agentCode, copNo, declAgentCode, declAgentName } = terms;
  const maker = { sumNo, customsCode, byName, at };
  const declarations = await makeDeclarations(tx, house.numbers, groupIds, maker);
  await addApplication(tx, {
    ...{ sumNo, grantedAt: at, declarations: declarations.length, byName, agentCode, copNo },
    ...{ declAgentCode, declAgentName, readers },
  });
  return sumNo;
}
