import type { Finding } from '../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../documents/structure-codes.ts';

/**
 * What the diverter does with a parcel (LINE-3): 01 let it pass, 02 inspect it, 03 put it to the
 * pending area, 04 stop the line and call, 05 inspect it on the spot.
 */
export type Instruction = '01' | '02' | '03' | '04' | '05';

type LaneText = CodeText & { readonly instruction: Instruction; readonly law: string };

const LINE = 'RULES LINE-3, LINE-8';
const NOTHING = 'Nothing to do.';
const NOTHING_ZH = '无需操作。';
const AGAIN = 'Scan it again when its list is released.';
const AGAIN_ZH = '清单放行后请重新过线。';

/** Why a lane gets which instruction. Whatever is not in 800 and sound never gets 01. */
export const LANE_CODES = {
  'LANE-RELEASED': {
    instruction: '01',
    zh: '清单已放行，重量相符',
    en: 'the list is released and the weight agrees',
    law: 'RULES LINE-4, LINE-7',
    hint: NOTHING,
    hintZh: NOTHING_ZH,
  },
  'LANE-RELEASED-UNWEIGHED': {
    instruction: '01',
    zh: '清单已放行，重量未比对（无申报毛重，或参数未规定容差）',
    en: 'the list is released; no weight was compared: none is declared, or the law asks for none',
    law: 'RULES LINE-4, LINE-7',
    hint: NOTHING,
    hintZh: NOTHING_ZH,
  },
  'LANE-INSPECT': {
    instruction: '02',
    zh: '清单待查验',
    en: 'the list is to be inspected',
    law: 'RULES LINE-1, LINE-3',
    hint: 'Take the parcel to the inspection yard.',
    hintZh: '请将包裹送至查验场地。',
  },
  'LANE-SPOT': {
    instruction: '05',
    zh: '清单待现场查验',
    en: 'the list is to be inspected on the spot',
    law: 'RULES LINE-1, LINE-3',
    hint: 'The officers at the line open it here.',
    hintZh: '由线上关员现场开拆查验。',
  },
  'LANE-UNKNOWN': {
    instruction: '03',
    zh: '运单未申报',
    en: 'no carrier of this zone has filed this waybill',
    law: LINE,
    hint: 'Read the barcode again; the carrier files the waybill (CEB511, of exports CEB505).',
    hintZh: '请重新读取条码，或由物流企业申报运单（CEB511，出口为CEB505）。',
  },
  'LANE-NO-LIST': {
    instruction: '03',
    zh: '运单没有清单：未申报，或清单已退单、已撤单',
    en: 'no list holds this waybill: none was declared, or it was returned or withdrawn',
    law: LINE,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'LANE-UNDECIDED': {
    instruction: '03',
    zh: '清单尚未审结',
    en: 'the list is not decided yet',
    law: LINE,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'LANE-RETURNED': {
    instruction: '03',
    zh: '清单已退单',
    en: 'the list was returned to its declarant',
    law: LINE,
    hint: 'Wait until it is declared again and released.',
    hintZh: '请等待企业重新申报并放行。',
  },
  'LANE-WITHDRAWN': {
    instruction: '03',
    zh: '清单已撤单',
    en: 'the list was withdrawn',
    law: LINE,
    hint: 'Ask the declarant what becomes of the parcel.',
    hintZh: '请与申报企业确认包裹去向。',
  },
  'LANE-REVIEW': {
    instruction: '03',
    zh: '清单人工审核中',
    en: 'an officer looks at the documents of the list',
    law: LINE,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'LANE-AWAITING': {
    instruction: '03',
    zh: '清单待运抵',
    en: 'the list waits for the arrival of its waybill',
    law: `${LINE}, LINE-10`,
    hint: 'The site reports what arrived (CEB711, of exports CEB507); then scan it again.',
    hintZh: '请监管场所申报入库明细单（CEB711）或运抵单（CEB507）后重新过线。',
  },
  'LANE-HELD': {
    instruction: '03',
    zh: '清单挂起',
    en: 'the list is held',
    law: LINE,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'LANE-OTHER-ZONE': {
    instruction: '03',
    zh: '清单属于其他海关',
    en: 'the list is of a customs office of another zone',
    law: LINE,
    hint: 'The parcel goes to the zone in which it was declared.',
    hintZh: '请将包裹转至申报地海关。',
  },
  'LANE-AMBIGUOUS': {
    instruction: '03',
    zh: '运单号对应多家物流企业，或进出口各有一票',
    en: 'more than one parcel has this number: of several carriers, or one in and one out',
    law: LINE,
    hint: 'Scan it again with logisticsCode; if it stays so, an officer looks at it.',
    hintZh: '请附物流企业代码（logisticsCode）重新过线；仍不明的由关员处理。',
  },
  'LANE-WEIGHT': {
    instruction: '03',
    zh: '重量与申报毛重相差超过容差',
    en: 'the weight is further from the declared gross weight than is allowed',
    law: 'RULES LINE-7, LINE-8',
    hint: 'Weigh it again; if it stays so, an officer looks at it.',
    hintZh: '请重新称重；仍不符的由关员处理。',
  },
  'LANE-NOT-WEIGHED': {
    instruction: '03',
    zh: '未称重，无法与申报毛重比对',
    en: 'the parcel was not weighed, and its gross weight is to be compared',
    law: 'RULES LINE-7, LINE-8',
    hint: 'Scan it again with its weight.',
    hintZh: '请称重后重新过线。',
  },
  'LANE-GONE': {
    instruction: '03',
    zh: '清单的包裹已出区、已离境或已退货',
    en: 'the parcel of this list has left already, or came back as a refund',
    law: LINE,
    hint: 'Another parcel carries its barcode, or it came back: an officer looks at it.',
    hintZh: '可能条码重复或为退回包裹，请交关员处理。',
  },
  'LANE-ARCHIVED': {
    instruction: '03',
    zh: '清单已归档',
    en: 'the list was decided on a day that is archived',
    law: LINE,
    hint: 'A parcel this old is looked at by an officer.',
    hintZh: '滞留过久的包裹由关员处理。',
  },
  'LANE-STOPPED': {
    instruction: '04',
    zh: '运单已布控拦停',
    en: 'an officer has ordered this waybill to be stopped',
    law: 'RULES LINE-3',
    hint: 'Stop the line and call the officer on duty.',
    hintZh: '请停线并联系值班关员。',
  },
  'LANE-DETAINED': {
    instruction: '04',
    zh: '包裹已扣留或移交缉私',
    en: 'the parcel is detained or handed to the anti-smuggling office',
    law: 'RULES LINE-3, LINE-5',
    hint: 'Stop the line and call the officer on duty.',
    hintZh: '请停线并联系值班关员。',
  },
  'LANE-REMOVED': {
    instruction: '04',
    zh: '包裹已决定退运或销毁',
    en: 'the parcel is to be sent back or destroyed',
    law: 'RULES LINE-3, LINE-5',
    hint: 'Stop the line and call the officer on duty.',
    hintZh: '请停线并联系值班关员。',
  },
} as const satisfies Record<string, LaneText>;

export type LaneCode = keyof typeof LANE_CODES;

/** A reason of the table. */
export type LaneReason = { readonly code: LaneCode; readonly zh: string; readonly en: string };

/** The texts of a code. */
export function laneReason(code: LaneCode): LaneReason {
  const { zh, en } = LANE_CODES[code];
  return { code, zh, en };
}

/** Why a call of a lane is refused; nothing is recorded then, and the parcel counts as 03. */
export const LANE_REFUSALS = {
  'LANE-SCAN-ID': {
    zh: '过线编号[{scanId}]已用于另一次过线',
    en: 'scan {scanId} was reported before with other content',
    hint: 'Give each scan a number of its own; send the same content when you repeat one.',
    hintZh: '每次过线请使用新的编号；重发须内容一致。',
  },
  'LANE-TIME': {
    zh: '离线过线时间[{at}]晚于当前时间',
    en: 'the offline scan {at} is of a time that has not come yet',
    hint: 'Set the clock of the lane and report it again.',
    hintZh: '请校准分拣线时钟后重新上报。',
  },
  'LANE-IMAGE': {
    zh: 'X光图像不可用：{reasonZh}',
    en: 'the X-ray image is not taken: {reason}',
    hint: 'Send a whole JPEG or PNG of at most 4 MiB, 8192 pixels a side and 16 million in all.',
    hintZh:
      '请发送完整的 JPEG 或 PNG：不超过 4 MiB，单边不超过 8192 像素，总数不超过 1600 万像素。',
  },
  'LANE-IMAGE-OTHER': {
    zh: '过线编号[{scanId}]已有另一幅X光图像',
    en: 'scan {scanId} has another X-ray image already',
    hint: 'One image is kept of a scan and never replaced; scan the parcel again for another.',
    hintZh: '每次过线保存一幅图像且不可替换；需要新的图像请重新过线。',
  },
} as const satisfies Record<string, CodeText>;

/** A finding of a call of a lane. */
export function laneFinding(
  code: keyof typeof LANE_REFUSALS,
  path: string | null,
  fill: Fill = {},
): Finding {
  return codedFinding(code, LANE_REFUSALS[code], fill, { path, law: 'RULES LINE-9' });
}
