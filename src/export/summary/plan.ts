import { inKeyOrder } from '../../base/keys.ts';
import {
  type ClosedList,
  type GroupHead,
  headKey,
  headOf,
  type LineKeys,
  lineKey,
  linesOf,
  plus,
  type Sums,
} from './sums.ts';

/** What lists add to one group. */
export type PlannedGroup = {
  readonly key: string;
  readonly head: GroupHead;
  readonly lists: readonly PlannedList[];
  /** In the order of their keys. */
  readonly lines: readonly PlannedLine[];
};

export type PlannedLine = { readonly key: string; readonly keys: LineKeys; readonly sums: Sums };

export type PlannedList = {
  readonly listNo: string;
  readonly logisticsNo: string;
  /** Of each line of the list the key of the sum that it goes into; empty when nothing is left. */
  readonly lineKeys: readonly string[];
};

type Growing = {
  readonly key: string;
  readonly head: GroupHead;
  readonly lists: PlannedList[];
  readonly lines: Map<string, PlannedLine>;
};

/** What lists add up to, by group and line, in the order of the keys. */
export function planSums(lists: readonly ClosedList[]): PlannedGroup[] {
  const groups = new Map<string, Growing>();
  for (const list of lists) {
    const head = headOf(list.terms);
    const key = headKey(head);
    let group = groups.get(key);
    if (group === undefined) {
      group = { key, head, lists: [], lines: new Map() };
      groups.set(key, group);
    }
    group.lists.push(addTo(group.lines, list));
  }
  return inKeyOrder(groups.values(), ({ key }) => key).map(({ lines, ...group }) => {
    return { ...group, lines: inKeyOrder(lines.values(), ({ key }) => key) };
  });
}

function addTo(lines: Map<string, PlannedLine>, { listNo, terms, back }: ClosedList): PlannedList {
  const lineKeys = linesOf(terms, back).map(({ keys, sums }) => {
    if (sums.uses === 0) return '';
    const key = lineKey(keys);
    const before = lines.get(key);
    lines.set(key, { key, keys, sums: before === undefined ? sums : plus(before.sums, sums) });
    return key;
  });
  return { listNo, logisticsNo: terms.logisticsNo, lineKeys };
}
