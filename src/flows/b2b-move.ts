import { b2bFinding } from '../b2b/codes.ts';
import { awaitingDeclarations, type Declared, declarationNumbered } from '../b2b/lookup.ts';
import { type DeclarationState, ENDED, type Passed, WITHDRAWABLE } from '../b2b/states.ts';
import type { DeclarationTerms } from '../b2b/terms.ts';
import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { voidNotice } from '../clearance/notice-store.ts';
import { freeExportWaybills } from '../export/case-store.ts';
import type { ExportConclusion } from '../export/conclusion.ts';
import { decideAwaiting } from '../export/decide.ts';
import { freeOrders } from '../export/declared-store.ts';
import type { ExportFacts } from '../export/facts.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import { saidBy } from './b2b-body.ts';
import { decideArrived, NO_RISKS, onward, standingVerdict } from './b2b-decide.ts';
import { askForDuty, dutyDocument } from './b2b-duty.ts';
import { lookAtDeclared, NOT_SEEN, type Passing } from './b2b-look.ts';
import { type MatchedDeclaration, matchDeclarations } from './b2b-match.ts';
import { encodeRested } from './b2b-rested-codec.ts';
import { type Moving, moveCounted } from './b2b-steps.ts';
import { loadExportFacts } from './export-facts.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';
import { withDraws } from './select.ts';
import { inTurn } from './stock-papers.ts';

type MovingOn = Moving & { readonly seen: Declared };

/** Moves declarations on, frees what returned and withdrawn ones held, and asks for duty. */
export async function moveOn(tx: Sql, moves: readonly MovingOn[], at: Instant): Promise<void> {
  await moveCounted(tx, moves, at);
  const ended = moves.filter(({ state }) => ENDED.includes(state)).map(({ seen }) => seen);
  await freeOrders(
    tx,
    ended.map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo)),
  );
  await freeExportWaybills(
    tx,
    ended.map(({ logisticsCode, logisticsNo, entryId }) => {
      return { waybillKey: keyOf(logisticsCode, logisticsNo), listNo: entryId ?? '' };
    }),
  );
  for (const { seen, state } of moves) {
    if (state === '600') await askForDuty(tx, { ...seen, duty: seen.duty ?? 0n }, at);
  }
}

/**
 * Looks again at declarations that wait for their arrival: selected, held, released, or returned
 * when none came in time. One whose arrival is missing still waits as it did.
 * @returns how many moved on
 * @throws CaseRace when another process was faster: try again
 */
export async function settleDeclaredArrivals(
  house: House,
  orderKeys: readonly string[],
): Promise<number> {
  if ((await awaitingDeclarations(house.db, orderKeys)).length === 0) return 0;
  const at = house.clock.now();
  return withDraws(house, (draws) =>
    house.db.transaction(async (tx) => {
      const rows = await awaitingDeclarations(tx, orderKeys);
      const registry = await house.registry.fresh(tx);
      const held = await loadHeldDeclared(tx, house, rows, registry, at);
      const facts = await loadExportFacts(tx, [], registry, at);
      const ends = decideAwaiting(
        held.map(({ one }) => one.matched),
        facts,
        held.map(({ earlier }) => earlier),
      ).map(decideArrived);
      const judged = held.flatMap((one, i) => {
        const end = ends[i] ?? null;
        if (end === null) return [];
        const reference = end.state === '100' ? null : `waybill ${one.terms.logisticsNo}`;
        return [{ held: one, end, conclusion: null, reference, word: null }];
      });
      await moveDecided(tx, { ...house, draws }, judged, registry, facts);
      return judged.length;
    }),
  );
}

/** A declaration that an earlier verdict keeps with customs, with its documents. */
export type HeldDeclared = {
  readonly row: Declared;
  readonly terms: DeclarationTerms;
  readonly one: MatchedDeclaration;
  readonly earlier: ExportVerdict;
};

