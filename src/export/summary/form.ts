import { isoShanghai } from '../../base/dates.ts';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import type { SummaryTerms } from '../../documents/export-terms.ts';
import { summaryFinding } from './codes.ts';
import { type Month, monthOf } from './months.ts';

/** The messages of one application, in the order of their numbers. */
export type Parts = readonly [SummaryTerms, ...SummaryTerms[]];

/** A list as an application names it, and where. */
export type Named = { readonly listNo: string; readonly path: string };

/** What the heads of all messages of an application have in common. */
const COMMON = [
  ...(['customsCode', 'ebcCode', 'declAgentCode', 'startTime', 'endTime', 'loctNo'] as const),
  ...(['summaryFlag', 'itemNameFlag', 'msgCount'] as const),
] as const;

/** Milliseconds of a second: a time of a message stands for all of it. */
const SECOND = 1_000;

/** Whether a message can be a part of an application at all. */
export function partFindings({ msgCount, msgSeqNo }: SummaryTerms): Finding[] {
  const limit = LIMITS.summaryParts;
  if (msgSeqNo >= 1 && msgSeqNo <= msgCount && msgCount <= limit) return [];
  const fill = { part: String(msgSeqNo), parts: String(msgCount), limit: String(limit) };
  return [summaryFinding('SUM-PARTS', 'SummaryApplyHead/msgSeqNo', fill)];
}

/** What is wrong with an application in itself, when it waits for no more messages. */
export function formFindings(parts: Parts): Finding[] {
  const [first] = parts;
  return [
    ...differences(parts),
    ...missing(parts),
    ...flagFindings(first),
    ...(namedIn(parts).length > 0 ? listsForm(parts) : periodForm(first)),
  ];
}

function differences([first, ...others]: Parts): Finding[] {
  const elements = COMMON.filter((name) => others.some((other) => other[name] !== first[name]));
  if (elements.length === 0) return [];
  const fill = { elements: elements.join(', ') };
  return [summaryFinding('SUM-PARTS-DIFFER', `SummaryApplyHead/${elements[0]}`, fill)];
}

function missing(parts: Parts): Finding[] {
  const [{ msgCount }] = parts;
  if (parts.length >= msgCount) return [];
  const there = parts.map(({ msgSeqNo }) => msgSeqNo).join(', ');
  const fill = { parts: String(msgCount), there };
  return [summaryFinding('SUM-PARTS-MISSING', 'SummaryApplyHead/msgCount', fill)];
}

function flagFindings(terms: SummaryTerms): Finding[] {
  return (['summaryFlag', 'itemNameFlag'] as const)
    .filter((element) => !['0', '1'].includes(terms[element]))
    .map((element) =>
      summaryFinding('SUM-FLAG', `SummaryApplyHead/${element}`, { element, value: terms[element] }),
    );
}

function listsForm(parts: Parts): Finding[] {
  const [{ startTime, endTime }] = parts;
  const both = startTime !== null || endTime !== null;
  const seen = new Set<string>();
  const twice = namedIn(parts).filter(({ listNo }) => {
    const again = seen.has(listNo);
    seen.add(listNo);
    return again;
  });
  return [
    ...(both ? [summaryFinding('SUM-WHAT', 'SummaryApplyHead/startTime')] : []),
    ...twice.map(({ listNo, path }) => summaryFinding('SUM-TWICE', path, { listNo })),
  ];
}

function periodForm({ startTime, endTime }: SummaryTerms): Finding[] {
  const path = 'SummaryApplyHead/startTime';
  if (startTime === null || endTime === null) return [summaryFinding('SUM-WHAT', path)];
  if (endTime < startTime) return [summaryFinding('SUM-PERIOD', path)];
  if (monthOf(startTime) === monthOf(endTime)) return [];
  const fill = { from: isoShanghai(startTime), until: isoShanghai(endTime) };
  return [summaryFinding('SUM-MONTH', path, fill)];
}

/** The lists that an application names. */
export function namedIn(parts: Parts): Named[] {
  return parts.flatMap(({ listNos }) =>
    listNos.map((listNo, i) => ({ listNo, path: `SummaryApplyList[${i + 1}]/invtNo` })),
  );
}

/** A period of one month, both ends inclusive to the millisecond. */
export type Period = { readonly month: Month; readonly from: number; readonly until: number };

/** The period of an application without findings that names no lists; else null. */
export function periodOf(parts: Parts): Period | null {
  const [{ startTime, endTime }] = parts;
  if (startTime === null || endTime === null) return null;
  return { month: monthOf(startTime), from: startTime, until: endTime + SECOND - 1 };
}
