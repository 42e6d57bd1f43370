import type { Finding } from '../../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../structure-codes.ts';

/** What can be wrong with a declaration in one body or a file of them. No text carries a value. */
export const DECLARATION_CODES = {
  'DECL-SHAPE': {
    zh: '此处应为{want}',
    en: 'this must be {want}',
    hint: 'Amounts, numbers and codes are texts in quotes; see docs/DECLARATIONS.md.',
    hintZh: '金额、数字和代码均为带引号的文本，见 docs/DECLARATIONS.md。',
  },
  'DECL-MEMBER': {
    zh: '没有这一项',
    en: 'there is no such value in a declaration',
    hint: 'Remove it, or correct its name: {want}.',
    hintZh: '请删除或更正名称：{want}。',
  },
  'DECL-MISSING': {
    zh: '缺少{zh}',
    en: 'missing: {en}',
    hint: 'Say it; it has no usual value.',
    hintZh: '该项必填。',
  },
  'DECL-YUAN': {
    zh: '{zh}应为金额（元），不小于零，最多两位小数',
    en: '{en}: an amount of yuan, not negative, with at most two decimals',
    hint: 'Write it as 12.50, without signs of currency and without separators.',
    hintZh: '请写作 12.50，不带货币符号和千分位。',
  },
  'DECL-MONEY': {
    zh: '{zh}应为金额，不小于零，最多两位小数',
    en: '{en}: an amount, not negative, with at most two decimals',
    hint: 'Write it as 12.50, without signs of currency and without separators.',
    hintZh: '请写作 12.50，不带货币符号和千分位。',
  },
  'DECL-DAY': {
    zh: '{zh}应为日期',
    en: '{en}: a day',
    hint: 'Write it as 2026-11-28.',
    hintZh: '请写作 2026-11-28。',
  },
  'DECL-DECIMAL': {
    zh: '{zh}应为不小于零的数，最多五位小数',
    en: '{en}: a number, not negative, with at most five decimals',
    hint: 'Write it as 1.8.',
    hintZh: '请写作 1.8。',
  },
  'DECL-INTEGER': {
    zh: '{zh}应为整数',
    en: '{en}: a whole number',
    hint: 'Write it as 1.',
    hintZh: '请写作 1。',
  },
  'DECL-MOMENT': {
    zh: '{zh}应为北京时间的日期和时间',
    en: '{en}: a day and a time of Shanghai',
    hint: 'Write it as 2026-11-28 09:00:00.',
    hintZh: '请写作 2026-11-28 09:00:00。',
  },
  'DECL-ENTERPRISE': {
    zh: '{zh}不是已登记的企业',
    en: '{en}: no enterprise is registered under this code',
    hint: 'Correct the code, or have the enterprise registered with the zone.',
    hintZh: '请更正代码，或先在园区登记该企业。',
  },
  'DECL-CHARACTER': {
    zh: '{zh}含有报文不允许的字符',
    en: '{en}: holds a character that a message cannot have',
    hint: 'Remove control characters.',
    hintZh: '请去掉控制字符。',
  },
  'DECL-GOODS': {
    zh: '申报应含 1 至 {most} 项商品',
    en: 'a declaration has 1 to {most} lines of goods',
    hint: 'Split the order, or add what was bought.',
    hintZh: '请拆分订单或补充商品。',
  },
  'DECL-COLUMN': {
    zh: '没有名为“{header}”的列',
    en: 'there is no column of this name: {header}',
    hint: 'Take the names of the template, in Chinese or English.',
    hintZh: '请使用模板中的列名（中文或英文）。',
  },
  'DECL-COLUMN-TWICE': {
    zh: '该列出现两次',
    en: 'this column stands twice',
    hint: 'Leave one of them.',
    hintZh: '请只保留一列。',
  },
  'DECL-COLUMN-MISSING': {
    zh: '缺少列“{zh}”（{path}）',
    en: 'the column {path} ({zh}) is missing',
    hint: 'Take the template, in which every column stands.',
    hintZh: '请使用模板，其中含有全部列。',
  },
  'DECL-DIFFERS': {
    zh: '同一订单各行的{zh}不一致',
    en: '{en}: other than in the first row of the same order',
    hint: 'Write it the same on each row of the order, or on the first alone.',
    hintZh: '同一订单各行应一致，或只在首行填写。',
  },
  'DECL-DIGITS': {
    zh: '{zh}被表格软件存成了数字，末尾数位已丢失',
    en: '{en}: the spreadsheet has made a number of it and lost its last digits',
    hint: 'Format the column as text and type the value again.',
    hintZh: '请将该列设为文本格式后重新输入。',
  },
  'DECL-CELL': {
    zh: '单元格中是错误值',
    en: 'the cell holds an error of the spreadsheet, such as #REF!',
    hint: 'Mend the formula, or type the value.',
    hintZh: '请修正公式或直接填写数值。',
  },
  'DECL-MANY': {
    zh: '文件中的申报超过 {most} 票',
    en: 'the file holds more than {most} declarations',
    hint: 'Split it over several files.',
    hintZh: '请拆分为多个文件。',
  },
  'DECL-TOGETHER': {
    zh: '文件中另有错误，按要求全部不予申报',
    en: 'not declared, for something else in the file is wrong and all or nothing was asked for',
    hint: 'Mend the others, or send the file without allOrNothing.',
    hintZh: '请修正其他错误，或不使用 allOrNothing。',
  },
} as const satisfies Record<string, CodeText>;

export type DeclarationCode = keyof typeof DECLARATION_CODES;

/** @param path JSON pointer (RFC 6901) of the value in the body */
export function declarationFinding(code: DeclarationCode, path: string, fill: Fill = {}): Finding {
  const law = 'docs/DECLARATIONS.md';
  return codedFinding(code, DECLARATION_CODES[code], fill, { path, law });
}
