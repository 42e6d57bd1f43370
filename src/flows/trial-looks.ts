import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { loadExportCases } from '../export/case-store.ts';
import type { Sql } from '../io/postgres.ts';
import { classUnder } from '../registry/credit-regime.ts';
import type { CreditClass } from '../registry/enterprise.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import type { Test } from '../risk/evaluate.ts';
import { type ExportSubject, exportClassOf } from '../risk/export-subject.ts';
import { openSightings, seenKeys } from '../risk/sightings.ts';
import { notedSignals, type SignalCounts } from '../risk/signal-counts.ts';
import { classOf, type RiskSubject } from '../risk/subject.ts';
import type { Tally } from '../risk/tally.ts';
import { exportSubject } from './assess-risk.ts';
import { type PassedExport, type Walk, walkPassed, walkPassedExports } from './decided-walk.ts';
import { walkPassedDeclarations } from './declared-walk.ts';

/**
 * Asks a rule about the lists of a day that passed, page by page; gives how many decisions each
 * page had. `counts` are the signals known when the day began.
 */
export type TrialLook = (
  day: BusinessDate,
  walk: Walk,
  counts: SignalCounts,
) => AsyncGenerator<number>;

/** What a trial counts in, and the law whose tables it counts by. */
export type TrialCount = { readonly index: ProfileIndex; readonly tally: Tally };

/** Looks at imports; how often a person came is counted from what is looked at. */
export function importLook(sql: Sql, test: Test<RiskSubject>, count: TrialCount): TrialLook {
  const { index, tally } = count;
  const sightings = openSightings();
  // One that was concluded comes once more.
  const seen = new Set<string>();
  return async function* (day, walk, counts) {
    for await (const { decisions, parcels } of walkPassed(sql, day, walk)) {
      for (const { facts, ...documents } of parcels) {
        if (seen.has(facts.ref)) continue;
        seen.add(facts.ref);
        const look = sightings.look([seenKeys(documents)], facts.at, lawOf(index, facts.at));
        look.keep();
        const { ebpCode, ebcCode } = documents.list;
        const subject: RiskSubject = {
          ...documents,
          at: facts.at,
          enterprises: new Map(facts.enterprises.map((one) => [one.code, one])),
          identity: facts.identity,
          noted: { ...look.counts[0]!, ...notedSignals(counts, ebpCode, ebcCode) },
        };
        const seller = classOn(index, facts.at, classOf(subject, 'seller'));
        tally.add(seller, facts.ref, test(subject));
      }
      yield decisions;
    }
  };
}

const lawOf = (index: ProfileIndex, at: Instant) => index.sightings(businessDate(at));

/**
 * Looks at exports: lists, which have their customs number with their case alone, and customs
 * declarations.
 */
export function exportLook(sql: Sql, test: Test<ExportSubject>, count: TrialCount): TrialLook {
  const { index, tally } = count;
  const seen = new Set<string>();
  // One that was concluded comes once more.
  const isFresh = ({ ref }: PassedExport): boolean => {
    if (seen.has(ref)) return false;
    seen.add(ref);
    return true;
  };
  const ask = (one: PassedExport, number: string, counts: SignalCounts): void => {
    const { at, enterprises } = one.facts;
    const known = new Map(enterprises.map((firm) => [firm.code, firm]));
    const subject = exportSubject(one, { at, enterprises: known }, counts);
    tally.add(classOn(index, at, exportClassOf(subject, 'seller')), number, test(subject));
  };
  return async function* (day, walk, counts) {
    for await (const { decisions, lists } of walkPassedExports(sql, day, walk)) {
      const fresh = lists.filter(isFresh);
      const cases = await loadExportCases(sql, fresh.map(orderKeyOf));
      for (const one of fresh) ask(one, cases.get(orderKeyOf(one))?.listNo ?? one.ref, counts);
      yield decisions;
    }
    for await (const declared of walkPassedDeclarations(sql, day, walk)) {
      for (const one of declared.filter(isFresh)) ask(one, one.ref, counts);
      yield declared.length;
    }
  };
}

const orderKeyOf = ({ list }: PassedExport): string => keyOf(list.ebpCode, list.orderNo);

/** The class that the table of the day has for a class: rules see the one that is on file. */
function classOn(index: ProfileIndex, at: Instant, onFile: CreditClass | ''): CreditClass | '' {
  const table = index.classes(businessDate(at));
  return onFile === '' || table === null ? onFile : classUnder(table.regime, onFile);
}
