import { isoShanghai } from '../../base/dates.ts';
import type { Finding } from '../../base/finding.ts';
import type { ExportListTerms, SummaryTerms } from '../../documents/export-terms.ts';
import { summaryFinding } from './codes.ts';
import type { Named, Period } from './form.ts';
import type { Group } from './group-store.ts';
import type { SummedList } from './list-store.ts';

/** How a list stands that is declared to customs, by its number. */
export type ListStanding = {
  /** 800, 899 ... */
  readonly state: string;
  readonly terms: ExportListTerms;
};

/** What an application takes: groups as they are, and lists out of others; or why it may not. */
export type Taking = {
  readonly findings: readonly Finding[];
  readonly whole: readonly Group[];
  readonly picked: readonly { readonly group: Group; readonly lists: readonly SummedList[] }[];
};

const refused = (findings: readonly Finding[]): Taking => ({ findings, whole: [], picked: [] });

const HEAD = 'SummaryApplyHead';

/**
 * What an application by period takes: the open groups that the period covers, whole. A period
 * that covers a part of one is refused: sums do not know which list was closed when.
 */
export function takePeriod(
  { loctNo }: Pick<SummaryTerms, 'loctNo'>,
  { from, until }: Period,
  open: readonly Group[],
): Taking {
  const own = open.filter(
    (group) =>
      (loctNo === null || group.loctNo === loctNo) &&
      group.lastClosed >= from &&
      group.firstClosed <= until,
  );
  const cut = own.filter(({ firstClosed, lastClosed }) => firstClosed < from || lastClosed > until);
  if (cut.length > 0) {
    const first = Math.min(...cut.map(({ firstClosed }) => firstClosed));
    const last = Math.max(...cut.map(({ lastClosed }) => lastClosed));
    const fill = { from: isoShanghai(first), until: isoShanghai(last) };
    return refused([summaryFinding('SUM-CUT', `${HEAD}/endTime`, fill)]);
  }
  if (own.length === 0) return refused([summaryFinding('SUM-NONE', `${HEAD}/startTime`)]);
  return { findings: [], whole: own, picked: [] };
}

/** What is known of the lists that an application names. */
export type ListFacts = {
  readonly summed: ReadonlyMap<string, SummedList & { readonly isBack: boolean }>;
  /** The groups that they are in, in the order of their keys. */
  readonly groups: readonly Group[];
  /** Lists that are in no sum. */
  readonly others: ReadonlyMap<string, ListStanding>;
};

/** What an application takes that names lists: groups of which it names all, and the others. */
export function takeLists(
  terms: SummaryTerms,
  named: readonly Named[],
  { summed, groups, others }: ListFacts,
): Taking {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const findings: Finding[] = [];
  const taken = new Map<Group, SummedList[]>();
  for (const { listNo, path } of named) {
    const list = summed.get(listNo);
    const group = list === undefined ? undefined : byId.get(list.groupId);
    if (list === undefined || group === undefined) {
      findings.push(otherFinding({ listNo, path }, terms, others.get(listNo)));
      continue;
    }
    const own = listFindings({ listNo, path }, terms, group, list.isBack);
    findings.push(...own);
    const lists = taken.get(group);
    if (lists === undefined) taken.set(group, [list]);
    else lists.push(list);
  }
  if (findings.length > 0) return refused(findings);
  const isWhole = (group: Group) => taken.get(group)?.length === group.lists;
  const touched = groups.filter((group) => taken.has(group));
  return {
    findings: [],
    whole: touched.filter(isWhole),
    picked: touched
      .filter((group) => !isWhole(group))
      .map((group) => ({ group, lists: taken.get(group) ?? [] })),
  };
}

/** Elements in which a list and the application that names it must agree. */
const PARTY = ['customsCode', 'ebcCode', 'agentCode'] as const;
type PartyOf = Pick<SummaryTerms, (typeof PARTY)[number]>;

function partyFindings({ listNo, path }: Named, terms: PartyOf, list: PartyOf): Finding[] {
  const elements = PARTY.filter((element) => list[element] !== terms[element]);
  if (elements.length === 0) return [];
  return [summaryFinding('SUM-PARTY', path, { listNo, elements: elements.join(', ') })];
}

function listFindings(named: Named, terms: SummaryTerms, group: Group, isBack: boolean): Finding[] {
  const { listNo, path } = named;
  const party = partyFindings(named, terms, group);
  // Whose list it is not learns nothing about it.
  if (party.length > 0) return party;
  if (isBack) return [summaryFinding('SUM-BACK', path, { listNo })];
  if (group.sumNo === null) return [];
  return [summaryFinding('SUM-DECLARED', path, { listNo, sumNo: group.sumNo })];
}

function otherFinding(named: Named, terms: SummaryTerms, list: ListStanding | undefined): Finding {
  const { listNo, path } = named;
  if (list === undefined) return summaryFinding('SUM-UNKNOWN', path, { listNo });
  const [party] = partyFindings(named, terms, list.terms);
  if (party !== undefined) return party;
  if (list.terms.statisticsFlag !== 'B') return summaryFinding('SUM-CHANNEL', path, { listNo });
  return summaryFinding('SUM-OPEN', path, { listNo, state: list.state });
}
