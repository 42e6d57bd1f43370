import { isBusinessDate, parseStamp14, stamp14 } from '../../base/dates.ts';
import { parseFen, parseScaled5 } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { isWritable } from '../../xml/write.ts';
import { below, isArray, isObject, type Json, type JsonObject } from '../json/json-text.ts';
import { type DeclarationCode, declarationFinding } from './codes.ts';
import { DECLARATION_FIELDS, GOODS_FIELDS, type SaidField } from './fields.ts';

/** The values that a body has: once, and for each of its lines of goods. */
export type SaidTables = {
  readonly head: readonly SaidField[];
  readonly goods: readonly SaidField[];
};

/** Those of one parcel with its four documents. */
const PARCEL: SaidTables = { head: DECLARATION_FIELDS, goods: GOODS_FIELDS };

/** What somebody said of one parcel, value by value, by the paths of the field tables. */
export type Said = {
  readonly head: ReadonlyMap<string, string>;
  readonly goods: readonly ReadonlyMap<string, string>[];
};

/** The pointer of a field in the body: `/buyer/name`, `/goods/0/quantity`. */
export function pointerOf({ path }: Pick<SaidField, 'path'>, line: number | null): string {
  const own = `/${path.replaceAll('.', '/')}`;
  return line === null ? own : `/goods/${line}${own}`;
}

/** Reads the body of one declaration; what has no place in it goes to `sink`. */
export function saidIn(json: Json, sink: Finding[], tables: SaidTables = PARCEL): Said {
  if (!isObject(json)) {
    sink.push(declarationFinding('DECL-SHAPE', '', { want: 'an object' }));
    return { head: new Map(), goods: [] };
  }
  const { goods, rest } = split(json);
  const head = new Map<string, string>();
  collect(rest, '', '', tables.head, head, sink);
  if (goods !== undefined && !isArray(goods)) {
    sink.push(declarationFinding('DECL-SHAPE', '/goods', { want: 'an array' }));
  }
  const items = isArray(goods) ? goods : [];
  const lines = items.map((item, i) => {
    const values = new Map<string, string>();
    const place = below('/goods', i);
    if (isObject(item)) collect(item, place, '', tables.goods, values, sink);
    else sink.push(declarationFinding('DECL-SHAPE', place, { want: 'an object' }));
    return values;
  });
  return { head, goods: lines };
}

function split(json: JsonObject): { goods: Json | undefined; rest: JsonObject } {
  return {
    goods: json.get('goods'),
    rest: new Map([...json].filter(([name]) => name !== 'goods')),
  };
}

/** The values below an object, by their dotted paths. */
function collect(
  object: JsonObject,
  pointer: string,
  start: string,
  fields: readonly SaidField[],
  into: Map<string, string>,
  sink: Finding[],
): void {
  for (const [name, value] of object) {
    const path = start === '' ? name : `${start}.${name}`;
    const place = below(pointer, name);
    const isField = fields.some((field) => field.path === path);
    const holds = fields.filter((field) => field.path.startsWith(`${path}.`));
    if (isField && typeof value === 'string') into.set(path, value.trim());
    else if (isField) {
      sink.push(declarationFinding('DECL-SHAPE', place, { want: 'a text in quotes' }));
    } else if (holds.length === 0) {
      const want = fields.map((field) => field.path).join(', ');
      sink.push(declarationFinding('DECL-MEMBER', place, { want }));
    } else if (isObject(value)) collect(value, place, path, fields, into, sink);
    else sink.push(declarationFinding('DECL-SHAPE', place, { want: 'an object' }));
  }
}

/** Whether a code is that of a registered enterprise. */
type IsKnown = (code: string) => boolean;

/**
 * What was said with everything that may be left out filled in, each value as messages write it;
 * what is wrong goes to `sink` with its pointer.
 * @param sender stands for an agent that is not named
 */
export function completed(
  said: Said,
  sender: string,
  isKnown: IsKnown,
  sink: Finding[],
  tables: SaidTables = PARCEL,
): Said {
  const start = new Map(said.head).set('sender', sender);
  const head = group(start, tables.head, null, isKnown, sink);
  const goods = said.goods.map((line, i) => group(line, tables.goods, i, isKnown, sink));
  if (goods.length < 1 || goods.length > LIMITS.linesPerRecord) {
    sink.push(declarationFinding('DECL-GOODS', '/goods', { most: LIMITS.linesPerRecord }));
  }
  return { head, goods };
}

function group(
  said: ReadonlyMap<string, string>,
  fields: readonly SaidField[],
  line: number | null,
  isKnown: IsKnown,
  sink: Finding[],
): Map<string, string> {
  const values = new Map(said);
  for (const field of fields) {
    const value = (values.get(field.path) ?? '') || otherwise(field, values);
    const wrong = value === '' ? null : problemOf(field, value, isKnown);
    const missing = value === '' && field.required;
    const code = missing ? 'DECL-MISSING' : wrong;
    if (code !== null) {
      sink.push(declarationFinding(code, pointerOf(field, line), { zh: field.zh, en: field.en }));
    }
    if (value === '') values.delete(field.path);
    else values.set(field.path, written(field, value));
  }
  return values;
}

/** Fields that others stand in for come before them in the tables. */
function otherwise(field: SaidField, values: ReadonlyMap<string, string>): string {
  const { otherwise: rule } = field;
  if (rule === null) return '';
  return rule.startsWith('=') ? (values.get(rule.slice(1)) ?? '') : rule;
}

function problemOf({ kind }: SaidField, value: string, isKnown: IsKnown): DeclarationCode | null {
  if (!isWritable(value)) return 'DECL-CHARACTER';
  switch (kind) {
    case 'yuan':
      return (parseFen(value) ?? -1n) < 0n ? 'DECL-YUAN' : null;
    case 'decimal':
      return (parseScaled5(value) ?? -1n) < 0n ? 'DECL-DECIMAL' : null;
    case 'money':
      return (parseFen(value) ?? -1n) < 0n ? 'DECL-MONEY' : null;
    case 'day':
      return isBusinessDate(value) ? null : 'DECL-DAY';
    case 'integer':
      return /^\d{1,9}$/.test(value) ? null : 'DECL-INTEGER';
    case 'moment':
      return momentOf(value) === null ? 'DECL-MOMENT' : null;
    case 'enterprise':
      return isKnown(value) ? null : 'DECL-ENTERPRISE';
    default:
      return null;
  }
}

function written({ kind }: SaidField, value: string): string {
  return kind === 'moment' ? (momentOf(value) ?? value) : value;
}

const MOMENT =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?(?:\+08:00)?$/;

/** A moment as messages write it, `yyyyMMddHHmmss`, from the ways in which people do; or null. */
function momentOf(value: string): string | null {
  const parts = MOMENT.exec(value)?.slice(1);
  const stamp =
    parts === undefined ? value : parts.map((part = '') => part.padStart(2, '0')).join('');
  const at = parseStamp14(stamp);
  return at === null ? null : stamp14(at);
}
