import type { Instant } from '../../base/dates.ts';
import { businessDate } from '../../base/dates.ts';
import { fractionOf, nearest, over, times, whole } from '../decimals.ts';
import type { Law, Scope, Tally, Watch } from '../law.ts';
import type { ClosedRefund, Parcel } from '../parcel-walk.ts';
import { checkBySql } from '../sql-check.ts';
import { add, type CubeSums, compareSums } from '../statistics-again.ts';
import { type LineAgain, taxOf } from '../tax-again.ts';
import { elementOf, filledOf, type RawRecord } from '../xml-text.ts';

/**
 * The monthly statistics of imports are the sums of the released lists, less what came back of
 * them, as far as both are counted: their value and tax by the cases and refunds, and all else by
 * the lists themselves, with the tax worked out again from the bytes; every table adds up to the
 * same. A month that was over is revised by what came back after it.
 */
export const IMPORT_STATISTICS: Law = {
  id: 'import-statistics',
  title: 'Statistics of imports are the sums of the released lists',
  watch: (tally, scope) => {
    const again = workOut(tally, scope);
    return {
      ...again,
      finish: async () => {
        await checkBySql(scope.sql, tally, MONTHS, UNCOUNTED);
        await checkBySql(scope.sql, tally, REVISIONS, UNREVISED);
        for (const table of ['headings', 'origins']) {
          await checkBySql(scope.sql, tally, rowsOf(table), unequal(table));
        }
        await again.finish();
      },
    };
  },
};

/** Released lists that are counted, and refunds of them that are. */
const COUNTED = `
  select to_char(decided_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, list_no,
    dutiable, duty, consumption_tax, vat
  from clearance.cases
  where state = '800'
    and decided_at > (select through from clearance.progress where name = 'imports-began')
    and decided_at <= (select through from clearance.progress where name = 'imports')`;

const BACK = `
  select r.list_no, r.ended_at, r.dutiable, r.duty, r.consumption_tax, r.vat
  from clearance.refunds r
  where r.state = 'closed'
    and r.ended_at <= (select through from clearance.progress where name = 'import-returns')`;

const MONTHS = `select count(*) as n from (${COUNTED}) counted`;

/** The number of a list begins with the office that it was declared at. */
const UNCOUNTED = `
  select 'imports of ' || month || ' at ' || office || ' have ' || concat_ws(' ', s.dutiable,
      s.duty, s.consumption, s.vat) || ' fen as value, duty, consumption tax and VAT, should be '
    || concat_ws(' ', c.dutiable, c.duty, c.consumption, c.vat)
  from (
    select month, left(list_no, 4) as office, sum(dutiable) as dutiable, sum(duty) as duty,
      sum(consumption_tax) as consumption, sum(vat) as vat
    from (
      ${COUNTED}
      union all
      select c.month, c.list_no, -b.dutiable, -b.duty, -b.consumption_tax, -b.vat
      from (${BACK}) b join (${COUNTED}) c using (list_no)
    ) moved group by 1, 2
  ) c full join (
    select month, customs_code as office, sum(dutiable) as dutiable, sum(duty) as duty,
      sum(consumption) as consumption, sum(vat) as vat
    from clearance.statistics_lists group by 1, 2
  ) s using (month, office)
  where coalesce(c.dutiable, 0) <> coalesce(s.dutiable, 0)
    or coalesce(c.duty, 0) <> coalesce(s.duty, 0)
    or coalesce(c.consumption, 0) <> coalesce(s.consumption, 0)
    or coalesce(c.vat, 0) <> coalesce(s.vat, 0)`;

const REVISIONS = 'select count(*) as n from clearance.statistics_revisions';

const UNREVISED = `
  select month || ' was revised on ' || day || ' by ' || coalesce(r.dutiable, 0)
    || ' fen, came back ' || coalesce(b.dutiable, 0)
  from (
    select month, revised_on as day, dutiable from clearance.statistics_revisions
  ) r full join (
    select c.month, (b.ended_at at time zone 'Asia/Shanghai')::date as day,
      sum(b.dutiable) as dutiable
    from (${BACK}) b join (${COUNTED}) c using (list_no)
    where c.month < to_char(b.ended_at at time zone 'Asia/Shanghai', 'YYYY-MM')
    group by 1, 2
  ) b using (month, day)
  where r.dutiable is distinct from b.dutiable`;

const rowsOf = (table: string) => `select count(*) as n from clearance.statistics_${table}`;

const SHARED = 'month, customs_code, trade_mode, ebc_code';
const SUMS = ['lines', 'dutiable', 'duty', 'consumption', 'vat'];
const summed = SUMS.map((one) => `sum(${one}) as ${one}`).join(', ');

const unequal = (table: string) => `
  select '${table} of ' || concat_ws(' ', ${SHARED}) || ' are not those of the lists: '
    || concat_ws(' ', ${SUMS.map((one) => `t.${one}`)}) || ' and '
    || concat_ws(' ', ${SUMS.map((one) => `l.${one}`)})
  from (
    select ${SHARED}, ${summed} from clearance.statistics_lists group by ${SHARED}
  ) l full join (
    select ${SHARED}, ${summed} from clearance.statistics_${table} group by ${SHARED}
  ) t using (${SHARED})
  where ${SUMS.map((one) => `coalesce(l.${one}, 0) <> coalesce(t.${one}, 0)`).join(' or ')}`;

/** How far lists and refunds are counted, and from when on. */
type Places = { readonly began: Instant; readonly lists: Instant; readonly returns: Instant };

