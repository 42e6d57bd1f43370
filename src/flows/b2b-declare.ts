import { createHash } from 'node:crypto';
import { b2bFinding } from '../b2b/codes.ts';
import { attemptsUnder } from '../b2b/lookup.ts';
import { ENDED, type Passed } from '../b2b/states.ts';
import { addDeclaration } from '../b2b/store.ts';
import type { DeclarationTerms } from '../b2b/terms.ts';
import { present } from '../base/assert.ts';
import { businessDate, type Instant, yearOf } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { entryId, preNo } from '../base/ids.ts';
import { keyOf } from '../base/keys.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { FactsSegment } from '../clearance/facts-store.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import { loadLatestExportLists } from '../documents/export-list-store.ts';
import { NO_EXPORT_BEFORE } from '../export/case-facts.ts';
import { claimExportWaybills, loadExportCases } from '../export/case-store.ts';
import { holdOrder } from '../export/declared-store.ts';
import { EXPORT_ENDED } from '../export/states.ts';
import type { Sql } from '../io/postgres.ts';
import { declarationIn } from './b2b-body.ts';
import { type DecidedDeclaration, decideDeclaration, type OrderHolder } from './b2b-decide.ts';
import { askForDuty } from './b2b-duty.ts';
import { inTurnDrawing, lookAtDeclared, NOT_SEEN } from './b2b-look.ts';
import { type MatchedDeclaration, matchDeclarations } from './b2b-match.ts';
import { encodeRested } from './b2b-rested-codec.ts';
import { countDeclared } from './count-lists.ts';
import { settleExportArrivals } from './export-arrivals.ts';
import { loadExportFacts } from './export-facts.ts';
import type { House } from './house.ts';

/** A declaration that was taken, by its pre-entry number; or why it is not even looked at. */
export type TakenDeclaration = Result<
  { readonly declSeqNo: string; readonly duplicate: boolean },
  { readonly status: 409 | 422; readonly findings: readonly Finding[] }
>;

/**
 * Takes a customs declaration of 9710 or 9810 and decides it in the same transaction. The same
 * bytes again are answered as before; other bytes under the number of one that was returned or
 * withdrawn are another attempt.
 * @param body JSON, kept as it came
 * @param sender the declarant
 */
export async function declareExport(
  house: House,
  body: Uint8Array,
  sender: string,
): Promise<TakenDeclaration> {
  const read = declarationIn(body, sender);
  if (!read.ok) return fail({ status: 422, findings: read.error });
  const { terms } = read.value;
  const digest = createHash('sha256').update(body).digest();
  // A try after one that failed has its number: what a void draw had drawn is known by that.
  let number: bigint | null = null;
  const sequence = async (): Promise<bigint> => {
    number ??= present((await house.numbers.take('export-declaration', 1))[0], 'a number');
    return number;
  };
  const done = await inTurnDrawing(house, async (tx, drawing): Promise<TakenDeclaration> => {
    const earlier = await attemptsUnder(tx, terms.agentCode, terms.copNo);
    const same = earlier.find((one) => digest.equals(one.digest));
    if (same !== undefined) return ok({ declSeqNo: same.declSeqNo, duplicate: true });
    const [latest] = earlier;
    if (latest !== undefined && !ENDED.includes(latest.state)) return fail(conflict(terms));
    const attempt = (latest?.attempt ?? 0) + 1;
    const taking = { terms, body, digest, attempt, sequence: await sequence() };
    return ok({ declSeqNo: await take(tx, drawing, taking), duplicate: false });
  });
  // An arrival that was reported while this was decided did not see it.
  const orderKey = keyOf(terms.ebpCode, terms.orderNo);
  if (done.ok && !done.value.duplicate) await settleExportArrivals(house, [], [orderKey]);
  return done;
}

function conflict({ copNo }: DeclarationTerms) {
  return {
    status: 409,
    findings: [b2bFinding('DEC-NUMBER', '/copNo', { number: copNo })],
  } as const;
}

type Taking = {
  readonly terms: DeclarationTerms;
  readonly body: Uint8Array;
  readonly digest: Uint8Array;
  readonly attempt: number;
  /** Of its pre-entry number. */
  readonly sequence: bigint;
};

