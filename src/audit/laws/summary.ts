import { businessDate } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';
import type { ExportParcel } from '../export-walk.ts';
import { type KeyedNumbers, keyedNumbers } from '../hash-table.ts';
import type { Law, Tally } from '../law.ts';
import type { ReceiptBlock } from '../receipts-reader.ts';
import { pages } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';
import { BETWEEN, SUMS, summedLines } from '../summary-again.ts';

/**
 * Each closed list that needs a declaration is in exactly one sum of the month in which it was
 * closed, unless it was taken back, and nothing else is; each sum is what the lines of its lists
 * add up to, each line in one; each sum that an application took is in exactly one line of one
 * declaration, whose sums are those; and each declaration was told as often as it says.
 */
export const SUMMARY: Law = {
  id: 'summary',
  title: 'Every line of a closed export is in exactly one sum and one declaration',
  watch: (tally, scope) => {
    const { sql, days, sampleOf } = scope;
    const isWhole = days.expired.length === 0;
    const messages: Messages = { lines: keyedNumbers(), corrections: keyedNumbers() };
    const sums: Sums | null = isWhole && sampleOf === 1 ? new Map() : null;
    if (sums === null) tally.note('sums were not worked out again');
    return {
      onReceipts: (block) => enter(messages, block),
      onExport: (parcel) => {
        const problem = placeProblem(parcel);
        tally.check(problem === null, () => `list ${parcel.list_no} ${problem}`);
        if (problem === null && sums !== null) add(tally, sums, parcel);
      },
      finish: async () => {
        if (sums !== null) await compareSums(tally, sql, sums);
        await checkBySql(sql, tally, LISTS, STRANGE);
        await checkBySql(sql, tally, GROUPS, UNLIKE_GROUPS);
        await checkBySql(sql, tally, LINES, NOT_DECLARED_ONCE);
        await checkBySql(sql, tally, DECLARED_LINES, UNLIKE_SUMS);
        await checkBySql(sql, tally, DECLARATIONS, UNLIKE_LINES);
        await checkBySql(sql, tally, APPLICATIONS, UNLIKE_APPLICATIONS);
        if (isWhole) await takeTold(tally, messages, sql);
      },
    };
  },
};

/** What is wrong with where a list is summed up; null when all is well. */
function placeProblem({ state, channel, summed }: ExportParcel): string | null {
  const isDue = state === '899' && channel === 'B';
  if (!isDue) return summed === null ? null : 'is summed up and not to be declared so';
  if (summed === null) return 'is closed and in no sum';
  return summed.group_id === null && !summed.back ? 'is in no sum' : null;
}

/** What the lines of one sum have in common, and what they add up to. */
type Sum = { readonly keys: string; readonly numbers: Float64Array };
/** By group and line. */
type Sums = Map<string, Sum>;

/** Adds the lines of a list to what its sums should be. */
function add(tally: Tally, sums: Sums, { list, list_no, summed, closed_at }: ExportParcel): void {
  const raw = list?.raw ?? null;
  if (summed === null || summed.back || summed.group_id === null || raw === null) return;
  const gone = new Map<number, bigint>();
  for (const [i, gnum] of summed.gnums.entries()) {
    gone.set(gnum, (gone.get(gnum) ?? 0n) + BigInt(summed.quantities[i]!));
  }
  const lines = summedLines(raw, gone);
  const fits = lines.length === summed.lines.length;
  if (!tally.check(fits, () => `list ${list_no} is in the sums with other lines`)) return;
  const month = businessDate(closed_at ?? 0).slice(0, 7);
  for (const [i, line] of lines.entries()) {
    // Nothing was left of it when its list was declared.
    if (summed.lines[i] === 0 && line.sums.at(-1) === 0) continue;
    const key = `${summed.group_id}/${summed.lines[i]}`;
    const keys = `${month}${BETWEEN}${line.keys}`;
    const sum = sums.get(key) ?? { keys, numbers: new Float64Array(SUMS.length) };
    sums.set(key, sum);
    for (const [place, number] of line.sums.entries()) sum.numbers[place]! += number;
    tally.check(sum.keys === keys, () => `list ${list_no} is in sum ${key} of other goods`);
  }
}

type SumRow = { key: string; keys: string[]; sums: string[] };

const SUM_ROWS = `
  select l.group_id || '/' || l.line_no as key,
    array[to_char(g.month, 'YYYY-MM'), g.customs_code, g.ebc_code, g.agent_code, g.owner_code,
      g.traf_mode, g.country, g.port_code, g.trade_mode, g.loct_no, l.gcode, l.country, l.currency,
      l.unit, l.unit1, l.unit2, l.name] as keys,
    array[${SUMS.map((name) => `l.${name}::text`).join(', ')}] as sums
  from export.summary_lines l join export.summary_groups g on g.id = l.group_id`;

const PAGE = 2_000;

