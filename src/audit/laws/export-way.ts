import { businessDate } from '../../base/dates.ts';
import type { ParcelDocument } from '../evidence-cache.ts';
import type { ExportParcel, ExportStep } from '../export-walk.ts';
import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { elementOf, type RawRecord } from '../xml-text.ts';

/** A list this late after its arrival may be on its way to be released. */
const SETTLING = 60_000;

/**
 * An export list goes the way of the law: it passes on an arrival that names its waybill, from the
 * day on which the law asks for one, and then at once; it is closed by a departure that names it,
 * after its release and under its master waybill; it is withdrawn before it left or not at all, and
 * under no master waybill. Two officers take a closing back, which releases it as before; so they
 * do of customs declarations.
 */
export const EXPORT_WAY: Law = {
  id: 'export-way',
  title: 'Exports pass when they arrive, and are closed by the departure that names them',
  watch: (tally, { sql, now }) => {
    const namedIn = namesOf();
    return {
      onExport: (parcel) => {
        const problems = [
          ...passProblems(parcel, namedIn),
          ...waitProblems(parcel, namedIn, now - SETTLING),
          ...closeProblems(parcel, namedIn),
        ];
        tally.check(problems.length === 0, () => {
          return `list ${parcel.list_no} (${parcel.key}) ${problems.join(', ')}`;
        });
      },
      finish: async () => {
        await checkBySql(sql, tally, LISTS, STRAYED);
        await checkBySql(sql, tally, DEPARTURES, NOT_GRANTED);
        await checkBySql(sql, tally, LISTS, MISTIMED);
        await checkBySql(sql, tally, BACK, UNAPPROVED);
      },
    };
  },
};

/** Waybills in the lines of a document; it is asked once for each of its parcels. */
type NamesOf = (record: RawRecord) => ReadonlySet<string>;

function namesOf(): NamesOf {
  const known = new WeakMap<RawRecord, ReadonlySet<string>>();
  return (record) => {
    const names =
      known.get(record) ??
      new Set(record.lines.map((line) => elementOf(line, 'logisticsNo') ?? ''));
    known.set(record, names);
    return names;
  };
}

/** Whether a transport document has the carrier and the waybill of the parcel. */
function names(parcel: ExportParcel, record: RawRecord, namedIn: NamesOf): boolean {
  const isCarrier = elementOf(record.head, 'logisticsCode') === parcel.logistics_code;
  return isCarrier && namedIn(record).has(parcel.logistics_no);
}

/** What list and arrival must agree in, besides the waybill itself. */
const SAME = ['customsCode', 'logisticsCode', 'trafMode'];

function agrees(parcel: ExportParcel, { raw }: ParcelDocument, namedIn: NamesOf): boolean {
  const list = parcel.list?.raw ?? null;
  if (raw === null || list === null) return false;
  const same = SAME.every((name) => elementOf(list.head, name) === elementOf(raw.head, name));
  return same && names(parcel, raw, namedIn);
}

const PASSED = ['300', '500', '800'];
const passOf = ({ steps }: ExportParcel): ExportStep | undefined =>
  steps.find(({ state }) => PASSED.includes(state));

function passProblems(parcel: ExportParcel, namedIn: NamesOf): string[] {
  const passed = passOf(parcel);
  if (passed === undefined) return [];
  const law = passed.statutes?.exportsOn(businessDate(passed.at)) ?? null;
  if (law?.arrival !== true) return [];
  const { arrivals } = parcel;
  return arrivals.some((one) => agrees(parcel, one, namedIn)) ? [] : ['passed and has not arrived'];
}

function waitProblems(parcel: ExportParcel, namedIn: NamesOf, settled: number): string[] {
  const { state, arrivals, decided_at } = parcel;
  if (state !== '400' || decided_at > settled) return [];
  const isDue = ({ acceptedAt }: ParcelDocument) => acceptedAt <= settled;
  const arrived = arrivals.some((one) => isDue(one) && agrees(parcel, one, namedIn));
  return arrived ? ['waits although it has arrived'] : [];
}

