import type { Instant } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { type BillContent, taxNoOf } from '../clearance/bill.ts';
import type { Bill } from '../clearance/bill-store.ts';
import type { ListTerms } from '../documents/terms.ts';
import type { AddressedReceipt, Receipt } from '../receipts/receipt.ts';

type Told = Omit<Receipt, 'findings' | 'recordGuid'>;

/** To the declarant of its list, and to the guarantor. */
function toReaders({ agentCode, assureCode }: ListTerms, told: Told): AddressedReceipt[] {
  const receipt: Receipt = { ...told, findings: [], recordGuid: null };
  return [...new Set([agentCode, assureCode])].map((to) => ({ to, receipt }));
}

/** CEB816 of a new bill. */
export function billReceipts(
  bill: Bill,
  { lines }: BillContent,
  list: ListTerms,
  at: Instant,
): AddressedReceipt[] {
  const keys = {
    ...{ invtNo: bill.listNo, taxNo: taxNoOf(bill.listNo, bill.serial) },
    customsTax: formatFen(bill.duty),
    valueAddedTax: formatFen(bill.vat),
    consumptionTax: formatFen(bill.consumptionTax),
    ...{ assureCode: list.assureCode, ebcCode: list.ebcCode, logisticsCode: list.logisticsCode },
    ...{ agentCode: list.agentCode, customsCode: list.customsCode },
  };
  const rows = lines.map(({ gnum, gcode, dutiablePrice, duty, consumptionTax, vat }) => ({
    ...{ gnum: String(gnum), gcode, taxPrice: formatFen(dutiablePrice) },
    customsTax: formatFen(duty),
    valueAddedTax: formatFen(vat),
    consumptionTax: formatFen(consumptionTax),
  }));
  return toReaders(list, { type: 'CEB816', keys, status: '1', info: '税单生成', at, lines: rows });
}

const INFO = { '2': '税单汇总', '3': '税单作废' } as const;

/** CEB818 of a bill that was collected in a notice (2) or made void (3). */
export function stateReceipts(
  bill: Pick<Bill, 'listNo' | 'serial'>,
  change: { readonly state: keyof typeof INFO; readonly dutyNo: string | null },
  list: ListTerms,
  at: Instant,
): AddressedReceipt[] {
  const { state, dutyNo } = change;
  const keys = {
    ...{ invtNo: bill.listNo, taxNo: taxNoOf(bill.listNo, bill.serial) },
    ...(dutyNo === null ? {} : { entDutyNo: dutyNo }),
    assureCode: list.assureCode,
  };
  return toReaders(list, { type: 'CEB818', keys, status: state, info: INFO[state], at });
}
