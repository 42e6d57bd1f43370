import { formatFen, parseFen } from '../../base/fen.ts';
import type { Inspection } from './drawn.ts';
import { isList, type SendProgress } from './journey.ts';
import type { SendRow } from './row.ts';

/** What the formatter needs of a report. */
export type Reported = {
  readonly ok: boolean;
  readonly compared: boolean;
  readonly progress: SendProgress;
  readonly rows: readonly SendRow[];
  readonly inspection: Inspection | null;
  readonly seconds: number;
};

const SHOWN = 40;

/** The report as lines of text: a table, what differs, and one line that sums up. */
export function formatSendReport(report: Reported): string[] {
  const body = report.compared ? comparedLines(report.rows) : plainLines(report.rows);
  return [...body, '', summary(report)];
}

function comparedLines(rows: readonly SendRow[]): string[] {
  const table = columns(['case', 'records', 'as expected', 'outcome'], kindRows(rows));
  const wrong = rows.filter((row) => !row.ok);
  if (wrong.length === 0) return table;
  const lines = wrong.slice(0, SHOWN).map(wrongLine);
  const more = wrong.length > SHOWN ? [`and ${wrong.length - SHOWN} more`] : [];
  return [...table, '', 'Not as expected:', ...lines, ...more];
}

// One line for each kind of case, told by the row that ended furthest from release.
function kindRows(rows: readonly SendRow[]): string[][] {
  const kinds = new Map<string, SendRow[]>();
  for (const row of rows) {
    const kind = row.kind === '' ? row.type : row.kind;
    const group = kinds.get(kind);
    if (group === undefined) kinds.set(kind, [row]);
    else group.push(row);
  }
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, group]) => [
      kind,
      String(group.length),
      String(group.filter((row) => row.ok).length),
      outcomesOf(group),
    ]);
}

function outcomesOf(rows: readonly SendRow[]): string {
  const lists = rows.filter(({ type }) => isList(type) || type === 'declaration');
  const counts = new Map<string, number>();
  for (const { got } of lists.length > 0 ? lists : rows)
    counts.set(got, (counts.get(got) ?? 0) + 1);
  return [...counts].map(([got, count]) => (count === 1 ? got : `${got} x ${count}`)).join(', ');
}

function wrongLine({ file, record, type, key, expected, got, why }: SendRow): string {
  const place = record === null ? file : `${file}[${record + 1}]`;
  const reason = why === '' ? '' : `: ${why}`;
  return `  ${place} ${type} ${key}: expected ${expected ?? 'to be taken'}, got ${got}${reason}`;
}

const WORDS: Readonly<Record<string, string>> = {
  '1': 'draft',
  '120': 'stored',
  '100': 'returned',
  '300': 'manual review',
  '400': 'awaits arrival',
  '500': 'inspection',
  '501': 'detained',
  '502': 'handed over',
  '599': 'destroyed',
  '600': 'held',
  '700': 'sent back',
  '800': 'released',
  '899': 'closed',
};

function plainLines(rows: readonly SendRow[]): string[] {
  const cells = rows.map((row) => [
    row.record === null ? row.file : `${row.file}[${row.record + 1}]`,
    row.type,
    row.key,
    wordFor(row.got),
    row.tax === null ? '' : row.tax.total,
    row.why,
  ]);
  return columns(['record', 'type', 'document', 'outcome', 'tax', 'why'], cells);
}

function wordFor(got: string): string {
  const [status = '', ...more] = got.split(' ');
  const word = WORDS[status];
  if (word !== undefined) return word;
  return status.startsWith('-') ? `refused ${status}` : [status, ...more].join(' ');
}

function summary({ ok, compared, progress, rows, inspection, seconds }: Reported): string {
  const { messages, sent, refused, lists } = progress;
  const count = (...statuses: string[]) =>
    statuses.reduce((sum, status) => sum + (lists[status] ?? 0), 0);
  const tax = rows.reduce((sum, row) => sum + (parseFen(row.tax?.total ?? '0') ?? 0n), 0n);
  const errors = Object.entries(lists)
    .filter(([status]) => status.startsWith('-'))
    .reduce((sum, [, one]) => sum + one, 0);
  const declared = Object.values(lists).reduce((sum, one) => sum + one, 0) - count('sent');
  const inspected = count('300', '500', '501', '502', '599', '700');
  const parts = [
    `${sent} of ${messages} messages sent, ${refused} refused`,
    `${declared} lists: ${count('800', '899')} released, ${count('100')} returned, ` +
      `${count('600')} held, ${count('2', '400')} waiting, ${errors} refused` +
      (inspected > 0 ? `, ${inspected} with officers` : ''),
    `tax ${formatFen(tax)} CNY`,
    ...declaredParts(rows),
    ...stockParts(rows),
    ...drawnParts(inspection),
    `${Math.round(seconds * 10) / 10} s`,
  ];
  const wrong = rows.filter((row) => !row.ok).length;
  if (compared) parts.push(ok ? 'every outcome as expected' : `${wrong} not as expected`);
  return `${parts.join('; ')}.`;
}

function drawnParts(inspection: Inspection | null): string[] {
  if (inspection === null) return [];
  const { drawn, waiting } = inspection;
  const rest = waiting === 0 ? '' : `, ${waiting} outcomes wait for officers and are not compared`;
  return [`drawn for inspection: ${drawn}${rest}`];
}

/** How many customs declarations there were; nothing without any. */
function declaredParts(rows: readonly SendRow[]): string[] {
  const count = rows.filter(({ type }) => type === 'declaration').length;
  return count === 0 ? [] : [`${count} customs declarations`];
}

/** How many papers, crossings and lines of books there were; nothing without any. */
function stockParts(rows: readonly SendRow[]): string[] {
  const count = (...types: string[]) => rows.filter(({ type }) => types.includes(type)).length;
  const books = count('book');
  if (books === 0) return [];
  const papers = `${count('INV101', 'SAS121')} papers, ${count('report')} reports`;
  return [`${papers}, ${count('899')} parcels out, ${books} balances of books`];
}

/** Columns padded to the widest cell; Chinese characters count twice. */
function columns(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  return all.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  );
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  return width;
}
