import { entriesOf, isEntry } from '../facts-reader.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { pages } from '../snapshot.ts';
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
    finish: async () => {
      await checkBySql(scope.sql, tally, SEGMENTS, PLACES);
      await checkBodies(tally, scope);
    },
  }),
};

const SEGMENTS = 'select count(*) as n from clearance.segments';

const PLACES = `
  select 'segment ' || stream || '/' || sequence || ' keeps ' || coalesce(s.count, 0)
    || ' decisions, ' || coalesce(d.n, 0) || ' point to it'
  from clearance.segments s full join (
    select stream, sequence, count(*) as n, count(distinct position) as places,
      min(position) as first, max(position) as last
    from (
      select stream, sequence, position from clearance.cases where stream is not null
      union all
      select stream, sequence, position from clearance.past_cases
    ) decisions group by stream, sequence
  ) d using (stream, sequence)
  where s.count is distinct from d.n or d.places <> d.n or d.first <> 0 or d.last <> s.count - 1
  union all
  select 'list ' || list_no || ' keeps no place of its facts' from clearance.cases
  where list_no is not null and (stream is null or sequence is null or position is null)`;

type Row = { stream: string; sequence: number; count: number; body: Uint8Array };

async function checkBodies(tally: Tally, { sql }: Scope): Promise<void> {
  const text = 'select stream, sequence, count, body from clearance.segments';
  for await (const rows of pages<Row>(sql, 'audit_facts', text, 200)) {
    for (const { stream, sequence, count, body } of rows) {
      const entries = entriesOf(body);
      const ok = entries?.length === count && entries.every(isEntry);
      tally.check(ok, () => `segment ${stream}/${sequence} cannot be read as ${count} decisions`);
    }
  }
}
