import { b2bFinding } from '../b2b/codes.ts';
import { awaitingDeclarations, type Declared, declarationNumbered } from '../b2b/lookup.ts';
import { ENDED, WITHDRAWABLE } from '../b2b/states.ts';
import { type Move, moveDeclarations } from '../b2b/store.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { voidNotice } from '../clearance/notice-store.ts';
import { freeExportWaybills } from '../export/case-store.ts';
import { decideAwaiting } from '../export/decide.ts';
import { freeOrders } from '../export/declared-store.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import { saidBy } from './b2b-body.ts';
import { decideArrived } from './b2b-decide.ts';
import { askForDuty, dutyDocument } from './b2b-duty.ts';
import { matchDeclarations } from './b2b-match.ts';
import { encodeRested } from './b2b-rested-codec.ts';
import { loadExportFacts } from './export-facts.ts';
import type { House } from './house.ts';
import { inTurn } from './stock-papers.ts';

type Moving = Move & { readonly seen: Declared };

/** Moves declarations on, frees what returned and withdrawn ones held, and asks for duty. */
export async function moveOn(tx: Sql, moves: readonly Moving[], at: Instant): Promise<void> {
  await moveDeclarations(tx, moves, at);
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
  return house.db.transaction(async (tx) => {
    const rows = await awaitingDeclarations(tx, orderKeys);
    const registry = await house.registry.fresh(tx);
    const asked = rows.map((row) => {
      const { declSeqNo: preNo, takenAt: acceptedAt, entryId } = row;
      return { terms: saidBy(row).terms, preNo, acceptedAt, entryId };
    });
    const frame = { at, date: businessDate(at) };
    const matched = await matchDeclarations(tx, house.terms, asked, registry, frame);
    const facts = await loadExportFacts(tx, [], registry, at);
    const verdicts = decideAwaiting(
      matched.map((one) => one.matched),
      facts,
      rows.map(waitingOf),
    );
    const law = registry.index.profile.version;
    const moves = rows.flatMap((seen, i): Moving[] => {
      const { terms } = asked[i]!;
      const end = decideArrived(seen, terms, verdicts[i]!, facts);
      if (end === null) return [];
      const reference = end.state === '100' ? null : `waybill ${terms.logisticsNo}`;
      const resting = { law, terms, orderHeldBy: null, earlier: waitingOf(seen) };
      const rested = encodeRested(resting, matched[i]!, facts);
      return [{ seen, ...end, reference, word: null, rested }];
    });
    await moveOn(tx, moves, at);
    return moves.length;
  });
}

/** The verdict that has a declaration wait. */
function waitingOf({ fob }: Declared): ExportVerdict {
  return { status: '400', findings: [], value: { channel: 'D', fob: fob ?? 0n, lines: [] } };
}

/**
 * Takes a declaration back before it is released; a payment notice of it is void then. Done before:
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
    if (!WITHDRAWABLE.includes(state)) return fail([b2bFinding('DEC-STATE', null, { state })]);
    const at = house.clock.now();
    if (state === '600') await voidNotice(tx, dutyDocument(declSeqNo), at);
    const end = { state: '430', reference: 'declarant', findings: [], word: null } as const;
    await moveOn(tx, [{ seen, ...end }], at);
    return ok(declSeqNo);
  });
}