async function take(tx: Sql, house: House, taking: Taking): Promise<string> {
  const { terms } = taking;
  const registry = await house.registry.fresh(tx);
  const at = house.clock.now();
  const date = businessDate(at);
  const declSeqNo = preNo(date, taking.sequence, 'D');
  const orderKey = keyOf(terms.ebpCode, terms.orderNo);
  // The case comes before the list and the documents: what lands in between moves its epoch.
  const row = (await loadExportCases(tx, [orderKey])).get(orderKey);
  const list = (await loadLatestExportLists(tx, house.terms, [orderKey])).get(orderKey);
  const asked = [{ terms, preNo: declSeqNo, acceptedAt: at, entryId: null }];
  const [one] = await matchDeclarations(tx, house.terms, asked, registry, { at, date });
  const facts = await loadExportFacts(tx, [], registry, at);
  const matched = present(one, 'a matched declaration');
  const heldBy = holderOf(row, list?.attempt ?? 0);
  const decided = decideDeclaration(terms, matched, facts, heldBy);
  const returned = decided.state === '100';
  const entry = returned ? null : await numberOf(house, terms.customMaster, at);
  const duty = decided.duties.reduce((sum, part) => sum + part, 0n);
  const declared = { declSeqNo, entryId: entry ?? '', duty, fobs: decided.fobs };
  const passing = { declared, terms, matched: matched.matched, reviewed: false };
  const isPassed = decided.state === '800';
  const looks = await lookAtDeclared(tx, house, registry, facts, isPassed ? [passing] : []);
  const { end, selection, place } = isPassed ? looks.of(passing) : { end: decided, ...NOT_SEEN };
  const law = profileOf(registry);
  const before = { ...NO_EXPORT_BEFORE, orderHeldBy: heldBy, selection };
  const rested = encodeRested({ law, terms, ...before }, matched, facts);
  const steps = stepsOf({ ...end, rested, place });
  if (entry !== null) await claim(tx, matched, row?.epoch ?? 0, entry, at);
  if (end.state === '600') await askForDuty(tx, { declSeqNo, ebcCode: terms.tradeCode, duty }, at);
  await addDeclaration(
    tx,
    {
      ...{ declSeqNo, entryId: entry, state: end.state, profileVersion: law },
      ...headOf(taking, decided),
    },
    steps,
    at,
  );
  const taken = { customsCode: terms.customMaster, from: null, to: end.state };
  await storeCounts(tx, countDeclared([{ ...taken, findings: end.findings }], at), at);
  await looks.settle();
  return declSeqNo;
}

const profileOf = ({ index }: { index: { profile: { version: string } } }) => index.profile.version;

/** What has the order already: a list that stands or is not decided yet, or a declaration. */
function holderOf(
  row: { readonly state: string; readonly attempt: number } | undefined,
  listed: number,
): OrderHolder {
  if (row?.state === 'declared') return 'declaration';
  const isFree = row === undefined || row.state === 'open' || EXPORT_ENDED.includes(row.state);
  return isFree && listed <= (row?.attempt ?? 0) ? null : 'list';
}

async function numberOf(house: House, customs: string, at: Instant): Promise<string> {
  const year = yearOf(businessDate(at));
  const [number] = await house.numbers.take(`entry-${customs}${year}0`, 1);
  return entryId(customs, year, '0', present(number, 'a number'));
}

/** What is stored of a declaration beside its numbers and its state. */
function headOf({ terms, body, digest, attempt }: Taking, decided: DecidedDeclaration) {
  const { agentCode, copNo, tradeMode, ebpCode, orderNo, logisticsCode, logisticsNo } = terms;
  return {
    ...{ attempt, body, digest, agentCode, copNo, tradeMode, ebpCode, orderNo },
    ...{ logisticsCode, logisticsNo, customsCode: terms.customMaster },
    ...{ ebcCode: terms.tradeCode, ownerCode: terms.ownerCode, country: terms.tradeCountry },
    ...{ gross: terms.grossWt, fobs: decided.fobs, duties: decided.duties },
  };
}

/** An accepted declaration was accepted (120) first, and then came to where it stands. */
function stepsOf(
  decided: Passed & { readonly rested: string; readonly place: FactsSegment | null },
) {
  const [reference, word] = [null, null];
  const end = { ...decided, reference, word };
  return end.state === '100' ? [end] : [{ state: '120', reference, findings: [], word }, end];
}

/** Takes order and waybill, so that no list and no other declaration does. */
async function claim(
  tx: Sql,
  { orderKey, waybillKey, claim: seen }: MatchedDeclaration,
  epoch: number,
  entry: string,
  at: Instant,
): Promise<void> {
  await holdOrder(tx, orderKey, epoch);
  await claimExportWaybills(tx, [{ waybillKey, seenEpoch: seen?.epoch ?? 0, listNo: entry }], at);
}
