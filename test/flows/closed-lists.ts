import type { ExportListLine, ExportListTerms } from '../../src/documents/export-terms.ts';
import type { ClosedList } from '../../src/export/summary/sums.ts';

/** What tells one closed list of a test from another. */
export type ListWish = {
  readonly ebcCode?: string;
  readonly agentCode?: string;
  readonly country?: string;
  readonly grossWeight?: bigint;
  readonly lines?: readonly Partial<ExportListLine>[];
};

const LINE: ExportListLine = {
  ...{ gnum: 1, itemNo: 'A1', itemRecordNo: null, gcode: '6204430090', gname: '连衣裙' },
  ...{ country: '502', currency: '502', qty: 1_00000n, unit: '011', qty1: 1_00000n, unit1: '011' },
  ...{ qty2: 40000n, unit2: '035', price: 19_99000n, totalPrice: 1999n },
};

/** A list of channel B that customs closed; its number comes from `serial`. */
export function closedList(serial: number, wish: ListWish = {}): ClosedList {
  const { ebcCode = '4101560001', agentCode = '4101560002', country = '502', lines = [{}] } = wish;
  const number = String(serial).padStart(9, '0');
  const grossWeight = wish.grossWeight ?? 50000n;
  const terms: ExportListTerms = {
    ...{ customsCode: '4612', ebpCode: '4101560003', orderNo: `O${serial}`, ebpName: '平台' },
    ...{ logisticsCode: '4101560004', logisticsNo: `L${number}`, copNo: `C${serial}` },
    ...{ ieFlag: 'E', portCode: '4604', ieDate: '2026-10-20', statisticsFlag: 'B' },
    ...{ agentCode, agentName: '代理', ebcCode, ebcName: '卖家', ownerCode: ebcCode },
    ...{ ownerName: '卖家', iacCode: null, emsNo: null, tradeMode: '9610', trafMode: '5' },
    ...{ trafName: null, voyageNo: null, billNo: null, totalPackageNo: null, loctNo: null },
    ...{ licenseNo: null, country, pod: '502', freight: 0n, freightCurrency: '142' },
    ...{ insuredFee: 0n, insuranceCurrency: '142', wrapType: '2', packNo: 1 },
    ...{ grossWeight, netWeight: (grossWeight * 9n) / 10n },
    lines: lines.map((line, i) => ({ ...LINE, ...line, gnum: i + 1 })),
  };
  return { listNo: `46122026E${number}`, terms };
}
