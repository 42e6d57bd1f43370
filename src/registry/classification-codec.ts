import { compare, ONE, type Rate, rate, ZERO } from '../base/rate.ts';
import {
  byGoods,
  type Classification,
  DOCUMENT_CHECKS,
  type EnterpriseRow,
  GOODS_CLASSES,
  type GoodsClass,
  type GoodsRow,
  GUARANTEES,
  type HistoryRule,
  PLACES,
} from './classification.ts';
import { CREDIT_CLASSES, type CreditClass } from './enterprise.ts';
import { isRecord } from './plain-data.ts';
import { formatRate, readRate } from './profile-tariff.ts';

/** Says what is wrong at a path within the value. */
export type Wrong = (path: readonly (string | number)[], detail: string) => void;

type Cell<T> = { readonly read: (raw: unknown) => T | null; readonly expects: string };

function between(least: Rate, most: Rate, expects: string): Cell<Rate> {
  const fits = (value: Rate) => compare(value, least) >= 0 && compare(value, most) <= 0;
  return {
    read: (raw) => {
      const value = readRate(raw);
      return value !== null && fits(value) ? value : null;
    },
    expects: `${expects}, quoted`,
  };
}

/** A whole number within bounds. */
export function whole(least: number, most: number): Cell<number> {
  const fits = (raw: unknown) => Number.isSafeInteger(raw) && Number(raw) >= least;
  return {
    read: (raw) => (fits(raw) && Number(raw) <= most ? Number(raw) : null),
    expects: `a whole number from ${least} to ${most}`,
  };
}

function oneOf<T extends string>(options: readonly T[]): Cell<T> {
  return {
    read: (raw) => options.find((option) => option === raw) ?? null,
    expects: `one of ${options.join(', ')}`,
  };
}

const SHARE = between(ZERO, ONE, 'a share from 0 to 1 such as "0.025"');
const TIMES = between(rate(1n, 10n), rate(100n, 1n), 'a factor from 0.1 to 100');

/** The readers of a row, cell by cell. */
export type Cells<T> = { readonly [K in keyof T]: Cell<T[K]> };

const ENTERPRISE_CELLS: Cells<EnterpriseRow> = {
  rate: SHARE,
  floor: SHARE,
  documents: oneOf(DOCUMENT_CHECKS),
  guarantee: oneOf(GUARANTEES),
  priority: whole(1, 9),
  place: oneOf(PLACES),
};

const GOODS_CELLS: Cells<GoodsRow> = {
  times: TIMES,
  documents: oneOf(DOCUMENT_CHECKS),
  place: oneOf(PLACES),
};

/** The least step keeps the table short: the cap is reached after 73 findings at the latest. */
const HISTORY_CELLS: Cells<HistoryRule> = {
  times: between(rate(11n, 10n), rate(100n, 1n), 'a factor from 1.1 to 100'),
  days: whole(1, 3_660),
  cap: between(ONE, rate(1_000n, 1n), 'a factor from 1 to 1000'),
};

const PREFIXES: Cell<readonly string[]> = {
  read: (raw) => (Array.isArray(raw) && raw.every(isPrefix) ? raw : null),
  expects: 'a list of quoted codes of 2 to 10 digits such as "3304"',
};

const isPrefix = (raw: unknown): raw is string => typeof raw === 'string' && /^\d{2,10}$/.test(raw);

/** Reads a classification; null when anything is wrong, and then `wrong` was told all of it. */
export function readClassification(raw: unknown, wrong: Wrong): Classification | null {
  const parts = readMap(raw, ['enterprises', 'goods', 'quarantine', 'history'], [], wrong);
  if (parts === null) return null;
  const enterprises = readEnterprises(parts.enterprises, wrong);
  const goods = readGoods(parts.goods, wrong);
  const quarantine = PREFIXES.read(parts.quarantine);
  if (quarantine === null) wrong(['quarantine'], `expected ${PREFIXES.expects}`);
  const history = readRow(parts.history, HISTORY_CELLS, ['history'], wrong);
  if (enterprises === null || goods === null || quarantine === null || history === null)
    return null;
  return { enterprises, goods, quarantine, history };
}

