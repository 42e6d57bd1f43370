import { businessDate, type Instant } from '../base/dates.ts';
import type { CaseFacts } from '../clearance/case-facts.ts';
import type { Selection } from '../clearance/selection.ts';
import type { ExportCaseFacts } from '../export/case-facts.ts';
import type { ExportValue } from '../export/verdict.ts';
import { classify } from '../inspection/classify.ts';
import { deriveDraw } from '../inspection/derive.ts';
import { inputOf } from '../inspection/draw-reader.ts';
import { drawNumbered } from '../inspection/epoch-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { MatchedCase } from '../matching/case.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { assess } from '../risk/evaluate.ts';
import type { ExportSubject } from '../risk/export-subject.ts';
import { loadRisk } from '../risk/risk-view.ts';
import { notedOf } from '../risk/subject.ts';
import { type AssessedExport, exportSubject, subjectAgain } from './assess-risk.ts';
import { conditionalExports } from './export-select.ts';

/** How a list was looked at before its release, and whether all of it comes out again. */
export type ExplainedSelection = {
  readonly selection: Selection;
  /** The classes, by the law and the enterprises of the decision. */
  readonly sameClasses: boolean;
  /** The rules that targeted it, by what was noted then. */
  readonly sameRules: boolean;
  /** Whether the draw that it was in, computed again, chose as it did. */
  readonly sameDraw: boolean;
};

/** Whether all of it comes out again; also where nobody looked. */
export function comesOutAgain(selected: ExplainedSelection | null): boolean {
  if (selected === null) return true;
  return selected.sameClasses && selected.sameRules && selected.sameDraw;
}

/** Looks again at a list as it was looked at; null where nobody looked. */
export async function explainSelection(
  sql: Sql,
  matched: MatchedCase,
  facts: CaseFacts,
  index: ProfileIndex,
): Promise<ExplainedSelection | null> {
  const { selection } = facts;
  if (selection === null) return null;
  const date = businessDate(facts.at);
  const enterprises = new Map(facts.enterprises.map((one) => [one.code, one]));
  const enterpriseOf = (code: string) => enterprises.get(code);
  const classed = classify(matched.list.terms, { enterpriseOf, index, date, hits: 0 });
  return {
    selection,
    sameClasses:
      classed?.enterpriseClass === selection.enterpriseClass &&
      classed.goodsClass === selection.goodsClass,
    sameRules: await rulesAgain(sql, matched, { ...facts, enterprises }, selection),
    sameDraw: await drawnAgain(sql, matched.list.preNo, selection),
  };
}

/** Looks again at an export list as it was looked at. @param value by the rates of its day */
export async function explainExportSelection(
  sql: Sql,
  { list }: ExportMatched,
  { at, enterprises }: Pick<ExportCaseFacts, 'at' | 'enterprises'>,
  value: ExportValue,
  selection: Selection,
  index: ProfileIndex,
): Promise<ExplainedSelection> {
  const date = businessDate(at);
  const known = new Map(enterprises.map((one) => [one.code, one]));
  const classed = classify(list.terms, {
    ...{ index, date, hits: 0, enterpriseOf: (code) => known.get(code) },
    isConditional: conditionalExports(index, date),
  });
  const { enterpriseClass, goodsClass } = selection;
  return {
    selection,
    sameClasses: classed?.enterpriseClass === enterpriseClass && classed.goodsClass === goodsClass,
    sameRules: await exportRulesAgain(sql, { list: list.terms, value }, at, known, selection),
    sameDraw: await drawnAgain(sql, list.preNo, selection),
  };
}

async function exportRulesAgain(
  sql: Sql,
  one: AssessedExport,
  at: Instant,
  enterprises: ExportSubject['enterprises'],
  { rules, noted }: Selection,
): Promise<boolean> {
  if (noted === null) return rules.length === 0;
  const subject = exportSubject(one, { at, enterprises }, new Map());
  const asked = (await loadRisk(sql)).exports(at);
  const again = assess(asked, { ...subject, noted: notedOf(noted) });
  return again.rules.join() === rules.join();
}

async function rulesAgain(
  sql: Sql,
  matched: MatchedCase,
  facts: Parameters<typeof subjectAgain>[1],
  { rules, noted }: Selection,
): Promise<boolean> {
  // What was noted of a list that no rule chose is not kept.
  if (noted === null) return rules.length === 0;
  const subject = subjectAgain(matched, facts, notedOf(noted));
  const again = assess((await loadRisk(sql)).imports(facts.at), subject);
  return again.rules.join() === rules.join();
}

async function drawnAgain(sql: Sql, preNo: string, selection: Selection): Promise<boolean> {
  const { draw, label } = selection;
  if (draw === null) return label !== 'random';
  const row = await drawNumbered(sql, draw.day, draw.sequence);
  if (row === null) return false;
  const drawn = deriveDraw(inputOf(row)).result.some(({ target }) => target === preNo);
  return drawn === (label === 'random');
}
