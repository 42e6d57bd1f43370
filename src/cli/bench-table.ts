import type { Environment } from '../sandbox/bench/environment.ts';
import type { Case, Figure } from './bench-outcome.ts';

/** Endings of the names of figures, and the unit each stands for. */
const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/MicrosPerParcel$/, 'µs a parcel'],
  [/[Bb]ytesPerParcel$/, 'B a parcel'],
  [/MbPerSecond$/, 'MB/s'],
  [/MbPerHour$/, 'MB an hour'],
  [/PerSecond$/, '/s'],
  [/Micros$/, 'µs'],
  [/Ms$/, 'ms'],
  [/Mb$/, 'MB'],
  [/Seconds$|^seconds$/, 's'],
];

/** Names that would say little without their unit. */
const BARE: Readonly<Record<string, string>> = {
  bytesPerParcel: 'disk',
  rawBytesPerParcel: 'raw messages',
  walBytesPerParcel: 'write-ahead log',
  parcelsPerSecond: 'rate',
  seconds: 'time',
};

/** A figure's name for people and its unit. */
export function wordsOf(key: string): readonly [label: string, unit: string] {
  const [ending, unit = ''] = UNITS.find(([one]) => one.test(key)) ?? [];
  const name = BARE[key] ?? (ending === undefined ? key : key.replace(ending, ''));
  const label = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return [label, unit];
}

/** Figures as an aligned table, comparisons as one more below it. */
export function tableOf(figures: Readonly<Record<string, Figure>>): string[] {
  const plain: string[][] = [];
  const tables: string[][] = [];
  for (const [key, value] of Object.entries(figures)) {
    if (value === null) continue;
    const [label, unit] = wordsOf(key);
    if (isCases(value)) tables.push(['', ...casesTable(value)]);
    else plain.push([label, shown(value), unit]);
  }
  return [...aligned(plain, [0, 2]), ...tables.flat()];
}

/** Where and of what it was measured, for people. */
export function environmentLines(about: Environment): string[] {
  const { command, commit, dirty, node, system, cpu, cores, memoryMb, loadBefore } = about;
  const { server_version: version, ...settings } = about.postgres ?? {};
  const said = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  const lines = [
    ['command', command],
    ['commit', `${commit?.slice(0, 12) ?? 'unknown'}${dirty === true ? ' and changed files' : ''}`],
    ['machine', `${cores} x ${cpu}, ${memoryMb} MB, ${system}, Node ${node}`],
    ['load average', `${loadBefore} before the start`],
    ...(version === undefined ? [] : [['database', `PostgreSQL ${version}: ${said.join(', ')}`]]),
  ];
  return aligned(lines, [0, 1]);
}

function isCases(value: Figure): value is readonly Case[] {
  return Array.isArray(value);
}

function casesTable(cases: readonly Case[]): string[] {
  const keys = Object.keys(cases[0] ?? {});
  const head = keys.map((key) => {
    const [label, unit] = wordsOf(key);
    return unit === '' ? label : `${label} ${unit}`;
  });
  const rows = cases.map((one) => keys.map((key) => shown(one[key] ?? null)));
  return aligned([head, ...rows], [0]);
}

function shown(value: string | number | boolean | null | readonly Case[]): string {
  if (typeof value === 'number') return value.toLocaleString('en-US');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value ?? '');
}

/** Columns of words to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[], words: readonly number[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)),
    [],
  );
  const placed = (cell: string, i: number): string => {
    const width = widths[i] ?? 0;
    return words.includes(i) ? cell.padEnd(width) : cell.padStart(width);
  };
  return rows.map((row) => row.map(placed).join('  ').trimEnd());
}
