import { assert } from '../base/assert.ts';

/**
 * What waits, handed out owner by owner: deficit round robin. Each owner has a lane of its own, in
 * the order of arrival; the lanes are served in a circle, each for about `quantum` of cost a turn.
 * So one owner with thousands waiting delays another with three by no more than one turn, and the
 * order depends on nothing but the arrivals.
 *
 * An item that costs more than a turn waits for the turns of its lane to add up to it. A step costs
 * the same whatever waits.
 */
export type FairQueue<Item> = {
  push(owner: string, item: Item, cost: number): void;
  /** The item whose turn it is; undefined when nothing waits. */
  peek(): Item | undefined;
  /** Takes that item out. */
  take(): Item | undefined;
  size(): number;
};

type Entry<Item> = { readonly item: Item; readonly cost: number };

type Lane<Item> = {
  readonly owner: string;
  readonly entries: Entry<Item>[];
  /** Entries before this one are taken. */
  first: number;
  /** What the lane may still hand out in this turn. */
  credit: number;
  /** In the circle; null only while the lane is made. */
  next: Lane<Item> | null;
};

/** Entries that were taken are cut off when there are as many, so that each is moved once. */
const CUT = 256;

/** An empty queue. `quantum`: cost of one turn. */
export function fairQueue<Item>(quantum: number): FairQueue<Item> {
  // Without it no lane would ever have its turn.
  assert(quantum > 0, 'a turn is worth something');
  const lanes = new Map<string, Lane<Item>>();
  /** The circle of lanes with something in them; its head is `last.next`. */
  let last: Lane<Item> | null = null;
  let size = 0;

  const begin = (lane: Lane<Item>): void => {
    lane.credit += quantum;
  };
  const join = (owner: string): Lane<Item> => {
    const lane: Lane<Item> = { owner, entries: [], first: 0, credit: 0, next: null };
    lanes.set(owner, lane);
    lane.next = last?.next ?? lane;
    if (last === null) begin(lane);
    else last.next = lane;
    last = lane;
    return lane;
  };
  const leave = (lane: Lane<Item>, before: Lane<Item>): void => {
    lanes.delete(lane.owner);
    last = lane === before ? null : before;
    if (last === null) return;
    last.next = lane.next;
    begin(last.next!);
  };
  const head = (): Lane<Item> | null => {
    while (last !== null) {
      const lane: Lane<Item> = last.next!;
      if (lane.entries[lane.first]!.cost <= lane.credit) return lane;
      last = lane;
      begin(lane.next!);
    }
    return null;
  };
  return {
    push: (owner, item, cost) => {
      (lanes.get(owner) ?? join(owner)).entries.push({ item, cost });
      size += 1;
    },
    peek: () => {
      const lane = head();
      return lane === null ? undefined : lane.entries[lane.first]!.item;
    },
    take: () => {
      const lane = head();
      if (lane === null) return undefined;
      const { item, cost } = lane.entries[lane.first]!;
      size -= 1;
      lane.credit -= cost;
      lane.first += 1;
      if (lane.first === lane.entries.length) leave(lane, last!);
      else if (lane.first >= CUT && lane.first * 2 >= lane.entries.length) {
        lane.entries.splice(0, lane.first);
        lane.first = 0;
      }
      return item;
    },
    size: () => size,
  };
}
