import { type Finding, filled } from '../base/finding.ts';
import { LAW } from '../matching/law.ts';
import type { OutcomeValues } from '../matching/outcome.ts';

/**
 * Why a master waybill (CEB607), a departure (CEB509) or a withdrawal (CEB605) is refused. The
 * specification has no numbers for these, so the codes are ours and customs answers 100.
 */
const CODES = {
  'SHP-UNKNOWN': {
    zh: '运单[{no}]没有已受理的出口清单',
    en: 'there is no accepted export list for waybill {no}',
    hint: 'Declare the list (CEB603) first, or take the waybill out of the document.',
    hintZh: '请先申报出口清单(CEB603),或将该运单从单证中剔除。',
    law: 'EXP-1',
  },
  'SHP-TWICE': {
    zh: '运单[{no}]在单证中重复',
    en: 'the document names waybill {no} more than once',
    hint: 'Name each waybill once.',
    hintZh: '每个运单只填写一次。',
    law: LAW.specification,
  },
  'SHP-LIST-NO': {
    zh: '运单[{no}]的清单编号应为[{listNo}]',
    en: 'the list of waybill {no} is {listNo}',
    hint: 'Write the number of the list that names the waybill, or leave it out.',
    hintZh: '请填写该运单对应的出口清单编号,或不填。',
    law: LAW.specification,
  },
  'SHP-STATE': {
    zh: '运单[{no}]的清单[{listNo}]状态为{state},不能办理',
    en: 'list {listNo} of waybill {no} has status {state}',
    hint: 'Only parcels whose list stands can go on: take this one out of the document.',
    hintZh: '仅有效清单的包裹可以办理,请将该运单从单证中剔除。',
    law: 'EXP-1',
  },
  'SHP-LEFT': {
    zh: '运单[{no}]的清单[{listNo}]已结关',
    en: 'the parcel of waybill {no} has left already: list {listNo} is closed',
    hint: 'Take the waybill out of the document.',
    hintZh: '请将该运单从单证中剔除。',
    law: 'EXP-1',
  },
  'SHP-CUSTOMS': {
    zh: '运单[{no}]的清单在海关[{customs}]申报,与本单证不一致',
    en: 'the list of waybill {no} was declared at customs {customs}',
    hint: 'All parcels of a document are declared at its customs office.',
    hintZh: '同一单证的包裹须在同一海关申报。',
    law: LAW.specification,
  },
  'SHP-PARTY': {
    zh: '[{reporter}]不是运单[{no}]清单的申报企业、收发货人或物流企业',
    en: '{reporter} neither declared, sold nor carries the parcel of waybill {no}',
    hint: 'The declarant, the seller or the carrier of the parcels sends the document.',
    hintZh: '应由清单的申报企业、收发货人或物流企业申报。',
    law: LAW.specification,
  },
  'SHP-NOT-ARRIVED': {
    zh: '运单[{no}]尚未运抵监管场所',
    en: 'the parcel of waybill {no} is not at the supervision site yet',
    hint: 'Wait for its arrival (CEB507), or take the waybill out of the document.',
    hintZh: '请待运抵单(CEB507)申报后办理,或将该运单剔除。',
    law: 'EXP-1',
  },
  'SHP-MASTERED': {
    zh: '运单[{no}]已在总单[{bill}]项下',
    en: 'waybill {no} is under master waybill {bill} already',
    hint: 'Take it out of that master waybill first, or out of this one.',
    hintZh: '请先从该总单剔除,或从本总单剔除。',
    law: 'EXP-1',
  },
  'SHP-WEIGHT': {
    zh: '总单毛重[{weight}]千克与分单毛重之和[{sum}]千克相差过大',
    en: 'the master waybill weighs {weight} kg, its parcels {sum} kg',
    hint: 'Correct grossWeight; no less than 90 % of the parcels, at most twice and 100 kg more.',
    hintZh: '请更正毛重:不低于分单之和的90%,不超过其两倍加100千克。',
    law: '设计值 (EXP-1)',
  },
  'SHP-NOT-RELEASED': {
    zh: '运单[{no}]的清单[{listNo}]未放行,状态为{state}',
    en: 'list {listNo} of waybill {no} is not released: its status is {state}',
    hint: 'Nothing leaves before its release; take the waybill out of the document.',
    hintZh: '未放行的包裹不得离境,请将该运单从单证中剔除。',
    law: 'EXP-1',
  },
  'SHP-NO-MASTER': {
    zh: '运单[{no}]没有清单总分单',
    en: 'waybill {no} is under no master waybill',
    hint: 'Send the master waybill (CEB607) first.',
    hintZh: '请先申报清单总分单(CEB607)。',
    law: 'EXP-1',
  },
  'SHP-BILL': {
    zh: '运单[{no}]在总单[{bill}]项下,与离境单提运单号不一致',
    en: 'waybill {no} is under master waybill {bill}, not under that of the departure',
    hint: 'billNo of the departure is that of the master waybill of its parcels.',
    hintZh: '离境单提运单号应与清单总分单一致。',
    law: 'EXP-1',
  },
  'SHP-EARLY': {
    zh: '运单[{no}]的离境时间早于清单放行时间',
    en: 'the parcel of waybill {no} left before its release',
    hint: 'Correct leaveTime. Nothing leaves before its release.',
    hintZh: '请更正离境时间;放行前不得离境。',
    law: 'EXP-1',
  },
  'SHP-FUTURE': {
    zh: '离境时间晚于当前时间',
    en: 'the departure is in the future',
    hint: 'Send the departure when the means of transport has left.',
    hintZh: '请在运输工具离境后申报。',
    law: LAW.specification,
  },
  'SHP-DELETED': {
    zh: '离境单已办结,不能删除',
    en: 'a departure that was taken cannot be deleted',
    hint: 'Its lists are closed. Goods that come back are declared as an export return (CEB213).',
    hintZh: '清单已结关;退回货物请申报出口退货申请单(CEB213)。',
    law: LAW.specification,
  },
  'WDR-UNKNOWN': {
    zh: '系统中不存在清单编号为[{listNo}]的出口清单',
    en: 'there is no export list {listNo}',
    hint: 'invtNo is the customs number (18 characters) that CEB604 brought with status 120.',
    hintZh: 'invtNo为CEB604回执(120)返回的18位清单编号。',
    law: LAW.specification,
  },
  'WDR-PARTY': {
    zh: '[{agent}]没有权限撤销该清单',
    en: '{agent} did not declare this list and may not withdraw it',
    hint: 'agentCode and ebcCode are those of the list.',
    hintZh: '申报企业和收发货人应与原清单一致。',
    law: LAW.specification,
  },
  'WDR-CUSTOMS': {
    zh: '申报地海关与原清单[{customs}]不一致',
    en: 'the list was declared at customs {customs}',
    hint: 'Withdraw at the office of the list.',
    hintZh: '请向原清单申报地海关申请撤单。',
    law: LAW.specification,
  },
  'WDR-DONE': {
    zh: '清单[{listNo}]已撤销',
    en: 'list {listNo} is withdrawn already',
    hint: 'Nothing to mend: the order may be declared again.',
    hintZh: '无需处理,该订单可重新申报清单。',
    law: 'RET-6',
  },
  'WDR-MASTER': {
    zh: '清单[{listNo}]已在总单[{bill}]项下,不能撤销',
    en: 'list {listNo} is under master waybill {bill}',
    hint: 'Take its waybill out of the master waybill (change or delete CEB607) first.',
    hintZh: '请先变更或删除清单总分单(CEB607),将该运单剔除。',
    law: '设计值 (RET-6)',
  },
  'WDR-SLIP': {
    zh: '清单[{listNo}]已列入核放单[{slip}],不能撤销',
    en: 'list {listNo} is on gate slip {slip}',
    hint: 'Take the parcel off the slip first; what has passed the gate is not withdrawn any more.',
    hintZh: '请先将该包裹从核放单剔除;已过卡的不能再撤销。',
    law: '设计值 (RET-6)',
  },
  'WDR-STATE': {
    zh: '清单[{listNo}]状态为{state},不能撤销',
    en: 'list {listNo} cannot be withdrawn: its status is {state}',
    hint: 'A returned list needs no withdrawal; what has left comes back with CEB213.',
    hintZh: '已退单的清单无需撤单;离境后请办理出口退货(CEB213)。',
    law: 'RET-6, RET-7',
  },
} as const;

export type ExportRequestCode = keyof typeof CODES;

/** All of them, for the reference. */
export const EXPORT_REQUEST_CODES: Readonly<Record<string, (typeof CODES)[ExportRequestCode]>> =
  CODES;

/** A finding about a request. */
export function exportRequestFinding(
  code: ExportRequestCode,
  path: string,
  values: OutcomeValues,
): Finding {
  const { zh, en, hint, hintZh, law } = CODES[code];
  return { code, zh: filled(zh, values), en: filled(en, values), path, law, hint, hintZh };
}
