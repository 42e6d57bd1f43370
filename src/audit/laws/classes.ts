import {
  addDays,
  addMonths,
  type BusinessDate,
  businessDate,
  type Instant,
} from '../../base/dates.ts';
import type { Law, Tally } from '../law.ts';

/**
 * Each enterprise has the class that its credit events give (CLS-4): dishonest from a reason on
 * that no rehabilitation has followed, else as it was last certified or made ordinary. Worked out
 * for the moment at which its class was last looked at; what time has brought since is a note.
 */
export const CLASSES: Law = {
  id: 'classes',
  title: 'The class of each enterprise follows from its credit events',
  watch: (tally, { sql, now }) => ({
    finish: async () => {
      const enterprises = await sql.query<Enterprise>(ENTERPRISES);
      const events = Map.groupBy(await sql.query<Event>(EVENTS), ({ code }) => code);
      const records = Map.groupBy(await sql.query<Recorded>(RECORDS), ({ code }) => code);
      let waiting = 0;
      for (const one of enterprises) {
        const own = {
          one,
          events: events.get(one.code) ?? [],
          records: records.get(one.code) ?? [],
        };
        checkOne(tally, own);
        const [base] = own.records;
        if (base === undefined) continue;
        if (classAt(base.class, own.events, businessDate(now)) !== one.class) waiting += 1;
      }
      if (waiting > 0) tally.note(`${waiting} classes change with the step of the day`);
    },
  }),
};

type Enterprise = { code: string; class: string; by_events: boolean; exempt: boolean };
/** A row of the events. */
export type Event = {
  code: string;
  serial: number;
  day: BusinessDate;
  kind: string;
  paper_no: string;
  class: string | null;
  fine: bigint | null;
  documents: bigint | null;
  broker: boolean | null;
  entered_at: Instant;
};
type Recorded = { code: string; serial: number; class: string; event: number | null; at: Instant };

const ENTERPRISES = `
  select code, credit_class as class, class_by_events as by_events,
         guarantee_exempt as exempt
  from registry.enterprises order by code`;
const EVENTS = `
  select enterprise_code as code, serial, day, kind, paper_no, class, fine, documents, broker,
         entered_at
  from registry.credit_events order by enterprise_code, serial`;
const RECORDS = `
  select enterprise_code as code, serial, class, event, at
  from registry.class_history order by enterprise_code, serial`;

type Own = {
  readonly one: Enterprise;
  readonly events: readonly Event[];
  readonly records: readonly Recorded[];
};

function checkOne(tally: Tally, { one, events, records }: Own): void {
  const known = events.length > 0 || records.length > 0;
  const complete = isRun(events) && isRun(records) && (!known || records.length > 0);
  const fits = one.by_events === known && complete;
  if (!tally.check(fits, () => `enterprise ${one.code} has gaps in its credit`)) return;
  const applied = events
    .filter(({ kind }) => kind === 'exempted' || kind === 'exemption-withdrawn')
    .reduce<Event | null>((a, b) => (a === null || isBefore(a, b) ? b : a), null);
  tally.check(
    one.exempt === (applied?.kind === 'exempted'),
    () => `enterprise ${one.code} is exempt from guarantees or not, against its events`,
  );
  const [base, last] = [records[0], records.at(-1)];
  if (base === undefined || last === undefined) return;
  tally.check(
    last.class === one.class,
    () => `enterprise ${one.code} is ${one.class}, its history says ${last.class}`,
  );
  const seen = Math.max(last.at, ...events.map(({ entered_at }) => entered_at));
  const given = classAt(base.class, events, businessDate(seen));
  tally.check(
    given === one.class,
    () => `enterprise ${one.code} is ${one.class}, its events give ${given}`,
  );
  const serials = new Set(events.map(({ serial }) => serial));
  const named = records.slice(1).every(({ event }) => event !== null && serials.has(event));
  tally.check(named, () => `enterprise ${one.code} has a class without its event`);
}

const isRun = (rows: readonly { readonly serial: number }[]): boolean =>
  rows.every(({ serial }, index) => serial === index + 1);

/** A point in time: a day, and within it the order in which it was entered. */
type Point = { readonly day: BusinessDate; readonly serial: number };
const isBefore = (a: Point, b: Point): boolean =>
  a.day < b.day || (a.day === b.day && a.serial < b.serial);

const BEGINNING: Point = { day: '0000-00-00', serial: 0 };

/** The class at the end of a day, from the one before the first event. */
export function classAt(base: string, events: readonly Event[], date: BusinessDate): string {
  const end: Point = { day: date, serial: Number.MAX_SAFE_INTEGER };
  const reasons: Point[] = events.flatMap((event) => reasonOf(event, events));
  if (base === 'DISHONEST') reasons.push(BEGINNING);
  const ends = events.filter(({ kind }) => kind === 'rehabilitated');
  const isDishonest = (at: Point): boolean =>
    reasons.some(
      (reason) =>
        isBefore(reason, at) && !ends.some((one) => isBefore(reason, one) && isBefore(one, at)),
    );
  if (isDishonest(end)) return 'DISHONEST';
  const turns = events
    .filter((event) => isBefore(event, end))
    .flatMap((event) => turnOf(event, isDishonest(event)))
    .sort((a, b) => (isBefore(a, b) ? -1 : 1));
  return turns.at(-1)?.class ?? base;
}

/** When an event makes dishonest. */
function reasonOf(event: Event, events: readonly Event[]): Point[] {
  if (event.kind === 'smuggling') return [event];
  if (event.kind === 'violation') return tooMuch(event, events) ? [event] : [];
  if (event.kind !== 'tax-unpaid') return [];
  const last = addMonths(event.day, 3);
  const paid = events.some(
    ({ kind, paper_no, day }) => kind === 'tax-paid' && paper_no === event.paper_no && day <= last,
  );
  return paid ? [] : [{ day: addDays(last, 1), serial: event.serial }];
}

function tooMuch(event: Event, events: readonly Event[]): boolean {
  const start = addMonths(event.day, -12);
  const ends = events.filter((one) => one.kind === 'rehabilitated' && isBefore(one, event));
  const counted = events.filter(
    (one) =>
      one.kind === 'violation' &&
      one.day > start &&
      (one === event || isBefore(one, event)) &&
      !ends.some((end) => isBefore(one, end)),
  );
  let fines = 0n;
  for (const { fine } of counted) fines += fine ?? 0n;
  const bound = event.broker === true ? 300_000n : 1_000_000n;
  return BigInt(counted.length) * 1_000n > (event.documents ?? 0n) && fines > bound * 100n;
}

/** What an event makes of somebody who is not dishonest, or is no longer. */
function turnOf(event: Event, dishonest: boolean): (Point & { class: string })[] {
  const { day, serial, kind } = event;
  if (kind === 'rehabilitated') return dishonest ? [{ day, serial, class: 'GENERAL' }] : [];
  if (dishonest) return [];
  if (kind === 'certified') return [{ day, serial, class: event.class ?? '' }];
  return kind === 'certification-withdrawn' ? [{ day, serial, class: 'GENERAL' }] : [];
}
