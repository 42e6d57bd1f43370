import type { ExportListTerms } from '../documents/export-terms.ts';
import { refusalStore } from '../documents/refusal-store.ts';

/** Why export lists stand returned. */
export const EXPORT_REFUSALS = refusalStore<ExportListTerms>('export', {
  country: ({ country }) => country,
  POD: ({ pod }) => pod,
  trafMode: ({ trafMode }) => trafMode,
  wrapType: ({ wrapType }) => wrapType,
  customsCode: ({ customsCode }) => customsCode,
  portCode: ({ portCode }) => portCode,
  tradeMode: ({ tradeMode }) => tradeMode,
  statisticsFlag: ({ statisticsFlag }) => statisticsFlag,
  fCurrency: ({ freightCurrency }) => freightCurrency,
  iCurrency: ({ insuranceCurrency }) => insuranceCurrency,
  iacCode: ({ iacCode }) => iacCode,
  ownerCode: ({ ownerCode }) => ownerCode,
  emsNo: ({ emsNo }) => emsNo,
  ebcCode: ({ ebcCode }) => ebcCode,
  ebpCode: ({ ebpCode }) => ebpCode,
});
