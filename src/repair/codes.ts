import type { Finding } from '../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../documents/structure-codes.ts';

/** What can be wrong with a repair. No text carries a value of a document. */
export const REPAIR_CODES = {
  'REPAIR-CAUSE': {
    zh: '没有因该原因退回的单证',
    en: 'no document of yours stands returned or refused for this cause',
    hint: 'Read the causes again: the documents may have been sent again meanwhile.',
    hintZh: '请刷新退单原因：单证可能已重新申报。',
  },
  'REPAIR-IDENTITY': {
    zh: '该原因涉及单证编号或企业身份，更正内容不能解决',
    en: 'this is about the number of the document or who may send it, which no correction mends',
    hint: 'Send it from your own system: under a new number, as a change, or by who may send it.',
    hintZh: '请由本企业系统处理：更换编号、按变更申报，或由有权企业传输。',
  },
  'REPAIR-BUILD': {
    zh: '报文结构有误，更正元素的值不能解决',
    en: 'the build of the document is wrong, which no value of an element mends',
    hint: 'Mend the system that writes it, and send it again from there.',
    hintZh: '请修改生成报文的系统后重新发送。',
  },
  'REPAIR-FIELD': {
    zh: '该项不能批量更正',
    en: 'this element cannot be corrected in bulk',
    hint: 'Keys, parties and persons are not; GET /v1/repairs/causes names those that are.',
    hintZh: '编号、企业与个人信息不在此更正，可更正项见 GET /v1/repairs/causes。',
  },
  'REPAIR-SHAPE': {
    zh: '更正应为“改为某值”或“对照表”之一',
    en: 'a correction has either one new value (to) or a table',
    hint: 'Give to, with or without from, or a table, with or without by.',
    hintZh: '请填 to 或 table；from 与 to 同用，by 与 table 同用。',
  },
  'REPAIR-BY': {
    zh: '对照项必须与更正项同在表头或同在商品行',
    en: 'the table goes by an element of another part of the document than it corrects',
    hint: 'Take an element of the same group, such as InventoryList/itemNo.',
    hintZh: '请使用同组的项，如 InventoryList/itemNo。',
  },
  'REPAIR-VALUE': {
    zh: '更正值过长或含有报文不允许的字符',
    en: 'a value is too long or holds a character that a message cannot have',
    hint: 'At most {most} characters, no control characters.',
    hintZh: '最多 {most} 个字符，不含控制字符。',
  },
  'REPAIR-TWICE': {
    zh: '同一项有两条更正',
    en: 'two corrections are about the same element',
    hint: 'Put them into one table.',
    hintZh: '请合并为一张对照表。',
  },
  'REPAIR-MANY': {
    zh: '进行中的批量更正已达 {most} 个',
    en: 'there are {most} repairs of yours under way already',
    hint: 'Send or cancel one of them first.',
    hintZh: '请先发送或取消其中一个。',
  },
  'REPAIR-STATE': {
    zh: '批量更正处于“{state}”状态，不能执行此操作',
    en: 'the repair is {state}, which does not allow this',
    hint: 'Read it again with GET /v1/repairs/{id}.',
    hintZh: '请用 GET /v1/repairs/{id} 查看最新状态。',
  },
  'REPAIR-UNSIGNED': {
    zh: '现行规定不允许平台代为发送未签名的单证',
    en: 'the law of the day does not let the platform send documents without your signature',
    hint: 'Download the corrected documents, sign them and send them from your own system.',
    hintZh: '请下载更正后的单证，签名后由本企业系统发送。',
  },
  'REPAIR-NOTHING': {
    zh: '没有可发送的单证',
    en: 'no document of this repair can be sent',
    hint: 'Look at why: the correction changes nothing, or they would be refused again.',
    hintZh: '请查看原因：更正未改变内容，或仍会被退回。',
  },
} as const satisfies Record<string, CodeText>;

export type RepairCode = keyof typeof REPAIR_CODES;

/** @param path JSON pointer of the value in the request, or null */
export function repairFinding(code: RepairCode, path: string | null, fill: Fill = {}): Finding {
  const law = 'docs/REPAIRS.md';
  return codedFinding(code, REPAIR_CODES[code], fill, { path, law });
}
