import { refusalStore } from '../documents/refusal-store.ts';
import type { ListTerms } from '../documents/terms.ts';

/** Why import lists stand returned. */
export const IMPORT_REFUSALS = refusalStore<ListTerms>('clearance', {
  country: ({ country }) => country,
  trafMode: ({ trafMode }) => trafMode,
  wrapType: ({ wrapType }) => wrapType,
  customsCode: ({ customsCode }) => customsCode,
  portCode: ({ portCode }) => portCode,
  tradeMode: ({ tradeMode }) => tradeMode,
  assureCode: ({ assureCode }) => assureCode,
  areaCode: ({ areaCode }) => areaCode,
  emsNo: ({ emsNo }) => emsNo,
  ebcCode: ({ ebcCode }) => ebcCode,
  ebpCode: ({ ebpCode }) => ebpCode,
});
