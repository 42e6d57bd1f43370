import { type Finding, filled } from '../base/finding.ts';
import type { OutcomeValues } from '../matching/outcome.ts';
import type { ReturnState } from './return.ts';

/** Why the closing of a list or a customs declaration is not taken back. */
const CODES = {
  'TBK-STATE': {
    zh: '清单或报关单[{listNo}]未结关,状态为{state}',
    en: '{listNo} is not closed: its status is {state}',
    hint: 'Only what is closed (899) is taken back; before it leaves a list is withdrawn (CEB605).',
    hintZh: '仅已结关(899)的清单或报关单可撤销结关;未离境的清单请办理撤单(CEB605)。',
    law: 'EXP-1',
  },
  'TBK-RETURNED': {
    zh: '清单[{listNo}]的商品已申请出口退货[{preNo}],不能撤销结关',
    en: 'return {preNo} of list {listNo} was accepted: what comes back has left',
    hint: 'End the return first if its goods never left: its sender deletes it (CEB213).',
    hintZh: '如货物确未离境,请先由申请企业删除退货申请单(CEB213)。',
    law: 'RET-7',
  },
  'TBK-EXIT': {
    zh: '清单[{listNo}]的货物已列入出区核注清单[{exitNo}],不能撤销结关',
    en: 'exit list {exitNo} sums up the goods of list {listNo} as gone',
    hint: 'Have the exit list made void first, and declare it again without this list.',
    hintZh: '请先作废该出区核注清单,并在剔除本清单后重新申报。',
    law: '设计值 (EXP-8)',
  },
  'TBK-COUNTED': {
    zh: '清单[{listNo}]序号[{record}]的货物已由盘点[{count}]作溢余入账,且溢余已处置或占用,不能撤销结关',
    en: 'stock-take {count} found line {record} of {listNo} as surplus, which is gone or promised',
    hint: 'Cancel the paper that disposes of the surplus while it waits; what is gone stays out.',
    hintZh: '处置溢余的单证尚未办结的,请先作废该单证;已处置的不能恢复。',
    law: '设计值 (EXP-8, STK-14)',
  },
} as const;

export type TakeBackCode = keyof typeof CODES;

/** All of them, for the reference. */
export const TAKE_BACK_CODES: Readonly<Record<string, (typeof CODES)[TakeBackCode]>> = CODES;

function finding(code: TakeBackCode, values: OutcomeValues): Finding {
  const { zh, en, hint, hintZh, law } = CODES[code];
  const texts = { zh: filled(zh, values), en: filled(en, values) };
  return { code, ...texts, path: null, law, hint, hintZh };
}

/**
 * What the declarant of a list or a customs declaration is told whose closing is taken back: why it
 * is released again. A declaration that was released is not withdrawn.
 */
export function takenBackFinding(reason: string, of: 'list' | 'declaration'): Finding {
  const isList = of === 'list';
  return {
    code: 'TAKEN-BACK',
    zh: `结关已撤销,恢复放行状态[${reason}]`,
    en: `the parcel did not leave, its closing is taken back: ${reason}`,
    path: null,
    law: 'EXP-1; GACC 2016 No.87',
    hint: `Its departure (CEB509) closes it again${isList ? '; or withdraw it (CEB605)' : ''}.`,
    hintZh: `离境后由离境单(CEB509)再次结关${isList ? ';也可申请撤单(CEB605)' : ''}。`,
  };
}

/** What is known of what is to be taken back. */
export type ClosedFacts = {
  readonly listNo: string;
  readonly state: string;
  /** Returns of it that customs accepted. */
  readonly returns: readonly { readonly preNo: string; readonly state: ReturnState }[];
  /** The exit list that has what would be put back into its book. */
  readonly exitNo: string | null;
  /** Goods that a stock-take found too much since they left, where these are not free any more. */
  readonly goneSurplus: readonly { readonly countNo: string; readonly recordNo: string }[];
};

/**
 * What is against taking a closing back: it has to be one, of goods that nobody has declared to
 * come back, that no exit list has as gone, and that nobody has disposed of as surplus.
 */
export function takeBackFindings(facts: ClosedFacts): Finding[] {
  const { listNo, state, returns, exitNo, goneSurplus } = facts;
  if (state !== '899') return [finding('TBK-STATE', { listNo, state })];
  // One that its sender took back counts as never asked for.
  const back = returns.find((one) => one.state !== 'withdrawn');
  if (back !== undefined) return [finding('TBK-RETURNED', { listNo, preNo: back.preNo })];
  if (exitNo !== null) return [finding('TBK-EXIT', { listNo, exitNo })];
  return goneSurplus.map(({ countNo: count, recordNo: record }) =>
    finding('TBK-COUNTED', { listNo, count, record }),
  );
}