function closeProblems(parcel: ExportParcel, namedIn: NamesOf): string[] {
  const { state, steps, departure, master, bill_no, closed_at } = parcel;
  const closed = steps.at(-1);
  if (state !== '899' || closed === undefined) return [];
  const by = departure?.raw ?? null;
  if (by === null) return ['was closed by no departure'];
  const problems: string[] = [];
  if (!names(parcel, by, namedIn)) problems.push('was closed by a departure that names it not');
  const own = [parcel.departure_code, parcel.departure_name];
  const said = ['CEB509', elementOf(by.head, 'copNo'), elementOf(by.head, 'msgSeqNo')].join(' ');
  if (own[0] !== elementOf(by.head, 'logisticsCode') || own[1] !== said) {
    problems.push('says that another departure closed it');
  }
  if (closed.statutes?.exportsOn(businessDate(closed.at))?.master !== true) return problems;
  if (bill_no === null || elementOf(by.head, 'billNo') !== bill_no) {
    problems.push('left under another master waybill than it is under');
  }
  const raw = master?.raw ?? null;
  if (master === null || raw === null) return [...problems, 'is under a master that is not there'];
  // One that was changed afterwards need not name what has left.
  if (master.acceptedAt > (closed_at ?? closed.at)) return problems;
  const isUnder = names(parcel, raw, namedIn) && elementOf(raw.head, 'billNo') === bill_no;
  return isUnder ? problems : [...problems, 'is under a master that names it not'];
}

/** The states of each customs number in their order. */
const STATES = `
  select list_no, string_agg(state, ',' order by standing, decided_at,
    array_position('{400,300,500,501,502,800,899}', state)) as states
  from (
    select list_no, state, decided_at, true as standing from export.cases
    where list_no is not null
    union all
    select list_no, state, decided_at, false from export.past_cases
  ) decisions group by list_no`;

const LISTS = `select count(*) as n from export.cases where list_no is not null`;

/** A released list leaves, which officers may take back; or its declarant withdraws it. */
const OUT = '800(,899,800)*(,899|,430)?';

/**
 * It waits, perhaps for one reason after the other; passes, or into the hands of officers; ends. A
 * list is withdrawn while it waits, its documents are looked at, or it has not left yet.
 */
const WAY = [
  ...[`(400,)*(100|400|300|(300,)?500|${OUT}|300,430)`, '(400,)+430'],
  `(400,)*(300,(500,)?|500,)(50[12],)*(100|50[12]|599|700|${OUT})`,
].join('|');

const STRAYED = `
  select 'list ' || list_no || ' went through ' || states from (${STATES}) s
  where states !~ '^(${WAY})$'`;

const DEPARTURES = `select count(*) as n from export.cases where state = '899'`;

/** Closed at the moment at which the departure was granted. */
const NOT_GRANTED = `
  select 'list ' || c.list_no || ' was closed by a departure that was not granted then'
  from export.cases c
  left join clearance.requests r on r.code = c.departure_code and r.name = c.departure_name
    and r.state = '399' and r.decided_at = c.closed_at
  where c.state = '899' and r.code is null`;

const BACK = "select count(*) as n from export.take_backs where action = 'approved'";

/**
 * Two persons took each closing back that does not stand any more, and no other: of lists, and of
 * customs declarations, whose step after it says so.
 */
const UNAPPROVED = `
  select 'list or declaration ' || coalesce(p.list_no, b.list_no) || case
      when b.list_no is null then ' is closed no more, and nobody took that back'
      when p.list_no is null then ' was taken back from a closing that it does not have'
      else ' was taken back by one person, or for another reason than was proposed' end
  from (
    select list_no, decided_at, null as said from export.past_cases where state = '899'
    union all
    select d.entry_id, s.at, after.reference from b2b.steps s
      join b2b.declarations d using (decl_seq_no)
      join b2b.steps after on after.decl_seq_no = s.decl_seq_no and after.step = s.step + 1
    where s.state = '899'
  ) p full join (
    select * from export.take_backs where action = 'approved'
  ) b on b.list_no = p.list_no and b.closed_at = p.decided_at
  where p.list_no is null or b.list_no is null
    or p.said <> 'take-back ' || b.list_no || '/' || b.serial or not exists (
    select from export.take_backs said
    where said.list_no = b.list_no and said.position = b.position - 1
      and said.action = 'proposed' and said.officer <> b.officer and said.reason = b.reason
      and said.closed_at = b.closed_at and said.departure_name = b.departure_name)`;

/** One that is withdrawn may have been released before; one taken back is as it was before. */
const MISTIMED = `
  select 'list ' || list_no || ' is ' || state || ' at another time than it says'
  from (
    select *, (
      select b.closed_at from export.take_backs b
      where b.list_no = c.list_no and b.action = 'approved' and b.at = c.decided_at
    ) as undone from export.cases c
  ) cases
  where list_no is not null and (
    (state in ('800', '899') and released_at is null)
    or (state not in ('800', '899', '430') and released_at is not null)
    or (state = '430' and (released_at > decided_at or master_name is not null))
    or (state = '800' and case when undone is null then released_at <> decided_at
      else released_at > undone end)
    or (state <> '899' and departure_name is not null)
    or (state = '899') <> (closed_at is not null)
    or (state = '899' and (closed_at <> decided_at or closed_at < released_at)))`;