function readEnterprises(raw: unknown, wrong: Wrong): Map<CreditClass, EnterpriseRow> | null {
  const path = ['enterprises'];
  if (!isRecord(raw)) return refuse(wrong, path, 'expected a row for each class of enterprises');
  const unknown = Object.keys(raw).filter((key) => !CREDIT_CLASSES.some((each) => each === key));
  for (const key of unknown) wrong([...path, key], `expected ${CREDIT_CLASSES.join(', ')}`);
  const given = CREDIT_CLASSES.filter((creditClass) => creditClass in raw);
  const rows = given.flatMap((creditClass) => {
    const row = readRow(raw[creditClass], ENTERPRISE_CELLS, [...path, creditClass], wrong);
    return row === null ? [] : [[creditClass, row] as const];
  });
  return unknown.length > 0 || rows.length < given.length ? null : new Map(rows);
}

function readGoods(raw: unknown, wrong: Wrong): Record<GoodsClass, GoodsRow> | null {
  const parts = readMap(raw, GOODS_CLASSES, ['goods'], wrong);
  if (parts === null) return null;
  const rows = byGoods((name) => readRow(parts[name], GOODS_CELLS, ['goods', name], wrong));
  const { ORDINARY, CONDITIONAL, QUARANTINE } = rows;
  if (ORDINARY === null || CONDITIONAL === null || QUARANTINE === null) return null;
  return { ORDINARY, CONDITIONAL, QUARANTINE };
}

/** Reads a row whose every cell is there and good, and which has no other; else null. */
export function readRow<T extends object>(
  raw: unknown,
  cells: Cells<T>,
  path: readonly string[],
  wrong: Wrong,
): T | null {
  const names = Object.keys(cells) as (keyof T & string)[];
  const parts = readMap(raw, names, path, wrong);
  if (parts === null) return null;
  const entries = names.flatMap((name) => {
    const value = cells[name].read(parts[name]);
    if (value === null) wrong([...path, name], `expected ${cells[name].expects}`);
    return value === null ? [] : [[name, value] as const];
  });
  // Every cell has been read by its own reader, which the compiler cannot see.
  return entries.length < names.length ? null : (Object.fromEntries(entries) as unknown as T);
}

/** Reads a map with exactly these keys; null when it is none, and then `wrong` was told. */
export function readMap<K extends string>(
  raw: unknown,
  keys: readonly K[],
  path: readonly string[],
  wrong: Wrong,
): Record<K, unknown> | null {
  if (!isRecord(raw)) return refuse(wrong, path, `expected a map of ${keys.join(', ')}`);
  const unknown = Object.keys(raw).filter((key) => !keys.some((each) => each === key));
  for (const key of unknown) wrong([...path, key], 'this key is not known here');
  const missing = keys.filter((key) => raw[key] === undefined);
  for (const key of missing) wrong([...path, key], 'this key is missing');
  return unknown.length + missing.length > 0 ? null : (raw as Record<K, unknown>);
}

function refuse(wrong: Wrong, path: readonly string[], detail: string): null {
  wrong(path, detail);
  return null;
}

/** A classification as plain data, in the order of the tables here. */
export function classificationData(value: Classification): unknown {
  const { enterprises, goods, quarantine, history } = value;
  const rows = CREDIT_CLASSES.flatMap((creditClass) => {
    const row = enterprises.get(creditClass);
    return row === undefined ? [] : [[creditClass, rowData(row, ENTERPRISE_CELLS)]];
  });
  return {
    enterprises: Object.fromEntries(rows),
    goods: byGoods((name) => rowData(goods[name], GOODS_CELLS)),
    quarantine,
    history: rowData(history, HISTORY_CELLS),
  };
}

function rowData<T extends object>(row: T, cells: Cells<T>): Record<string, unknown> {
  const names = Object.keys(cells) as (keyof T & string)[];
  return Object.fromEntries(names.map((name) => [name, cellData(row[name])]));
}

function cellData(value: unknown): unknown {
  return isRecord(value) ? formatRate(value as Rate) : value;
}
