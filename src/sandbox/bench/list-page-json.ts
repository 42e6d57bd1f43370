import { assert } from '../../base/assert.ts';

/** The numbers by which a list can be found. */
export type Numbers = {
  readonly listNo: string;
  readonly preNo: string;
  readonly orderNo: string;
  readonly logisticsNo: string;
};

/** What a benchmark reads of an answer: the lists on a page, and where it goes on. */
export type ListPage = { readonly lists: readonly Numbers[] | null; readonly next: string | null };

const KINDS = ['listNo', 'preNo', 'orderNo', 'logisticsNo'] as const;

/** Reads an answer; `lists` is null when it is no page of lists. @throws Bug for another shape */
export function readListPage(text: string): ListPage {
  const { lists = null, next = null } = JSON.parse(text) as Partial<ListPage>;
  for (const list of lists ?? []) {
    for (const kind of KINDS) assert(typeof list[kind] === 'string', `a list has its ${kind}`);
  }
  assert(next === null || typeof next === 'string', 'a page says where it goes on');
  return { lists, next };
}
