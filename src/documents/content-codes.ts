import type { CodeText } from './structure-codes.ts';

/**
 * What the text of the interface specification asks of a value beyond its schema. A record with
 * such a finding has the right build but cannot mean anything.
 */
export const CONTENT_CODES = {
  'CNT-VALUE': {
    zh: '{zh}（{element}）只能为 {want}',
    en: '{en} ({element}) must be one of {want}',
    hint: 'Write one of {want}.',
    hintZh: '请填 {want} 之一。',
  },
  'CNT-BLANK': {
    zh: '{zh}（{element}）只有空白',
    en: '{en} ({element}) is blank',
    hint: 'Write the value; white space alone is none.',
    hintZh: '请填写内容，不能只有空白。',
  },
  'CNT-TIME': {
    zh: '{zh}（{element}）不是2012至2099年间的真实时间，格式为 {want}',
    en: '{en} ({element}) is no moment from 2012 to 2099 in the form {want}',
    hint: 'Write local time as {want}.',
    hintZh: '请按 {want} 填写北京时间。',
  },
  'CNT-NEGATIVE': {
    zh: '{zh}（{element}）不能为负数',
    en: '{en} ({element}) must not be negative',
    hint: 'Write 0 when there is none.',
    hintZh: '没有时填 0。',
  },
  'CNT-POSITIVE': {
    zh: '{zh}（{element}）必须大于 0',
    en: '{en} ({element}) must be more than 0',
    hint: 'Leave out lines without goods.',
    hintZh: '没有货物的商品项请删去。',
  },
  'CNT-FEN': {
    zh: '{zh}（{element}）最多精确到分（2 位小数）',
    en: '{en} ({element}) has parts of a fen; sums of money have at most two decimals',
    hint: 'Round to fen (0.01 CNY) before filing.',
    hintZh: '请先四舍五入到分。',
  },
  'CNT-TOTAL': {
    zh: '总价（totalPrice）应等于数量乘单价（四舍五入到分）：应为 {want}，实际 {got}',
    en: 'totalPrice must be qty x price rounded half up to fen: {want}, not {got}',
    hint: 'Compute totalPrice from the qty and price of the same line.',
    hintZh: '请用同一商品项的数量和单价计算总价。',
  },
  'CNT-GNUM': {
    zh: '商品序号（gnum）应从 1 起连续且不重复，共 {want} 项',
    en: 'gnum must count the lines from 1 to {want}, each once',
    hint: 'Number the lines 1, 2, 3 ...',
    hintZh: '请按 1、2、3…… 编号。',
  },
  'CNT-LINE-TWICE': {
    zh: '商品序号重复',
    en: 'the number of this line is that of another one',
    hint: 'Number the lines 1, 2, 3 ...',
    hintZh: '请按 1、2、3…… 编号。',
  },
  'CNT-SECOND-UNIT': {
    zh: '第二数量（qty2）与第二计量单位（unit2）应同时填写或同时不填',
    en: 'qty2 and unit2 must stand together or not at all',
    hint: 'Add the missing one or leave both out.',
    hintZh: '请补齐或同时去掉。',
  },
} as const satisfies Record<string, CodeText>;

export type ContentCode = keyof typeof CONTENT_CODES;
