import { randomUUID } from 'node:crypto';
import type { FiledReceipt } from '../../src/receipts/receipt.ts';
import type { Paper, Papers } from './papers.ts';
import { CARRIER, SITE } from './zone.ts';

type Values = Readonly<Record<string, string>>;

let serial = 0;
const filing = () => {
  serial += 1;
  return { guid: randomUUID(), appType: '1', appTime: '20200918200000', appStatus: '2' };
};

/** Elements of a list that a request about it repeats. */
const REPEATED = ['customsCode', 'orderNo', 'ebpCode', 'ebpName', 'ebcCode', 'ebcName'].concat(
  ['logisticsNo', 'logisticsCode', 'logisticsName', 'buyerIdType', 'buyerIdNumber'],
  ['buyerName', 'buyerTelephone', 'agentCode', 'agentName'],
);

/** Asks for the withdrawal (CEB623) or refund (CEB625) of a list with this head. */
export function requestOf(
  type: 'CEB623' | 'CEB625',
  list: Readonly<Record<string, string | undefined>>,
  listNo: string,
  changes: Values = {},
): Paper {
  return {
    type,
    head: {
      ...filing(),
      ...Object.fromEntries(REPEATED.map((element) => [element, list[element] ?? ''])),
      ...{ copNo: `RQ${serial}`, invtNo: listNo, reason: '买家取消' },
      ...changes,
    },
    lines: [],
  };
}

/** Asks for the refund of so much of the first line of a list. */
export function refundOf(
  { head, lines }: Pick<Paper, 'head' | 'lines'>,
  listNo: string,
  qty: string,
  changes: Values = {},
  line: Values = {},
): Paper {
  const { gnum, gcode, gname, unit } = lines[0]!;
  const first = { gnum: gnum!, gcode: gcode!, gname: gname!, unit: unit!, qty, ...line };
  return { ...requestOf('CEB625', head, listNo, changes), lines: [first] };
}

const CARRIED = ['customsCode', 'trafMode', 'trafNo', 'voyageNo', 'billNo', 'logisticsCode'];

/** An arrival detail (CEB711) that agrees with these lists, but for the changes. */
export function arrivalOf(all: readonly Papers[], changes: Values = {}): Paper {
  const { head } = all[0]!.list;
  return {
    type: 'CEB711',
    head: {
      ...filing(),
      ...Object.fromEntries(CARRIED.map((element) => [element, head[element] ?? ''])),
      ...{ copNo: `R${serial}`, operatorCode: SITE.code, operatorName: SITE.name, ieFlag: 'I' },
      ...{ logisticsName: CARRIER.name, ...changes },
    },
    lines: all.map(({ list }, i) => {
      return { gnum: String(i + 1), logisticsNo: list.head.logisticsNo ?? '' };
    }),
  };
}

/** What receipts say, in a word each: `CEB626 120`. */
export const told = (receipts: readonly FiledReceipt[]): string[] =>
  receipts.map(({ type, status }) => `${type} ${status}`);
