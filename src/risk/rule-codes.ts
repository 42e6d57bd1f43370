import type { Finding } from '../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../documents/structure-codes.ts';

const LAW = '电子商务法、海关总署公告2018年第194号 (GACC 2018 No.194); RULES ENT-6, RAND-4';
const FIELDS = 'docs/INSPECTION.md lists every field, its kind and its Chinese name.';
const FIELDS_ZH = '全部字段、类型及中文名见 docs/INSPECTION.md。';
const SECOND = 'Narrow it, or have somebody other than who wrote it activate it.';
const SECOND_ZH = '请收窄条件，或由编制人以外的人员启用。';

/** What can be wrong with a risk rule, with what is done to it, and with watch lists. */
export const RISK_CODES = {
  'RISK-TEXT': {
    zh: '规则无法解析：此处应为{expectedZh}，而不是{found}',
    en: 'the rule does not parse: expected {expected}, not {found}',
    hint: 'A rule is: inspect | review | stop, then when, then conditions.',
    hintZh: '格式：查验|审核|拦截 当 条件（且、或、非、括号）。',
  },
  'RISK-LONG': {
    zh: '规则过长：{whatZh}超过{most}',
    en: 'the rule is too long: more than {most} {what}',
    hint: 'Make several rules of it, or put values into a watch list.',
    hintZh: '请拆分为多条规则，或将取值放入布控名单。',
  },
  'RISK-FIELD': {
    zh: '没有名为[{field}]的字段{guessZh}',
    en: 'there is no field {field}{guess}',
    hint: FIELDS,
    hintZh: FIELDS_ZH,
  },
  'RISK-OPERATOR': {
    zh: '字段[{field}]不能使用[{operator}]；可用：{allowed}',
    en: '{field} cannot be compared with {operator}, only with {allowed}',
    hint: FIELDS,
    hintZh: FIELDS_ZH,
  },
  'RISK-VALUE': {
    zh: '字段[{field}]的取值有误：应为{expectedZh}',
    en: 'the value for {field} is none: expected {expected}',
    hint: FIELDS,
    hintZh: FIELDS_ZH,
  },
  'RISK-WATCH': {
    zh: '没有名为[{name}]且适用于[{what}]的布控名单',
    en: 'there is no watch list {name} for {what}',
    hint: 'Make the list first: onestep risk watch.',
    hintZh: '请先建立布控名单：onestep risk watch。',
  },
  'RISK-NONE': {
    zh: '没有规则[{rule}]',
    en: 'there is no rule {rule}',
    hint: 'onestep risk rules lists them.',
    hintZh: '请用 onestep risk rules 查询。',
  },
  'RISK-STATE': {
    zh: '规则[{rule}]状态为[{state}]，不能进行此操作',
    en: '{rule} is {state}: this cannot be done any more, or not yet',
    hint: 'A version is never edited: add another one under the same number.',
    hintZh: '已有版本不可修改：请在同一编号下新增版本。',
  },
  'RISK-TRIAL': {
    zh: '规则[{rule}]尚未试运行',
    en: '{rule} was not tried yet',
    hint: 'Try it first: onestep risk try.',
    hintZh: '请先试运行：onestep risk try。',
  },
  'RISK-EMPTY': {
    zh: '规则[{rule}]试运行时没有可用数据，须由另一人批准',
    en: 'there was nothing to try {rule} on: another person must approve it',
    hint: SECOND,
    hintZh: SECOND_ZH,
  },
  'RISK-EVERYTHING': {
    zh: '规则[{rule}]命中试运行的全部{looked}票，须由另一人批准',
    en: '{rule} selects all {looked} lists it was tried on: another person must approve it',
    hint: SECOND,
    hintZh: SECOND_ZH,
  },
  'RISK-CEILING': {
    zh: '规则[{rule}]命中{share}，超过上限{ceiling}，须由另一人批准',
    en: '{rule} selects {share}, above the ceiling of {ceiling}: another person must approve it',
    hint: SECOND,
    hintZh: SECOND_ZH,
  },
  'RISK-PERIOD': {
    zh: '规则[{rule}]的有效期有误，或与已启用的[{other}]重叠',
    en: 'the time of {rule} ends before it begins, is over, or overlaps that of {other}',
    hint: 'End the version in force first, then begin where it ends.',
    hintZh: '请先终止在用版本，再从其终止时刻起启用。',
  },
  'RISK-PERSON': {
    zh: '缺少经办人或事由，或其长度超过{most}字',
    en: 'who does it and why is missing, or longer than {most} characters',
    hint: 'Give both: they stand with the rule for ever.',
    hintZh: '请填写经办人和事由，二者将长期留存。',
  },
  'RISK-ENTRY': {
    zh: '布控名单条目有误：应为{expectedZh}',
    en: 'the entry of the watch list is none: expected {expected}',
    hint: 'Personal entries are given as they are and kept as a keyed hash alone.',
    hintZh: '个人信息按原文输入，系统只保存密钥散列。',
  },
} as const satisfies Record<string, CodeText>;

export type RiskCode = keyof typeof RISK_CODES;

/** A finding about rules and watch lists; `path` says where, `line` counts from 1. */
export function riskFinding(
  code: RiskCode,
  fill: Fill,
  where: { readonly path?: string; readonly line?: number } = {},
): Finding {
  const { path = null, line } = where;
  const place = line === undefined ? { path, law: LAW } : { path, law: LAW, line };
  return codedFinding(code, RISK_CODES[code], fill, place);
}
