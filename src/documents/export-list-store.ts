import type { ExportListTerms } from './export-terms.ts';
import { decodeExportList } from './export-terms-codec.ts';
import { type Filed, filedLists } from './filed-lists.ts';

/** One attempt to declare a parcel that leaves, as filed. */
export type FiledExportList = Filed<ExportListTerms>;

/** The lists of parcels that leave; see `FiledLists`. */
export const {
  loadLatest: loadLatestExportLists,
  findByPreNo: findExportListByPreNo,
  find: findExportList,
  store: storeExportLists,
} = filedLists('documents.export_lists', decodeExportList);
