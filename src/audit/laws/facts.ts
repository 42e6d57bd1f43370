import { walkDeclaredLooks } from '../declared-looks.ts';
import { isExportEntry, readExport } from '../export-facts-reader.ts';
import { readFacts } from '../facts-reader.ts';
import { type FactsView, walkFacts } from '../facts-walk.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Every decision, standing or earlier, has its own place in a facts segment, every place belongs to
 * one decision, and what stands there can be read.
 */
export const FACTS: Law = {
  id: 'facts',
  title: 'Every decision has the facts it rests on',
  watch: (tally, scope) => ({
    onParcel: (parcel) => {
      const { facts, decided_at, list_no } = parcel;
      tally.check(facts?.at === decided_at, () => `list ${list_no} has the facts of another time`);
    },
    onExport: ({ list_no, steps }) => {
      const fits = steps.every(({ state, at, kept }) => {
        return kept?.state === state && (kept.rested === null || kept.rested.at === at);
      });
      tally.check(fits, () => `list ${list_no} has the facts of another decision`);
    },
    finish: async () => {
      await checkDeclared(tally, scope);
      const archived = await checkBodies(tally, scope);
      tally.add(archived.length, 0, []);
      await checkBySql(scope.sql, tally, SEGMENTS, PLACES, [
        archived.map(({ stream }) => stream),
        archived.map(({ sequence }) => sequence),
        archived.map(({ count }) => count),
        scope.days.expired,
      ]);
    },
  }),
};

/** What declarations rested on that were looked at stands with the step. */
async function checkDeclared(tally: Tally, { sql }: Scope): Promise<void> {
  for await (const looks of walkDeclaredLooks(sql, 'audit_declared_facts')) {
    for (const { pre_no: number, at, kept } of looks) {
      const fits = kept?.rested.at === at;
      tally.check(fits, () => `declaration ${number} has the facts of another decision`);
    }
  }
}

const SEGMENTS = 'select count(*) as n from clearance.segments';

/** Decisions of a day whose file is gone point to facts that are gone with it. */
const THERE = `not (((decided_at at time zone 'UTC') + interval '8 hours')::date
  = any($4::date[]))`;

const PLACES = `
  select 'segment ' || stream || '/' || sequence || ' keeps ' || coalesce(s.count, 0)
    || ' decisions, ' || coalesce(d.n, 0) || ' point to it'
  from (
    select stream, sequence, count from clearance.segments
    union all
    select * from unnest($1::uuid[], $2::integer[], $3::integer[])
  ) s full join (
    select stream, sequence, count(*) as n, count(distinct position) as places,
      min(position) as first, max(position) as last
    from (
      select stream, sequence, position from clearance.cases
      where stream is not null and ${THERE}
      union all
      select stream, sequence, position from clearance.past_cases where ${THERE}
      union all
      select stream, sequence, position from export.cases where stream is not null and ${THERE}
      union all
      select stream, sequence, position from export.past_cases where ${THERE}
    ) decisions group by stream, sequence
  ) d using (stream, sequence)
  where s.count is distinct from d.n or d.places <> d.n or d.first <> 0 or d.last <> s.count - 1
  union all
  select 'list ' || list_no || ' keeps no place of its facts' from clearance.cases
  where list_no is not null and (stream is null or sequence is null or position is null)
  union all
  select 'list ' || list_no || ' keeps no place of its facts' from export.cases
  where list_no is not null and (stream is null or sequence is null or position is null)`;

/** Whether an entry has the form of a decision: its documents' places, a tab, JSON. */
function isEntry(entry: string): boolean {
  return (isExportEntry(entry) ? readExport(entry) : readFacts(entry)) !== 'unreadable';
}

/** @returns those that lie in the files of archived days, without their entries */
async function checkBodies(tally: Tally, scope: Scope): Promise<Omit<FactsView, 'entries'>[]> {
  const archived: Omit<FactsView, 'entries'>[] = [];
  await walkFacts(scope, 'audit_facts', ({ entries, ...segment }) => {
    const { stream, sequence, count } = segment;
    const ok = entries?.length === count && entries.every(isEntry);
    tally.check(ok, () => `segment ${stream}/${sequence} cannot be read as ${count} decisions`);
    if (segment.archived) archived.push(segment);
  });
  return archived;
}
