import type { Finding } from '../base/finding.ts';
import { stockFinding } from './codes.ts';
import { isLoadable, type ListFacts } from './exit.ts';

/** `passportTypecd` of a slip over the border of the country. */
export const FIRST_LINE = '2';

/** As much of a slip as says that it carries parcels out of the country. */
type Outward = {
  readonly way: 'I' | 'E';
  readonly type: string;
  readonly papers: readonly string[];
  readonly lists: readonly string[];
};

/**
 * Whether a slip carries parcels out of the country: it names their lists and no paper, since the
 * exit list that sums them up follows when they are gone (EXP-8).
 */
export function isFirstLineOut({ way, type, papers, lists }: Outward): boolean {
  return way === 'E' && type === FIRST_LINE && papers.length === 0 && lists.length > 0;
}

/** Every reason against the parcels of such a slip. */
export function firstLineFindings(
  { bookNo, lists }: { readonly bookNo: string; readonly lists: readonly string[] },
  parcels: ReadonlyMap<string, ListFacts>,
): Finding[] {
  const seen = new Set<string>();
  return lists.flatMap((list, i) => {
    const reason = seen.has(list) ? TWICE : reasonAgainst(parcels.get(list), bookNo);
    seen.add(list);
    if (reason === null) return [];
    const values = { list, reason: reason[0], reasonZh: reason[1] };
    return [stockFinding('BND-LIST', `lists[${i + 1}]`, values)];
  });
}

type Reason = readonly [en: string, zh: string];
const TWICE: Reason = ['stands twice', '重复'];

function reasonAgainst(list: ListFacts | undefined, bookNo: string): Reason | null {
  if (list === undefined || list.state === null) return ['is not there', '不存在'];
  const { exported } = list;
  if (exported === null) {
    return [
      'is of an import: such parcels leave on an exit list',
      '为进口清单，应凭出区核注清单出区',
    ];
  }
  if (list.bookNo !== bookNo) return [`is of book ${list.bookNo}`, `属于账册${list.bookNo}`];
  if (exported.leftAt !== null) return ['has left', '已出区'];
  if (exported.slipNo !== null) {
    return [`is on slip ${exported.slipNo}`, `已列入核放单${exported.slipNo}`];
  }
  if (!isLoadable(list)) {
    return [`is not released: its status is ${list.state}`, `未放行，状态${list.state}`];
  }
  return list.promised.length > 0 ? null : ['takes no goods from stock', '未占用账册库存'];
}
