import type { Finding } from '../base/finding.ts';
import { type Edition, type Size, UNBOUNDED } from './ceb/fields.ts';

/** Words of one outcome; `{name}` is filled from the place where it was found. */
export type CodeText = {
  readonly zh: string;
  readonly en: string;
  readonly hint: string;
  readonly hintZh: string;
};

/**
 * What can be wrong with the build of a message or a record, as the schemas judge it. MSG codes
 * refuse the whole message, FLD codes one record (DESIGN section 6). No text carries a value of
 * the document, so findings may be logged and shown.
 */
export const STRUCTURE_CODES = {
  'MSG-UNKNOWN': {
    zh: '根元素 {element} 不是本规范的报文',
    en: 'the root element {element} is no message of this specification',
    hint: 'Send a CEBnnnMessage of the namespace http://www.chinaport.gov.cn/ceb.',
    hintZh: '请发送命名空间为 http://www.chinaport.gov.cn/ceb 的 CEBnnnMessage 报文。',
  },
  'MSG-EDITION': {
    zh: '{element}（{zh}）不属于 {got} 版规范',
    en: '{element} ({en}) is not in edition {got} of the specification',
    hint: 'It is in edition {want}.',
    hintZh: '该报文属于 {want} 版。',
  },
  'MSG-ENVELOPE': {
    zh: '这是 DXP 信封（{element}），不是业务报文',
    en: '{element} is a DXP envelope, not a business message',
    hint: 'The message is its element Data, in base64; take it out and check that.',
    hintZh: '业务报文在 Data 元素中（base64），请解出后再校验。',
  },
  'MSG-NAMESPACE': {
    zh: '根元素的命名空间不正确',
    en: 'the root element is not in the right namespace',
    hint: 'Declare xmlns="http://www.chinaport.gov.cn/ceb" or bind a prefix to it.',
    hintZh: '请声明 xmlns="http://www.chinaport.gov.cn/ceb" 或将前缀绑定到该命名空间。',
  },
  'MSG-ATTRIBUTE': {
    zh: '根元素的属性 {element} 缺失或长度不符，应为 {want} 个字符',
    en: 'the attribute {element} of the root is missing or not {want} characters long',
    hint: 'Write guid (36 characters) and version ("1.0") on the root element.',
    hintZh: '请在根元素上写 guid（36 个字符）和 version（"1.0"）。',
  },
  'MSG-ATTRIBUTE-UNKNOWN': {
    zh: '元素 {element} 带有规范以外的属性',
    en: '{element} has an attribute that the schema does not know',
    hint: 'Remove all attributes but guid and version of the root.',
    hintZh: '除根元素的 guid 和 version 外，请去掉其他属性。',
  },
  'MSG-RECORDS': {
    zh: '报文应含 {want} 个 {element}，实际 {got} 个',
    en: 'a message has {want} of {element}; this one has {got}',
    hint: 'Split the records over several messages.',
    hintZh: '请拆分为多个报文。',
  },
  'MSG-REQUIRED': {
    zh: '报文缺少 {element}',
    en: 'the message has no {element}',
    hint: 'Add {element} behind the business records.',
    hintZh: '请在业务数据之后补上 {element}。',
  },
  'MSG-REPEATED': {
    zh: '{element} 出现次数过多，最多 {want} 次',
    en: '{element} stands more than {want} times',
    hint: 'Leave {want} of them.',
    hintZh: '最多保留 {want} 个。',
  },
  'MSG-ORDER': {
    zh: '{element} 的位置不符合规定的顺序',
    en: '{element} is out of the prescribed order',
    hint: 'Order: {want}.',
    hintZh: '顺序为：{want}。',
  },
  'MSG-CHILD': {
    zh: '报文中不允许出现 {element}',
    en: '{element} is not allowed at this place of the message',
    hint: 'Allowed, in this order: {want}.',
    hintZh: '允许的元素及顺序：{want}。',
  },
  'MSG-TEXT': {
    zh: '元素之间不允许出现文字',
    en: 'there is text between elements of the message',
    hint: 'Leave only white space between elements.',
    hintZh: '元素之间只能有空白。',
  },
  'FLD-REQUIRED': {
    zh: '缺少必填项 {zh}（{element}）',
    en: '{en} ({element}) is missing',
    hint: 'Add {element} at its place in the sequence.',
    hintZh: '请按顺序补上 {element}。',
  },
  'FLD-LENGTH': {
    zh: '{zh}（{element}）应为 {want} 个字符，实际 {got} 个',
    en: '{en} ({element}) has {got} characters; {want} are allowed',
    hint: 'White space and line breaks inside the element count too.',
    hintZh: '元素内的空格和换行也计入长度。',
  },
  'FLD-DECIMAL': {
    zh: '{zh}（{element}）不是合法数值',
    en: '{en} ({element}) is not a decimal number',
    hint: 'Write digits with at most one point, such as 348.00; no exponent, comma or unit.',
    hintZh: '只写数字和一个小数点，如 348.00；不要用科学计数、逗号或单位。',
  },
  'FLD-INTEGER': {
    zh: '{zh}（{element}）不是合法整数',
    en: '{en} ({element}) is not a whole number of 32 bits',
    hint: 'Write digits only.',
    hintZh: '只写数字。',
  },
  'FLD-DIGITS': {
    zh: '{zh}（{element}）最多 {want} 位有效数字',
    en: '{en} ({element}) has more than {want} significant digits',
    hint: 'Write at most {want} digits.',
    hintZh: '最多写 {want} 位数字。',
  },
  'FLD-FRACTION': {
    zh: '{zh}（{element}）最多 {want} 位小数',
    en: '{en} ({element}) has more than {want} decimals',
    hint: 'Round to {want} decimals.',
    hintZh: '请保留 {want} 位小数以内。',
  },
  'FLD-VALUE': {
    zh: '{zh}（{element}）只能为 {want}',
    en: '{en} ({element}) must be {want}',
    hint: 'Write {want}.',
    hintZh: '请填 {want}。',
  },
  'FLD-ORDER': {
    zh: '{zh}（{element}）的位置不符合规定的顺序',
    en: '{en} ({element}) is out of the prescribed order',
    hint: 'Move it {want}.',
    hintZh: '请按规范的字段顺序排列。',
  },
  'FLD-REPEATED': {
    zh: '{zh}（{element}）重复出现',
    en: '{en} ({element}) stands more than once',
    hint: 'Leave one of them.',
    hintZh: '只保留一个。',
  },
  'FLD-COUNT': {
    zh: '{element} 应有 {want} 个，实际 {got} 个',
    en: 'a record has {want} of {element}; there are {got}',
    hint: 'Split the document.',
    hintZh: '请拆分单证。',
  },
  'FLD-UNKNOWN': {
    zh: '此处不允许出现元素 {element}',
    en: 'the element {element} is not known here',
    hint: 'Check the spelling (names are case-sensitive) and the edition of the schema.',
    hintZh: '请核对元素名称（区分大小写）和规范版本。',
  },
  'FLD-NAMESPACE': {
    zh: '元素 {element} 的命名空间不正确',
    en: 'the element {element} is not in the namespace of the message',
    hint: 'Use the same namespace for all elements: http://www.chinaport.gov.cn/ceb.',
    hintZh: '所有元素应使用同一命名空间 http://www.chinaport.gov.cn/ceb。',
  },
  'FLD-CHILD': {
    zh: '{zh}（{element}）只能含文字，不能含子元素',
    en: '{en} ({element}) takes text only, not elements',
    hint: 'Write < in text as &lt;.',
    hintZh: '文字中的 < 请写成 &lt;。',
  },
  'FLD-TEXT': {
    zh: '{element} 的子元素之间不允许出现文字',
    en: 'there is text between the elements of {element}',
    hint: 'Leave only white space between elements.',
    hintZh: '元素之间只能有空白。',
  },
  'FLD-ATTRIBUTE': {
    zh: '元素 {element} 不允许带属性',
    en: '{element} has an attribute that the schema does not know',
    hint: 'Remove the attribute.',
    hintZh: '请去掉该属性。',
  },
} as const satisfies Record<string, CodeText>;

export type StructureCode = keyof typeof STRUCTURE_CODES;

/** What fills the `{name}`s of a text. */
export type Fill = Readonly<Record<string, string | number>>;

/** Fills `{name}` in a text; a name without a value stays as it is. */
function fillText(text: string, fill: Fill): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}

/** `1-99`, `1`, or `1-∞` where the schema sets no end. */
export function shownBounds({ min, max }: Size): string {
  if (min === max) return String(min);
  return `${min}-${max === UNBOUNDED ? '∞' : max}`;
}

/** The source of structural findings: the schema of one message in one edition. */
export function schemaLaw(type: string, edition: Edition): string {
  return `CEB interface specification ${edition}, schema of ${type}Message`;
}

/** Builds a finding of one of the tables; `path` and `line` say where. */
export function codedFinding(
  code: string,
  text: CodeText,
  fill: Fill,
  where: { path: string | null; line?: number; law: string | null },
): Finding {
  return {
    code,
    zh: fillText(text.zh, fill),
    en: fillText(text.en, fill),
    hint: fillText(text.hint, fill),
    hintZh: fillText(text.hintZh, fill),
    ...where,
  };
}
