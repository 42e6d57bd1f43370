import type { Finding } from '../../base/finding.ts';
import { LAW } from '../../matching/law.ts';

/** Why a summary application (CEB701) is refused; `{name}` is filled in. */
const CODES = {
  'SUM-PARTS': {
    zh: '报文序号{part}或报文总数{parts}无效，最多{limit}份',
    en: 'message {part} of {parts} is no part of an application; there are {limit} at most',
    hint: 'Number the messages from 1 (msgSeqNo) and say in each how many they are (msgCount).',
    hintZh: '同一汇总申请的报文应从1开始连续编号(msgSeqNo)，并在每份中填写总数(msgCount)。',
  },
  'SUM-PARTS-DIFFER': {
    zh: '同一汇总申请各份报文的{elements}不一致',
    en: 'the messages of this application differ in {elements}',
    hint: 'The messages of one application have the same head; only msgSeqNo and the lists differ.',
    hintZh: '同一汇总申请各份报文的表头应一致，仅报文序号和清单不同。',
  },
  'SUM-PARTS-MISSING': {
    zh: '汇总申请共{parts}份报文，仅收到第{there}份',
    en: 'of the {parts} messages of this application only {there} came',
    hint: 'Send all messages of the application again, with appType 2.',
    hintZh: '请重新报送全部报文（appType为2）。',
  },
  'SUM-FLAG': {
    zh: '{element}的值[{value}]无效',
    en: '{element} is {value}, which means nothing',
    hint: 'Write 1 for yes and 0 for no.',
    hintZh: '请填写1（是）或0（否）。',
  },
  'SUM-WHAT': {
    zh: '应填写汇总起止时间或清单编号，二者择一',
    en: 'an application names a period or lists, one of the two',
    hint: 'Give startTime and endTime, or the numbers of the lists.',
    hintZh: '请填写startTime和endTime，或填写清单编号。',
  },
  'SUM-PERIOD': {
    zh: '汇总结束时间早于开始时间',
    en: 'the period ends before it begins',
    hint: 'Write startTime before endTime.',
    hintZh: '汇总开始时间应早于结束时间。',
  },
  'SUM-MONTH': {
    zh: '汇总时间跨月[{from}至{until}]',
    en: 'the period from {from} to {until} crosses the border of a month',
    hint: 'Apply for each month by itself: the one in which lists were closed, in Shanghai.',
    hintZh: '请按月分别申请：清单按结关时间（北京时间）所在月份汇总。',
  },
  'SUM-CUT': {
    zh: '汇总时间未覆盖待汇总清单的结关时间[{from}至{until}]',
    en: 'the period cuts apart lists that are summed up, closed from {from} to {until}',
    hint: 'Extend the period over them, or name the lists.',
    hintZh: '请扩大汇总时间，或改为填写清单编号。',
  },
  'SUM-NONE': {
    zh: '没有待汇总的清单',
    en: 'there are no closed lists that wait for a declaration',
    hint: 'Only lists of channel B that are closed (899) and not declared yet are summed up.',
    hintZh: '仅对已结关(899)且尚未汇总申报的B类清单进行汇总。',
  },
  'SUM-TWICE': {
    zh: '清单[{listNo}]在申请中重复',
    en: 'list {listNo} is named twice in this application',
    hint: 'Name each list once.',
    hintZh: '每份清单只填写一次。',
  },
  'SUM-UNKNOWN': {
    zh: '系统中不存在清单编号为[{listNo}]的清单',
    en: 'there is no list {listNo}',
    hint: 'invtNo is the customs number (18 characters) that CEB604 brought with status 120.',
    hintZh: 'invtNo为CEB604回执（120）返回的18位清单编号。',
  },
  'SUM-CHANNEL': {
    zh: '清单[{listNo}]不属于汇总申报（B）',
    en: 'list {listNo} needs no declaration: it is not of channel B',
    hint: 'Leave it out: only lists with statisticsFlag B are declared.',
    hintZh: '请删除该清单：仅statisticsFlag为B的清单需汇总申报。',
  },
  'SUM-OPEN': {
    zh: '清单[{listNo}]尚未结关，状态{state}',
    en: 'list {listNo} is not closed yet: its status is {state}',
    hint: 'Apply when it is closed (899), after its departure.',
    hintZh: '请在清单结关(899)后申请。',
  },
  'SUM-PARTY': {
    zh: '清单[{listNo}]的{elements}与申请不一致',
    en: '{elements} of list {listNo} are not those of the application',
    hint: 'An application has lists of one seller, one declarant and one customs.',
    hintZh: '一份申请只能包含同一收发货人、申报单位、申报地海关的清单。',
  },
  'SUM-DECLARED': {
    zh: '清单[{listNo}]已在汇总申请[{sumNo}]中汇总',
    en: 'list {listNo} is declared already, by application {sumNo}',
    hint: 'Leave it out: a list is in one declaration.',
    hintZh: '请删除该清单：每份清单只汇总一次。',
  },
  'SUM-BACK': {
    zh: '清单[{listNo}]已撤回',
    en: 'list {listNo} was taken back',
    hint: 'Leave it out: its goods have not been exported.',
    hintZh: '请删除该清单：其货物未出口。',
  },
} as const;

export type SummaryCode = keyof typeof CODES;

/** All of them, for the reference. */
export const SUMMARY_CODES: Readonly<Record<string, (typeof CODES)[SummaryCode]>> = CODES;

/** A finding about an application. */
export function summaryFinding(
  code: SummaryCode,
  path: string,
  fill: Readonly<Record<string, string>> = {},
): Finding {
  const { zh, en, hint, hintZh } = CODES[code];
  return {
    code,
    zh: filled(zh, fill),
    en: filled(en, fill),
    path,
    law: `${LAW.supervision}; EXP-5`,
    hint,
    hintZh,
  };
}

/** What a declarant is reminded of before the last day of a summary (EXP-7). */
export function reminderFinding(values: Readonly<Record<string, string>>): Finding {
  const fill = (text: string) => filled(text, values);
  return {
    code: 'SUM-DUE',
    zh: fill(
      '汇总申报提醒：海关[{customs}]{month}结关的收发货人[{seller}]清单{lists}票尚未汇总申报，截止日期{deadline}',
    ),
    en: fill(
      '{lists} lists of seller {seller} that were closed in {month} at customs {customs} are not ' +
        'declared yet; the last day is {deadline}',
    ),
    path: null,
    law: `${LAW.supervision}; EXP-4, EXP-7`,
    hint: 'Apply for their summary (CEB701). After the last day no list of channel B is accepted.',
    hintZh: '请报送汇总申请单(CEB701)。逾期未申报的，不再接受新的汇总申报清单。',
  };
}

function filled(text: string, fill: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => fill[name] ?? whole);
}