async function compareSums(tally: Tally, sql: Sql, due: Sums): Promise<void> {
  for await (const rows of pages<SumRow>(sql, 'audit_sums', SUM_ROWS, PAGE)) {
    for (const { key, keys, sums } of rows) {
      const sum = due.get(key);
      due.delete(key);
      const should = SUMS.map((_, i) => sum?.numbers[i] ?? 0);
      const problems = SUMS.flatMap((name, i) => {
        return Number(sums[i]) === should[i]
          ? []
          : [`${name} is ${sums[i]}, should be ${should[i]}`];
      });
      if (sum !== undefined && sum.keys !== keys.join(BETWEEN)) problems.push('is of other goods');
      tally.check(problems.length === 0, () => `sum ${key} ${problems.join(', ')}`);
    }
  }
  for (const key of due.keys()) tally.check(false, () => `sum ${key} is gone`);
}

const LISTS = 'select count(*) as n from export.summary_lists';

/** What is in a sum is closed, under another number than any that is not; one waybill each. */
const STRANGE = `
  select 'list ' || s.list_no || ' is summed up and ' || coalesce('is ' || c.state, 'is none')
  from export.summary_lists s left join export.cases c on c.list_no = s.list_no
  where c.state is distinct from '899' or c.channel <> 'B' or c.logistics_no <> s.logistics_no`;

const GROUPS = 'select count(*) as n from export.summary_groups';

/** How many lists a group has that were not taken back; one that is open has no declaration. */
const UNLIKE_GROUPS = `
  select 'group ' || g.id || ' has ' || g.lists || ' lists, should have ' || coalesce(s.n, 0)
  from export.summary_groups g left join (
    select l.group_id, count(*) as n from export.summary_lists l
    where not exists (
      select from export.summary_taken_back t where t.list_no = l.list_no and t.whole)
    group by l.group_id
  ) s on s.group_id = g.id
  where g.lists <> coalesce(s.n, 0)
  union all
  select 'group ' || g.id || ' is taken by ' || coalesce(g.sum_no, 'nobody') || ', declared for '
    || d.sum_no
  from export.summary_groups g join export.declarations d on d.group_id = g.id
  where g.sum_no is distinct from d.sum_no`;

const LINES = 'select count(*) as n from export.summary_lines';

/** The sums that each line of a declaration has; a later version has the same. */
const DECLARES = `
  select d.group_id, d.decl_seq_no, l.gseqno, l.version, no as line_no
  from export.declaration_lines l
  join export.declarations d on d.decl_seq_no = l.decl_seq_no and d.version = l.version
  cross join lateral unnest(l.line_nos) as no`;

const NOT_DECLARED_ONCE = `
  select 'sum ' || coalesce(s.group_id, d.group_id) || '/' || coalesce(s.line_no, d.line_no)
    || case when s.group_id is null then ' is declared and is none'
       else ' is in ' || coalesce(d.n, 0) || ' lines of declarations' end
  from (
    select l.group_id, l.line_no, l.uses from export.summary_lines l
    join export.summary_groups g on g.id = l.group_id and g.sum_no is not null
  ) s full join (
    select group_id, line_no, count(*) as n from (${DECLARES}) declares
    where version = 1 group by group_id, line_no
  ) d on d.group_id = s.group_id and d.line_no = s.line_no
  where s.group_id is null or d.n > 1 or (d.n is null and s.uses > 0)`;

const DECLARED_LINES = `
  select count(*) as n from export.declaration_lines where version = 1`;

const LATEST_LINES = `
  select distinct on (decl_seq_no, gseqno) * from export.declaration_lines
  order by decl_seq_no, gseqno, version desc`;

const LATEST = `
  select distinct on (decl_seq_no) * from export.declarations order by decl_seq_no, version desc`;

/** The columns of sums of a table, as one value that can be compared. */
const sumsOf = (alias: string): string => `(${SUMS.map((name) => `${alias}.${name}`).join(', ')})`;
const added = SUMS.map((name) => `sum(s.${name}) as ${name}`).join(', ');

const UNLIKE_SUMS = `
  select 'line ' || l.gseqno || ' of declaration ' || l.decl_seq_no
    || ' is another than its sums'
  from (${LATEST_LINES}) l
  join (${LATEST}) d on d.decl_seq_no = l.decl_seq_no
  left join lateral (
    select ${added},
      bool_and((s.gcode, s.country, s.currency, s.unit, s.unit1, s.unit2)
        = (l.gcode, l.country, l.currency, l.unit, l.unit1, l.unit2)) as same,
      bool_or(s.name = l.name) as named
    from export.summary_lines s where s.group_id = d.group_id and s.line_no = any(l.line_nos)
  ) s on true
  where ${sumsOf('l')} is distinct from ${sumsOf('s')} or not s.same or not s.named
  union all
  select 'line ' || l.gseqno || ' of declaration ' || l.decl_seq_no || ' has other sums than before'
  from export.declaration_lines l
  join export.declaration_lines b on b.decl_seq_no = l.decl_seq_no and b.gseqno = l.gseqno
    and b.version = 1 and b.line_nos <> l.line_nos`;

