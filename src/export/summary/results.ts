import { LIMITS } from '../../base/limits.ts';
import type { Sql } from '../../io/postgres.ts';
import type { Application, Told } from './application-store.ts';
import { type Declaration, type DeclarationTotals, declarationsAt } from './declaration-store.ts';
import { type Group, groupsOf } from './group-store.ts';
import { listsOfGroup, type SummedList } from './list-store.ts';

/** One line of a list and the line of the declaration that it is in. */
export type ResultLine = {
  readonly listNo: string;
  readonly logisticsNo: string;
  readonly gnum: number;
  readonly gseqno: number;
  readonly gcode: string;
};

/** One message about a declaration (CEB792): its lines of lists, in their order. */
export type ResultPage = {
  readonly declaration: Declaration & DeclarationTotals;
  readonly group: Group;
  /** How many messages tell of the declaration, and which of them this is, from 1. */
  readonly messages: number;
  readonly message: number;
  readonly lines: readonly ResultLine[];
};

/** How much is told at once. */
export type ResultSize = {
  /** Lines of lists in one message. */
  readonly lines: number;
  /** Lines told by one transaction, and how many lists it reads in one statement. */
  readonly batch: number;
  readonly lists: number;
};

const USUAL: ResultSize = {
  lines: LIMITS.summaryResultLines,
  batch: LIMITS.summaryResultBatch,
  lists: 2_000,
};

/** Declarations read in one statement, and most of those told by one transaction. */
const DECLARATIONS = 200;

/**
 * The next messages about an application, from where it was told: of each declaration the lines of
 * lists in the order of the lists' numbers. What was told does not change when a list is taken back
 * later: a correction has a message of its own.
 */
export async function nextPages(
  tx: Sql,
  { sumNo, position, messages, listNo, gnum }: Pick<Application, 'sumNo'> & Told,
  size: ResultSize = USUAL,
): Promise<{ readonly pages: ResultPage[]; readonly told: Told }> {
  const declarations = await declarationsAt(tx, sumNo, position, position + DECLARATIONS);
  const groups = new Map(
    (
      await groupsOf(
        tx,
        declarations.map(({ groupId }) => groupId),
      )
    ).map((group) => [group.id, group]),
  );
  const reader = listReader(tx, size.lists);
  const pages: ResultPage[] = [];
  let place: Told = { position, messages, listNo, gnum };
  let lines = 0;
  for (const declaration of declarations) {
    const all = Math.max(1, Math.ceil(declaration.uses / size.lines));
    const group = groups.get(declaration.groupId)!;
    while (place.position === declaration.position) {
      if (lines >= size.batch) return { pages, told: place };
      const page = await linesAfter(reader, declaration, place, size);
      const message = place.messages + 1;
      pages.push({ declaration, group, messages: all, message, lines: page });
      lines += page.length;
      place = message === all ? behind(declaration) : within(place, page);
    }
  }
  return { pages, told: place };
}

function behind({ position }: Declaration): Told {
  return { position: position + 1, messages: 0, listNo: '', gnum: 0 };
}

function within({ position, messages }: Told, page: readonly ResultLine[]): Told {
  const { listNo, gnum } = page.at(-1)!;
  return { position, messages: messages + 1, listNo, gnum };
}

/** The lines of a declaration behind a place, as many as one message has. */
async function linesAfter(
  reader: ListReader,
  { groupId, lines }: Declaration,
  { listNo, gnum }: Told,
  size: ResultSize,
): Promise<ResultLine[]> {
  const bySum = new Map(
    lines.flatMap(({ gseqno, lineNos, keys }) =>
      lineNos.map((no) => [no, { gseqno, gcode: keys.gcode }] as const),
    ),
  );
  const found: ResultLine[] = [];
  for (let from = listNo, read = ''; ; from = read) {
    const lists = await reader(groupId, from);
    for (const list of lists) {
      if (list.listNo === read) continue;
      for (const [i, lineNo] of list.lineNos.entries()) {
        const place = bySum.get(lineNo);
        if (place === undefined || (list.listNo === listNo && i < gnum)) continue;
        found.push({ listNo: list.listNo, logisticsNo: list.logisticsNo, gnum: i + 1, ...place });
        if (found.length === size.lines) return found;
      }
    }
    const last = lists.at(-1);
    if (last === undefined || lists.length < size.lists) return found;
    read = last.listNo;
  }
}

type ListReader = (groupId: number, from: string) => Promise<readonly SummedList[]>;

/** Reads lists of groups; what was read is at hand, as declarations of a group read the same. */
function listReader(tx: Sql, limit: number): ListReader {
  const read = new Map<string, readonly SummedList[]>();
  let group = -1;
  return async (groupId, from) => {
    if (groupId !== group) read.clear();
    group = groupId;
    const known = read.get(from);
    if (known !== undefined) return known;
    const lists = await listsOfGroup(tx, groupId, from, limit);
    read.set(from, lists);
    return lists;
  };
}