/** These declarations with their documents, as they stand. */
export async function loadHeldDeclared(
  tx: Sql,
  house: House,
  rows: readonly Declared[],
  registry: RegistryView,
  at: Instant,
): Promise<HeldDeclared[]> {
  const asked = rows.map((row) => {
    const { declSeqNo: preNo, takenAt: acceptedAt, entryId } = row;
    return { terms: saidBy(row).terms, preNo, acceptedAt, entryId };
  });
  const frame = { at, date: businessDate(at) };
  const matched = await matchDeclarations(tx, house.terms, asked, registry, frame);
  return rows.map((row, i) => {
    return { row, terms: asked[i]!.terms, one: matched[i]!, earlier: standingVerdict(row) };
  });
}

/** What was decided on a declaration that customs had, before anybody looks at it. */
export type JudgedDeclared = Pick<MovingOn, 'reference' | 'word'> & {
  readonly held: HeldDeclared;
  readonly end: Passed;
  /** What officers said, where it is theirs. */
  readonly conclusion: ExportConclusion | null;
};

/**
 * Moves declarations on as was decided; what passed and was not inspected is looked at first.
 * @returns the new state of each
 */
export async function moveDecided(
  tx: Sql,
  house: House,
  judged: readonly JudgedDeclared[],
  registry: RegistryView,
  facts: ExportFacts,
): Promise<DeclarationState[]> {
  const passing = new Map(
    judged
      .filter((one) => one.end.state === '800' && !wasInspected(one.held))
      .map((one) => [one, passingOf(one.held)] as const),
  );
  const looks = await lookAtDeclared(tx, house, registry, facts, [...passing.values()]);
  const law = registry.index.profile.version;
  const moves = judged.map((one): MovingOn => {
    const { held, end, conclusion, reference, word } = one;
    const { row, terms, earlier } = held;
    const seen = passing.get(one);
    const look =
      seen === undefined ? { end: afterOfficers(row, end), ...NOT_SEEN } : looks.of(seen);
    const resting = { law, terms, orderHeldBy: null, selection: look.selection };
    const rested = encodeRested({ ...resting, earlier, conclusion }, held.one, facts);
    return { seen: row, ...look.end, reference, word, rested, place: look.place };
  });
  await moveOn(tx, moves, facts.at);
  await looks.settle();
  return moves.map(({ state }) => state);
}

/** Whether officers have opened it. */
export const wasInspected = ({ earlier }: Pick<HeldDeclared, 'earlier'>): boolean =>
  !['300', '400'].includes(earlier.status);

function passingOf({ row, terms, one, earlier }: HeldDeclared): Passing {
  const entryId = present(row.entryId, 'the number of an accepted declaration');
  const reviewed = earlier.status === '300';
  return { declared: { ...row, entryId }, terms, matched: one.matched, reviewed };
}

/** What was released after an inspection goes on to its duty; what ended otherwise stays so. */
function afterOfficers(declared: Pick<Declared, 'declSeqNo' | 'duty'>, end: Passed): Passed {
  return end.state === '800' ? onward(declared, NO_RISKS, null) : end;
}

/**
 * Takes a declaration back that has not left; a payment notice of it is void then. Done before:
 * nothing is done again. Null when there is none of the declarant's.
 */
export function withdrawDeclaration(
  house: House,
  number: string,
  declarant: string,
): Promise<Result<string | null, Finding[]>> {
  return inTurn(house, async (tx) => {
    const seen = await declarationNumbered(tx, number);
    if (seen?.agentCode !== declarant) return ok(null);
    const { declSeqNo, state } = seen;
    if (state === '430') return ok(declSeqNo);
    const barred = withdrawalFinding(seen);
    if (barred !== null) return fail([barred]);
    const at = house.clock.now();
    if (state === '600') await voidNotice(tx, dutyDocument(declSeqNo), at);
    const end = { state: '430', reference: 'declarant', findings: [], word: null } as const;
    await moveOn(tx, [{ seen, ...end }], at);
    return ok(declSeqNo);
  });
}

/** Why a declaration is not withdrawn; null when it is. Others rely on what a master names. */
function withdrawalFinding({ state, masterName, billNo, duty }: Declared): Finding | null {
  if (!WITHDRAWABLE.includes(state)) return b2bFinding('DEC-STATE', null, { state });
  if (masterName !== null) return b2bFinding('DEC-MASTER', null, { bill: billNo ?? '' });
  const isPaid = state === '800' && (duty ?? 0n) > 0n;
  return isPaid ? b2bFinding('DEC-PAID', null) : null;
}