const PLACES = `
  select min(through) filter (where name = 'imports-began') as began,
    min(through) filter (where name = 'imports') as lists,
    min(through) filter (where name = 'import-returns') as returns
  from clearance.progress`;

/** Works all sums out again from the bytes of every list, where all of them are read. */
function workOut(tally: Tally, { sql, sampleOf }: Scope): Watch & { finish(): Promise<void> } {
  if (sampleOf > 1) {
    tally.note('lists, weights, headings and origins were not worked out again');
    return { finish: async () => {} };
  }
  const sums = cubesOf();
  const read = new Map<string, number>();
  let places: Places = { began: 0, lists: 0, returns: 0 };
  return {
    begin: async () => {
      [places = places] = await sql.query<Places>(PLACES);
    },
    onParcel: (parcel) => {
      const { state, decided_at: at } = parcel;
      if (state !== '800' || at <= places.began || at > places.lists) return;
      const month = businessDate(at).slice(0, 7);
      read.set(month, (read.get(month) ?? 0) + 1);
      const problem = addParcel(sums, month, parcel, places.returns);
      tally.check(problem === null, () => `list ${parcel.list_no} ${problem}`);
    },
    finish: async () => {
      const months = await sql.query<{ month: string; lists: number }>(
        `select month, count(*)::integer as lists from (${COUNTED}) counted group by month`,
      );
      const gone = months.filter(({ month, lists }) => read.get(month) !== lists);
      for (const { month } of gone) tally.note(`${month} has lists whose evidence is gone`);
      const unknown = new Set(gone.map(({ month }) => month));
      for (const cube of sums) await compareSums(tally, sql, cube, unknown);
    },
  };
}

function cubesOf(): readonly CubeSums[] {
  const money = ['dutiable', 'duty', 'consumption', 'vat'];
  const cube = (name: string, key: string, more: readonly string[]): CubeSums => ({
    table: `clearance.statistics_${name}`,
    keys: ['month', 'customs_code', 'trade_mode', key, 'ebc_code'],
    sums: ['lists', 'lines', ...more, ...money],
    cells: new Map(),
  });
  return [
    cube('lists', 'port_code', ['packs', 'gross', 'net']),
    cube('headings', 'heading', []),
    cube('origins', 'origin', []),
  ];
}

/** Counts one list in every table; what is wrong with it, or null. */
function addParcel(
  [lists, headings, origins]: readonly CubeSums[],
  month: string,
  { list, statutes, first, day, refunds }: Parcel,
  returns: Instant,
): string | null {
  const raw = list?.raw ?? null;
  if (raw === null) return 'has no evidence';
  const tax = statutes === null ? 'names no law' : taxOf(raw, statutes, day, first?.goods ?? []);
  if (typeof tax === 'string') return tax;
  const text = (name: string) => filledOf(raw.head, name) ?? '';
  const head = `${month} ${text('customsCode')} ${text('tradeMode')}`;
  const seller = text('ebcCode');
  const back = refunds.filter(({ ended_at }) => ended_at <= returns);
  const lines = tax.lines.map((line, i) => ({
    line: raw.lines[i]!,
    ...leftOf(raw, i, line, back),
  }));
  const left = lines.filter(({ isLeft }) => isLeft);
  const sumOf = (some: typeof lines) =>
    [0, 1, 2, 3].map((part) => some.reduce((all, { money }) => all + money[part]!, 0n));
  const countOf = (some: typeof lines, more: readonly bigint[] = []) => {
    const own = some.filter(({ isLeft }) => isLeft).length;
    return [own > 0 ? 1n : 0n, BigInt(own), ...more, ...sumOf(some)];
  };
  const weights = ['packNo', 'grossWeight', 'netWeight'].map((name, i) => {
    const number = fractionOf(elementOf(raw.head, name) ?? undefined);
    return number === null || left.length === 0 ? 0n : nearest(times(number, UNITS[i]!));
  });
  add(lists, `${head} ${text('portCode')} ${seller}`, countOf(lines, weights));
  const by = (of: (line: (typeof lines)[number]['line']) => string) =>
    Map.groupBy(lines, ({ line }) => of(line));
  for (const [heading, own] of by((line) => (filledOf(line, 'gcode') ?? '').slice(0, 4))) {
    add(headings, `${head} ${heading} ${seller}`, countOf(own));
  }
  for (const [origin, own] of by((line) => filledOf(line, 'country') ?? '')) {
    add(origins, `${head} ${origin} ${seller}`, countOf(own));
  }
  return null;
}

/** Packages are whole, weights in 0.00001 kg. */
const UNITS = [whole(1n), whole(100_000n), whole(100_000n)];

/** What a line is worth less the share of it that came back, each sum rounded by itself. */
function leftOf(
  raw: RawRecord,
  place: number,
  line: LineAgain,
  back: readonly ClosedRefund[],
): { readonly isLeft: boolean; readonly money: readonly bigint[] } {
  const gone = back.reduce((all, { gnums, quantities }) => {
    const at = gnums.findIndex((gnum) => String(gnum) === line.gnum);
    return at < 0 ? all : all + BigInt(quantities[at]!);
  }, 0n);
  const money = [line.dutiable, line.duty, line.consumption, line.vat];
  const declared = fractionOf(elementOf(raw.lines[place]!, 'qty') ?? undefined);
  if (gone === 0n || declared === null) return { isLeft: true, money };
  const share = over(over(whole(gone), whole(100_000n)), declared);
  return {
    isLeft: share.n < share.d,
    money: money.map((total) => total - nearest(times(whole(total), share))),
  };
}
