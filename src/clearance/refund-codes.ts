import { type Finding, filled } from '../base/finding.ts';
import { LAW } from '../matching/law.ts';

/**
 * Why a refund request (CEB625) is refused, or ends without relief; `{name}` is filled in. The
 * numbers are the trade's own, and some of them stand for several reasons.
 */
export const REFUND_CODES = {
  ownNumber: {
    code: '-625008',
    zh: '退货申请单预录入号应由电子口岸生成！',
    en: 'preNo is assigned by the e-port',
    hint: 'Leave preNo out.',
    hintZh: '请勿填写preNo。',
  },
  noList: {
    code: '-625032',
    zh: '查无此数据[清单编号{listNo}]',
    en: 'there is no list {listNo}',
    hint: 'invtNo is the customs number (18 characters) that CEB622 brought with status 120.',
    hintZh: 'invtNo为CEB622回执（120）返回的18位清单编号。',
  },
  notYours: {
    code: '-625021',
    zh: '[{agent}]没有权限进行操作',
    en: '{agent} did not declare this list and may not ask for its refund',
    hint: 'The declarant of the list or its seller asks.',
    hintZh: '应由该清单的申报企业或电商企业申请退货。',
  },
  otherList: {
    code: '-625010',
    zh: '退货申请单的[{elements}]与原清单不一致！',
    en: '{elements} are not those of the list',
    hint: 'Write order, platform, seller and waybill as on the list.',
    hintZh: '订单、电商平台、电商企业、运单信息应与原清单一致。',
  },
  notReleased: {
    code: '-625022',
    zh: '清单[{listNo}]的状态[{state}]不符合退货申报的条件',
    en: 'list {listNo} is not released: its status is {state}',
    hint: 'Before release a list is withdrawn with CEB623.',
    hintZh: '放行前请办理撤单(CEB623)。',
  },
  tooLate: {
    code: '-625004',
    zh: '退货申请单申报失败，[清单{listNo}于{released}放行，最迟应于{until}申请]',
    en: 'list {listNo} was released on {released}; a refund could be asked for until {until}',
    hint: 'Goods that come back later get no relief of tax and quota.',
    hintZh: '逾期退货不予免征税款，不调整个人年度交易累计金额。',
  },
  again: {
    code: '-625033',
    zh: '退货申请单[{preNo}]已经申报过，请勿重复申报',
    en: 'refund {preNo} was accepted before',
    hint: 'For other goods of the list send a request with a copNo of its own.',
    hintZh: '如需退回其他商品，请使用新的copNo另行申请。',
  },
  another: {
    code: '-625201',
    zh: '清单[{listNo}]存在未办结的退货申请[{other}]',
    en: 'refund {other} of list {listNo} is not concluded yet',
    hint: 'Wait for its receipt CEB626 with 800 or 100.',
    hintZh: '请待该申请办结（CEB626回执800或100）后再申请。',
  },
  noLine: {
    code: '-625209',
    zh: '退货申请单,在关联的清单中未找到表体序号为[{gnum}],商品编号为[{gcode}]的数据',
    en: 'the list has no line {gnum} with commodity code {gcode}',
    hint: 'gnum, gcode and unit are those of the line of the list; each line stands once.',
    hintZh: 'gnum、gcode、unit应与清单表体一致，且每项只填一次。',
  },
  tooMuch: {
    code: '-625004',
    zh: '退货申请单申报失败，[第{gnum}项退货数量{qty}超过可退数量{left}]',
    en: 'line {gnum}: {qty} goes back, but only {left} is left to refund',
    hint: 'Of each line no more can come back than was declared, less what came back before.',
    hintZh: '退货数量不得超过申报数量减去已退数量。',
  },
  neverArrived: {
    code: 'RET-LATE',
    zh: '退货商品未于{due}前运抵原海关监管作业场所',
    en: 'the goods did not reach the supervised place by {due}',
    hint: null,
    hintZh: null,
  },
  notOriginal: {
    code: 'RET-REFUSED',
    zh: '退货商品查验不合格：{reason}',
    en: 'the goods that came back were not accepted: {reason}',
    hint: null,
    hintZh: null,
  },
} as const;

export type RefundReason = keyof typeof REFUND_CODES;

/** A finding about a refund request. */
export function refundFinding(
  reason: RefundReason,
  path: string | null,
  fill: Readonly<Record<string, string>>,
): Finding {
  const { code, zh, en, hint, hintZh } = REFUND_CODES[reason];
  const law = `${LAW.refund}; RET-1, RET-2`;
  const mending = hint === null ? { hint } : { hint, hintZh };
  return { code, zh: filled(zh, fill), en: filled(en, fill), path, law, ...mending };
}
