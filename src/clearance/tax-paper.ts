import { createHash } from 'node:crypto';
import { assert } from '../base/assert.ts';
import { capitalAmount } from '../base/capital-amount.ts';
import { type BusinessDate, businessDate } from '../base/dates.ts';
import { type Fen, formatFen } from '../base/fen.ts';
import type { PdfColumn, PdfPaper } from '../io/pdf.ts';
import { type BillContent, type BillSums, billTotal, sumsOf, taxNoOf } from './bill.ts';
import type { Bill } from './bill-store.ts';
import { noticeJson } from './notice-json.ts';
import type { Notice } from './notice-store.ts';

/** Who pays, as papers name it. */
export type Payer = { readonly code: string; readonly name: string };

const taxesOf = (sums: BillSums): Fen[] => [sums.duty, sums.consumptionTax, sums.vat];

/** Duty, consumption tax, VAT and their sum in yuan. */
const amountsOf = (sums: BillSums): string[] => [...taxesOf(sums), billTotal(sums)].map(formatFen);

/**
 * SHA-256 in hex by which a notice can be compared with what the platform has: over lines of its
 * number, payer, day of release, last day of payment, document, and of each bill its number, each
 * with duty, consumption tax and VAT in yuan. Whether it is paid is not in it.
 */
export function noticeHash(notice: Notice, bills: readonly Bill[]): string {
  const { dutyNo, assureCode, releasedDay, due, document } = notice;
  return hashOf([
    [dutyNo, assureCode, releasedDay, due, document ?? '', ...taxesOf(notice).map(formatFen)],
    ...bills.map((bill) => [taxNoOf(bill.listNo, bill.serial), ...taxesOf(bill).map(formatFen)]),
  ]);
}

/** The same of one bill: its number, payer and day of release; then each of its lines. */
export function billHash(bill: Bill, { lines }: Pick<BillContent, 'lines'>): string {
  const { assureCode, releasedDay } = bill;
  const no = taxNoOf(bill.listNo, bill.serial);
  return hashOf([
    [no, assureCode, releasedDay, ...taxesOf(bill).map(formatFen)],
    ...lines.map((line) => {
      const price = formatFen(line.dutiablePrice);
      return [String(line.gnum), line.gcode, price, ...taxesOf(line).map(formatFen)];
    }),
  ]);
}

function hashOf(rows: readonly (readonly string[])[]): string {
  const text = rows.map((row) => `${row.join('|')}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}

const TAXES: readonly PdfColumn[] = [
  { title: '关税', share: 11, isNumber: true },
  { title: '消费税', share: 11, isNumber: true },
  { title: '增值税', share: 11, isNumber: true },
  { title: '税款合计', share: 12, isNumber: true },
];

const STATES = { open: '待缴', overdue: '逾期未缴', paid: '已缴', void: '已作废' } as const;

/** Made by the platform for checking and paying: it proves no payment to a tax office. */
const ORIGIN =
  '本单由单一窗口平台生成，供企业核对和缴纳税款使用，不作为完税凭证。金额单位：人民币元。';

/** A payment notice as a paper, with each bill that it collects, as it stands on a day. */
export function noticePaper(
  notice: Notice,
  bills: readonly Bill[],
  payer: Payer,
  today: BusinessDate,
): PdfPaper {
  const { lateFee, state, total } = noticeJson(notice, today);
  if (notice.document === null) assertSum(notice, bills);
  const late = lateFee === '0.00' ? [] : [`截至 ${today} 滞纳金 ${lateFee} 元，按日加收万分之五。`];
  const rows = bills.map((bill, i) => [
    String(i + 1),
    bill.listNo,
    taxNoOf(bill.listNo, bill.serial),
    ...amountsOf(bill),
  ]);
  return {
    title: '跨境电子商务税款缴款通知书',
    facts: [
      ['缴款书编号', notice.dutyNo],
      ['缴款企业', `${payer.name}（${payer.code}）`],
      ['放行日期', notice.releasedDay],
      ['缴款期限', notice.due],
      ['开具日期', businessDate(notice.issuedAt)],
      ['状态', STATES[state]],
      notice.document === null ? ['税单份数', String(notice.bills)] : ['依据单证', notice.document],
      ['税款合计', `${total} 元`],
    ],
    columns: [
      { title: '序号', share: 5 },
      { title: '清单编号', share: 18 },
      { title: '税单编号', share: 19 },
      ...TAXES,
    ],
    rows,
    sums: ['合计', '', '', ...amountsOf(notice)],
    notes: [inCapitals(notice), ...late, ORIGIN],
    foot: `SHA-256 ${noticeHash(notice, bills)}`,
  };
}

const BILL_STATES = { '1': '待汇总', '2': '已汇总', '3': '已作废' } as const;

/** One tax bill as a paper, with each line of its list. */
export function billPaper(bill: Bill, content: BillContent, payer: Payer): PdfPaper {
  assertSum(bill, content.lines);
  const { listNo, serial, releasedDay, issuedAt, state, dutyNo } = bill;
  return {
    title: '跨境电子商务零售进口电子税单',
    facts: [
      ['税单编号', taxNoOf(listNo, serial)],
      ['担保企业', `${payer.name}（${payer.code}）`],
      ['清单编号', listNo],
      ['放行日期', releasedDay],
      ['开具日期', businessDate(issuedAt)],
      ['状态', BILL_STATES[state]],
      ['缴款书编号', dutyNo ?? '尚未汇总'],
      ['税款合计', `${formatFen(billTotal(bill))} 元`],
    ],
    columns: [
      { title: '项号', share: 6 },
      { title: '商品编码', share: 14 },
      { title: '完税价格', share: 14, isNumber: true },
      ...TAXES,
    ],
    rows: content.lines.map((line) => [
      String(line.gnum),
      line.gcode,
      formatFen(line.dutiablePrice),
      ...amountsOf(line),
    ]),
    sums: ['合计', '', '', ...amountsOf(bill)],
    notes: [inCapitals(bill), ORIGIN],
    foot: `SHA-256 ${billHash(bill, content)}`,
  };
}

const inCapitals = (sums: BillSums): string =>
  `税款合计（大写）：人民币${capitalAmount(billTotal(sums))}`;

/** A paper whose lines do not add up to its sums must not leave the house. */
function assertSum(sums: BillSums, parts: readonly BillSums[]): void {
  const added = sumsOf(parts);
  const isEqual = taxesOf(added).every((tax, i) => tax === taxesOf(sums)[i]);
  assert(isEqual, 'the lines of a tax paper add up to its sums');
}
