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
 * Sums of closed exports are what the lines of their lists add up to, worked out again from the
 * evidence, each line in the sum of its own keys; only lists that need a declaration are summed up.
 * What became of them was told to each reader of the application once, line by line, and so was
 * each correction.
 */
export const SUMMARY_RESULTS: Law = {
  id: 'summary-results',
  title: 'Sums of closed exports follow from their lists, and were told line by line',
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
        await checkBySql(sql, tally, APPLICATIONS, UNLIKE_APPLICATIONS);
        if (isWhole) await takeTold(tally, messages, sql);
      },
    };
  },
};

/** What is wrong with where a list is summed up; null when all is well. */
function placeProblem({ state, channel, summed }: ExportParcel): string | null {
  const isDue = state === '899' && channel === 'B';
  const isThere = summed !== null && !summed.gone;
  if (!isDue) return isThere ? 'is summed up and not to be declared so' : null;
  return isThere ? null : 'is closed and in no sum';
}

/** What the lines of one sum have in common, and what they add up to. */
type Sum = { readonly keys: string; readonly numbers: Float64Array };
/** By group and line. */
type Sums = Map<string, Sum>;

/** Adds the lines of a list to what its sums should be. */
function add(tally: Tally, sums: Sums, { list, list_no, summed, closed_at }: ExportParcel): void {
  const raw = list?.raw ?? null;
  if (summed === null || summed.gone || raw === null) return;
  const lines = summedLines(raw, summed.back);
  const fits = lines.length === summed.lines.length;
  if (!tally.check(fits, () => `list ${list_no} is in the sums with other lines`)) return;
  const month = businessDate(closed_at ?? 0).slice(0, 7);
  for (const [i, line] of lines.entries()) {
    // Nothing is left of it.
    if (summed.lines[i] === 0 && line.sums.at(-1) === 0) continue;
    const key = `${summed.groupId}/${summed.lines[i]}`;
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
