import { type Finding, filled } from '../base/finding.ts';
import { LAW } from '../matching/law.ts';
import type { OutcomeValues } from '../matching/outcome.ts';

const NOTICE = 'GACC 2020 No.44; RET-7';

/**
 * Why a return of exported goods (CEB213) or a tally of them (CEB215) is refused, or a return ends
 * without its goods. The specification has no numbers for these, so the codes are ours and customs
 * answers 100.
 */
const CODES = {
  'RTN-UNKNOWN': {
    zh: '系统中不存在清单编号为[{listNo}]的出口清单',
    en: 'there is no export list {listNo}',
    hint: 'invtNo is the customs number (18 characters) that CEB604 brought with status 120.',
    hintZh: 'invtNo为CEB604回执(120)返回的18位清单编号。',
    law: LAW.specification,
  },
  'RTN-PARTY': {
    zh: '[{agent}]不是原清单的申报企业或收发货人,没有权限申请退货',
    en: '{agent} neither declared nor sold what the list is of, and may not ask for it back',
    hint: 'The declarant, the seller or the owner of the list asks.',
    hintZh: '应由原清单的申报企业、收发货人或生产销售单位申请退货。',
    law: NOTICE,
  },
  'RTN-OTHER': {
    zh: '退货申请单的[{element}]与原清单[{value}]不一致',
    en: '{element} of the list is {value}',
    hint: 'Platform, seller and customs office of a return are those of the list.',
    hintZh: '退货申请的电商平台、电商企业和申报地海关应与原清单一致。',
    law: NOTICE,
  },
  'RTN-NOT-LEFT': {
    zh: '清单[{listNo}]已放行但包裹尚未离境',
    en: 'the parcel of list {listNo} is released and has not left the country',
    hint: 'What did not leave does not come back. Its departure (CEB509) closes the list first.',
    hintZh: '未离境的包裹不需要退运;离境单(CEB509)结关后方可申请退货。',
    law: NOTICE,
  },
  'RTN-STATE': {
    zh: '清单[{listNo}]状态为{state},不能申请退货',
    en: 'list {listNo} has status {state}: there is nothing to bring back',
    hint: 'Only closed lists (899) are returned; one that has not left is withdrawn (CEB605).',
    hintZh: '仅已结关(899)的清单可申请退货;离境前请办理撤单(CEB605)。',
    law: `${NOTICE}; RET-6`,
  },
  'RTN-CLOSED': {
    zh: '{day}尚未开办出口退货业务',
    en: 'exported goods could not be returned this way on {day}',
    hint: 'Declare the goods as an import of their own.',
    hintZh: '请按一般退运货物办理进口申报。',
    law: NOTICE,
  },
  'RTN-NO-MODE': {
    zh: '监管方式{mode}的商品不适用跨境电商出口退货',
    en: 'goods of trade mode {mode} are not returned by this request',
    hint: 'The notice covers 9610, 1210 and 9810; a sale to a firm comes back by declaration.',
    hintZh: '退货公告适用于9610、1210和9810;B2B直接出口请报关退运。',
    law: NOTICE,
  },
  'RTN-MODE': {
    zh: '监管方式{mode}的清单,退货监管方式应为[{wanted}]',
    en: 'the return of a list of trade mode {mode} is one of {wanted}',
    hint: '9661 for 9610, 1261 for 1210; leave tradeMode out for 9810, or wherever in doubt.',
    hintZh: '9610退货为9661,1210退货为1261;9810没有对应代码,请不填。',
    law: LAW.specification,
  },
  'RTN-FLAG': {
    zh: '出口退货的进出口标识应为I',
    en: 'goods that come back are imported: ieFlag is I',
    hint: 'Write I.',
    hintZh: '请填写I。',
    law: LAW.specification,
  },
  'RTN-LATE': {
    zh: '清单[{listNo}]于{released}放行,商品最迟应于{until}退运进境',
    en: 'list {listNo} was released on {released}; its goods could come back until {until}',
    hint: 'Declare what comes back later as an import of its own.',
    hintZh: '逾期商品请按一般进口货物办理。',
    law: NOTICE,
  },
  'RTN-AGAIN': {
    zh: '退货申请单[{preNo}]已受理,不能变更或重复申报',
    en: 'return {preNo} was accepted already and is not changed',
    hint: 'Delete it (appType 3) while its goods are awaited, or ask anew with another coElNo.',
    hintZh: '商品到货前可删除(appType 3),或使用新的企业内部标识另行申请。',
    law: LAW.specification,
  },
  'RTN-ENDED': {
    zh: '退货申请单[{preNo}]已办结,不能删除',
    en: 'return {preNo} has ended and cannot be deleted',
    hint: 'Nothing is awaited any more.',
    hintZh: '该申请已办结,无需处理。',
    law: LAW.specification,
  },
  'RTN-LINE': {
    zh: '清单没有序号{gnum}、商品编码{gcode}、单位{unit}的商品',
    en: 'the list has no line {gnum} of code {gcode} in unit {unit}',
    hint: 'gnum, gcode, unit and unit1 are those of the line of the list; each line stands once.',
    hintZh: '序号、商品编码和计量单位应与原清单一致,每项只填一次。',
    law: NOTICE,
  },
  'RTN-MUCH': {
    zh: '第{gnum}项退货数量{qty}超过可退数量{left}',
    en: 'line {gnum}: {qty} is to come back, but only {left} is left',
    hint: 'What was declared, less what came back and what is awaited from other returns.',
    hintZh: '可退数量为申报数量减去已退和在途退货数量。',
    law: NOTICE,
  },
  'RTN-LAPSED': {
    zh: '退货商品未于{due}前退运进境',
    en: 'the goods did not come back by {due}',
    hint: null,
    hintZh: null,
    law: NOTICE,
  },
  'RTN-REFUSED': {
    zh: '退货商品查验不合格:{reason}',
    en: 'the goods that came back were not accepted: {reason}',
    hint: null,
    hintZh: null,
    law: NOTICE,
  },
  'TLY-NONE': {
    zh: '运单[{no}]没有待到货的出口退货申请',
    en: 'no return of exported goods is awaited under waybill {no}',
    hint: 'The return (CEB213) comes first, and names this waybill of this carrier.',
    hintZh: '请先申报出口退货申请单(CEB213),并填写该物流企业的该运单号。',
    law: LAW.specification,
  },
  'TLY-LIST': {
    zh: '运单[{no}]项下没有清单[{listNo}]的退货申请',
    en: 'under waybill {no} no return of list {listNo} is awaited',
    hint: 'Write the number of the list of the return, or leave it out for all under the waybill.',
    hintZh: '请填写退货申请的清单编号;不填则为该运单项下全部退货。',
    law: LAW.specification,
  },
  'TLY-CUSTOMS': {
    zh: '该运单的退货在海关[{customs}]申报,与理货明细单不一致',
    en: 'what comes back under this waybill was declared at customs {customs}',
    hint: 'Goods come back to the office of their return.',
    hintZh: '退货商品应运至退货申报地海关。',
    law: NOTICE,
  },
  'TLY-DELETED': {
    zh: '退货理货明细单已办结,不能删除',
    en: 'a tally that was taken cannot be deleted',
    hint: 'The returns that it names have ended.',
    hintZh: '所列退货已办结。',
    law: LAW.specification,
  },
} as const;

export type ReturnCode = keyof typeof CODES;

/** All of them, for the reference. */
export const RETURN_CODES: Readonly<Record<string, (typeof CODES)[ReturnCode]>> = CODES;

/** A finding about a return, or about a tally. */
export function returnFinding(
  code: ReturnCode,
  path: string | null,
  values: OutcomeValues,
): Finding {
  const { zh, en, law, hint, hintZh } = CODES[code];
  const mending = hint === null ? { hint } : { hint, hintZh };
  return { code, zh: filled(zh, values), en: filled(en, values), path, law, ...mending };
}
