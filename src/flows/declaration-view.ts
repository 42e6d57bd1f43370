import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { type Bill, billsOf } from '../clearance/bill-store.ts';
import type { DecisionRow } from '../clearance/case-lookup.ts';
import { readFacts } from '../clearance/facts-store.ts';
import { answersAgain, answersOf } from '../clearance/receipt-of.ts';
import { type Refund, refundsOf } from '../clearance/refund-store.ts';
import type { Verdict } from '../clearance/verdict.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import type { FiledList } from '../documents/list-store.ts';
import { loadOthers } from '../documents/other-store.ts';
import { termsShelf } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';
import { declaring } from '../receipts/texts.ts';
import { decodeKept } from './decision-codec.ts';
import { findDeclaration } from './find-declaration.ts';

/** One step in the life of a list. */
export type Step = {
  readonly at: Instant;
  /** returnStatus of the receipt: 2, 120, 800, 100 ...; S when the parcel was signed for. */
  readonly status: string;
  readonly info: string;
};

/** A list as those who take part in it may see it; nothing personal. */
export type Declaration = {
  readonly list: FiledList;
  readonly invtNo: string | null;
  readonly status: string;
  readonly timeline: readonly Step[];
  /** Those that customs accepted, the oldest first. */
  readonly refunds: readonly Refund[];
  /** Its tax bills, in their order. */
  readonly bills: readonly Bill[];
  readonly decision: (DecisionRow & { readonly verdict: Verdict }) | null;
};

/** Enterprises that may look at a list: those it names and those who read its receipts. */
function viewersOf({ terms, readers }: FiledList): string[] {
  const { ebpCode, ebcCode, agentCode, logisticsCode, assureCode, areaCode } = terms;
  const named = [ebpCode, ebcCode, agentCode, logisticsCode, assureCode];
  return [...named, ...(areaCode === null ? [] : [areaCode]), ...readers];
}

/**
 * What became of a list, by customs number or pre-entry number.
 * @param viewer the enterprise that asks; null for the authority, which sees every list
 * @returns null when there is none, or the viewer takes no part in it
 */
export async function viewDeclaration(
  sql: Sql,
  listNo: string,
  viewer: string | null,
  archive: Archive = NO_ARCHIVE,
): Promise<Declaration | null> {
  const found = await findDeclaration(sql, listNo, archive);
  if (found === null) return null;
  if (viewer !== null && !viewersOf(found.list).includes(viewer)) return null;
  const { list, decisions } = found;
  const texts = await readFacts(sql, decisions, archive);
  const decided = decisions.map((row, i) => ({ ...row, verdict: decodeKept(texts[i]!).verdict }));
  const timeline = [firstStep(list), ...decided.toReversed().flatMap(stepsOf)];
  const [standing] = decided;
  const listNos = decided.map((row) => row.listNo);
  const refunds = await refundsOf(sql, listNos);
  const bills = await billsOf(sql, listNos);
  const after = await waybillSteps(sql, list, archive);
  return {
    list,
    invtNo: standing?.listNo ?? null,
    status: timeline.at(-1)?.status ?? '2',
    timeline: [...timeline, ...after],
    ...{ refunds, bills },
    decision: standing ?? null,
  };
}

/** What the carrier told (CEB513): when the parcel was signed for. No verdict rests on it. */
async function waybillSteps(sql: Sql, { terms }: FiledList, archive: Archive): Promise<Step[]> {
  const { logisticsCode, logisticsNo } = terms;
  const key = keyOf(logisticsCode, `CEB513 ${logisticsNo} S`);
  const told = await loadOthers(sql, termsShelf(0, archive), [key]);
  return told
    .filter(({ deleted }) => !deleted)
    .map(({ terms: { handover }, acceptedAt }) => {
      return { at: handover?.logisticsTime ?? acceptedAt, status: 'S', info: '运单状态：签收' };
    });
}

function firstStep({ terms, acceptedAt }: FiledList): Step {
  const { status, info } = declaring('CEB622', '1', '', terms);
  return { at: acceptedAt, status, info: info.replace('[]', '') };
}

function stepsOf(
  { decidedAt, verdict }: DecisionRow & { verdict: Verdict },
  position: number,
): Step[] {
  if (verdict.status === '430') return [{ at: decidedAt, status: '430', info: '撤单成功' }];
  const answers = position === 0 ? answersOf(verdict) : answersAgain(verdict);
  return answers.map(({ status, info }) => ({ at: decidedAt, status, info }));
}
