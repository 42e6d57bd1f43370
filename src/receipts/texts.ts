import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { CATALOGUE } from '../documents/ceb/catalogue.ts';
import type { MessageTable } from '../documents/ceb/fields.ts';
import { ERROR_CODES, OBSERVED_CODES } from './error-codes.ts';
import type { ReceiptType } from './receipt.ts';

/** Longest returnInfo of the schemas, in characters. */
const INFO_LENGTH = 1000;

/** Where the trade says less than the title of the message. */
const DOCUMENT: Readonly<Record<ReceiptType, string>> = {
  CEB312: '订单',
  CEB412: '支付单',
  CEB512: '运单',
  CEB622: '清单',
};

/** The message that each receipt answers. */
const ANSWERED: ReadonlyMap<ReceiptType, MessageTable> = new Map(
  [...CATALOGUE.values()].flatMap((table) =>
    table.receipt === null ? [] : [[table.receipt, table] as const],
  ),
);

/**
 * Receipts of which the specification documents no 120: there 399 says that customs is done with
 * the document (codes.json returnStatus.perMessage).
 */
const CONCLUDED: ReadonlySet<ReceiptType> = new Set([
  ...(['CEB506', 'CEB508', 'CEB510', 'CEB606', 'CEB702', 'CEB216'] as const),
]);

const ACTION: Readonly<Record<string, string>> = { '1': '新增', '2': '变更', '3': '删除' };

/**
 * The texts of the customs stage that are known from real receipts (NOTES section 5); of 2100 only
 * the channel and its text are known (codes.json, prefix 21).
 */
const CUSTOMS: Readonly<Record<string, string>> = {
  '1200': '待人工审核',
  '1800': '逻辑校验通过',
  '2100': '结关',
  '2300': '审核通过',
  '2400': '查验',
  '2500': '挂起',
  '2600': '放行',
};

/** The first two digits of a customs code say the status (the channel table of the port). */
const STATUS_OF_CHANNEL: Readonly<Record<string, string>> = {
  '12': '300',
  '13': '100',
  '18': '120',
  '21': '899',
  '23': '399',
  '24': '500',
  '25': '600',
  '26': '800',
};

/** Of a code with two meanings in the specification the first one is taken. */
const TEXT_OF = new Map(
  [...ERROR_CODES, ...OBSERVED_CODES].reverse().map(({ code, zh }) => [code, zh]),
);

/** returnStatus and returnInfo of a receipt. */
export type Answer = { readonly status: string; readonly info: string };

/** Cuts at characters, not in the middle of a surrogate pair. */
function clipped(text: string): string {
  return text.length <= INFO_LENGTH ? text : [...text].slice(0, INFO_LENGTH).join('');
}

/**
 * Status 2, the e-port stage: `订单新增申报成功[GUID]`; of a list also whose order it is, as
 * observed: `清单新增申报成功[GUID][电商企业编码：X订单编号：Y]`.
 * @param appType 1 new, 2 change, 3 delete.
 * @param recordGuid as the enterprise sent it.
 */
export function declaring(
  type: ReceiptType,
  appType: string,
  recordGuid: string,
  order: { readonly ebcCode: string; readonly orderNo: string },
): Answer {
  const what = DOCUMENT[type] ?? answered(type).zh;
  const done = `${what}${ACTION[appType] ?? ''}申报成功[${recordGuid}]`;
  const whose = `[电商企业编码：${order.ebcCode}订单编号：${order.orderNo}]`;
  return { status: '2', info: clipped(type === 'CEB622' ? done + whose : done) };
}

function answered(type: ReceiptType): MessageTable {
  return present(ANSWERED.get(type), `the message that ${type} answers`);
}

/** Status 120: stored by customs, `[Code:1800;Desc:逻辑校验通过]`; 399 where there is no 120. */
export function stored(type: ReceiptType): Answer {
  return CONCLUDED.has(type) ? PASSED : STORED;
}

const PASSED = customs('2300');

const STORED = customs('1800');

/**
 * Status 400: a list has passed (23..) and waits for its arrival, `[Code:2301;Desc:...]`. The
 * channel of the port means 400 with 23 where the specification says 399 (RULES LINE-4).
 */
export function awaiting(code: string, text: string): Answer {
  return { ...customs(code, text), status: '400' };
}

/** Status 800: `[Code:2600;Desc:放行]`. */
export function released(): Answer {
  return RELEASED;
}

const RELEASED = customs('2600');

/** Status 899, of exports: the parcel left the country, `[Code:2100;Desc:结关]`. */
export function closed(): Answer {
  return CLOSED;
}

const CLOSED = customs('2100');

/**
 * The customs stage: `[Code:1313;Desc:...]` with the status that the code's first digits mean.
 * @param code four or five digits, 12.. to 26..
 * @param text Chinese; may be left out for the codes of a normal passage (1200, 1800, 2300 ...).
 * @throws Bug for a code of no channel, or a missing text.
 */
export function customs(code: string, text?: string): Answer {
  const status = present(STATUS_OF_CHANNEL[code.slice(0, 2)], `the channel of code ${code}`);
  const desc = text ?? present(CUSTOMS[code], `the text of code ${code}`);
  const room = INFO_LENGTH - `[Code:${code};Desc:]`.length;
  return { status, info: `[Code:${code};Desc:${[...desc].slice(0, room).join('')}]` };
}

/** `path: text` of the findings that share the receipt's code, as far as there is room. */
function inBrackets(findings: readonly Finding[]): string {
  return findings.map(({ path, zh }) => (path === null ? zh : `${path}：${zh}`)).join('；');
}

/** How the specification marks a parameter; other brackets belong to the text. */
const PARAMETER = /\[+\*\]+|\[错误信息\]|\[paymentHead,payment\]|\*/g;

/** The official text without its parameters, and the reasons behind it. */
function filled(text: string, reasons: string): string {
  const bare = text.replace(PARAMETER, '');
  const lead = bare.replace(/[，,！"\s]+$/u, '');
  const own = lead === reasons ? '' : `[${reasons}]`;
  return `${lead}${own}`;
}

/**
 * What a refusal says. The first finding gives the status: a code of the customs stage (`1313`)
 * becomes `[Code:1313;Desc:...]`, a negative code stays the status with its official text, and any
 * code of ours is reported as the document's parameter check (-301008, -401009, -504011, -621001
 * ...). The reasons of that code follow in brackets. Of documents for which the specification has
 * no such number the answer is that of customs: 100 with code 1300.
 * @throws Bug when there is no finding.
 */
export function refusal(type: ReceiptType, findings: readonly Finding[]): Answer {
  const first = present(findings[0], 'the reason of a refusal');
  if (/^\d{4,5}$/.test(first.code) && STATUS_OF_CHANNEL[first.code.slice(0, 2)] !== undefined) {
    return customs(first.code, first.zh);
  }
  const { refusal: own } = answered(type);
  const codeOf = (finding: Finding) => (/^-\d+$/.test(finding.code) ? finding.code : own);
  const code = codeOf(first);
  if (code === null) return customs('1300', inBrackets(findings));
  const reasons = inBrackets(findings.filter((finding) => codeOf(finding) === code));
  const info = filled(TEXT_OF.get(code) ?? '', reasons);
  return { status: code, info: clipped(info) };
}
