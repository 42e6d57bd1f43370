import { type Filed, filedLists } from './filed-lists.ts';
import type { ListTerms } from './terms.ts';
import { decodeList } from './terms-codec.ts';

/** One attempt to declare a parcel, as filed. */
export type FiledList = Filed<ListTerms>;

/** The lists of parcels that come in; see `FiledLists`. */
export const {
  loadLatest: loadLatestLists,
  findByPreNo: findListByPreNo,
  find: findList,
  store: storeLists,
} = filedLists('documents.lists', decodeList);