const DECLARATIONS = 'select count(*) as n from export.declarations';

/** The head of each declaration is what its lines add up to; its lines and versions have no gap. */
const UNLIKE_LINES = `
  select 'declaration ' || d.decl_seq_no || ' is another than its lines'
  from (${LATEST}) d left join (
    select decl_seq_no, sum(gross) as gross, sum(net) as net, sum(uses) as uses,
      count(*) as lines, max(gseqno) as last
    from (${LATEST_LINES}) l group by decl_seq_no
  ) l on l.decl_seq_no = d.decl_seq_no
  where (d.gross, d.net, d.uses) is distinct from (l.gross, l.net, l.uses) or l.lines <> l.last
  union all
  select 'declaration ' || decl_seq_no || ' has ' || count(*) || ' versions up to ' || max(version)
  from export.declarations group by decl_seq_no having count(*) <> max(version)
  union all
  select 'entry number ' || entry_id || ' stands on ' || count(*) || ' declarations'
  from export.declarations where version = 1 group by entry_id having count(*) > 1`;

const APPLICATIONS = 'select count(*) as n from export.summary_applications';

/** Each application was granted, and has the declarations that it says. */
const UNLIKE_APPLICATIONS = `
  select 'application ' || coalesce(a.sum_no, r.sum_no) || case
      when r.sum_no is null then ' was granted by nobody'
      when a.sum_no is null then ' was granted and is gone'
      else ' has ' || coalesce(d.n, 0) || ' declarations, should have ' || a.declarations end
  from export.summary_applications a
  full join (
    select distinct list_no as sum_no from clearance.requests
    where name like 'CEB701 %' and state = '399'
  ) r on r.sum_no = a.sum_no
  left join (
    select sum_no, count(*) as n, max(position) as last from export.declarations
    where version = 1 group by sum_no
  ) d on d.sum_no = a.sum_no
  where a.sum_no is null or r.sum_no is null or d.n is distinct from a.declarations
    or d.last is distinct from a.declarations`;

type Told = {
  decl_seq_no: string;
  readers: string;
  uses: number;
  corrections: number;
  /** Whether all, nothing or some of its lines were told. */
  told: 'all' | 'some' | 'none';
};

const TOLD = `
  select d.decl_seq_no, a.readers, d.uses, v.last - 1 as corrections,
    case when d.position < a.told_position then 'all' when d.position > a.told_position then 'none'
      else 'some' end as told
  from export.declarations d join export.summary_applications a on a.sum_no = d.sum_no
  join (
    select decl_seq_no, max(version) as last from export.declarations group by decl_seq_no
  ) v on v.decl_seq_no = d.decl_seq_no
  where d.version = 1`;

const readerKey = (enterprise: string, declaration: string): string =>
  `${enterprise}|${declaration}`;

/** Messages about declarations: lines that were told, and corrections. */
type Messages = { readonly lines: KeyedNumbers; readonly corrections: KeyedNumbers };

function enter({ lines, corrections }: Messages, { enterprise, receipts }: ReceiptBlock): void {
  for (const { type, status, invtNo, lines: told } of receipts ?? []) {
    if (type !== 'CEB792') continue;
    const [book, number] = status === 'A' ? [lines, told] : [corrections, 1];
    const at = book.place(readerKey(enterprise, invtNo));
    book.numbers()[at] = book.numbers()[at]! + number;
  }
}

/** Each line of a list is told once to each reader, and each correction. */
async function takeTold(tally: Tally, messages: Messages, sql: Sql): Promise<void> {
  const { lines, corrections } = messages;
  for await (const rows of pages<Told>(sql, 'audit_declarations', TOLD, PAGE)) {
    for (const { decl_seq_no: number, readers, uses, corrections: due, told } of rows) {
      const wrong = readers.split(' ').filter((reader) => {
        const key = readerKey(reader, number);
        const [is, corrected] = [take(lines, key), take(corrections, key)];
        const fits = told === 'some' ? is <= uses : is === (told === 'all' ? uses : 0);
        return !fits || corrected !== due;
      });
      tally.check(wrong.length === 0, () => {
        return `declaration ${number} was told otherwise to ${wrong.join(', ')}`;
      });
    }
  }
  const left = lines.nonZero() + corrections.nonZero();
  tally.check(left === 0, () => `${left} results are of no declaration`);
}

function take(book: KeyedNumbers, key: string): number {
  const at = book.find(key);
  if (at < 0) return 0;
  const number = book.numbers()[at]!;
  book.numbers()[at] = 0;
  return number;
}
