import pg from 'pg';
import { assert, Bug } from '../base/assert.ts';

/** OIDs of the types that the driver would otherwise turn into floats or local dates. */
const OID = {
  bytea: 17,
  int8: 20,
  date: 1082,
  timestamptz: 1184,
  byteaArray: 1001,
  textArray: 1009,
  int8Array: 1016,
  dateArray: 1182,
  timestamptzArray: 1185,
} as const;

type Scalar = string | number | bigint | boolean | Uint8Array | null;
/** What a statement takes for `$n`: a scalar or a flat array of scalars (for `unnest($n::t[])`). */
export type Parameter = Scalar | readonly Scalar[];

/** Text that needs no quotes inside an array literal; `null` in any case would be read as NULL. */
const PLAIN = /^(?!null$)[\w.:+-]+$/i;

function elementText(value: Scalar): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') {
    return PLAIN.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
  }
  if (typeof value === 'bigint' || typeof value === 'number') return scalarText(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  throw new Bug('An array parameter mixes bytes with other values');
}

function scalarText(value: string | number | bigint | boolean): string {
  if (typeof value === 'number') assert(Number.isFinite(value), 'A parameter is not a number');
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value);
}

/**
 * `bytea[]` in PostgreSQL's binary array format: dimensions, has-nulls, element type, then
 * length, lower bound, and each element with its length (-1 for NULL). Text would double the size.
 */
function byteArrays(values: readonly (Uint8Array | null)[]): Buffer {
  const size = values.reduce((sum, value) => sum + 4 + (value?.byteLength ?? 0), 20);
  const out = Buffer.allocUnsafe(size);
  out.writeInt32BE(1, 0);
  out.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  out.writeInt32BE(OID.bytea, 8);
  out.writeInt32BE(values.length, 12);
  out.writeInt32BE(1, 16);
  let at = 20;
  for (const value of values) {
    at = out.writeInt32BE(value === null ? -1 : value.byteLength, at);
    if (value === null) continue;
    out.set(value, at);
    at += value.byteLength;
  }
  return out;
}

function arrayValue(values: readonly Scalar[]): string | Buffer {
  if (values.some((value) => value instanceof Uint8Array)) {
    const bytes = values.every((value) => value === null || value instanceof Uint8Array);
    assert(bytes, 'An array parameter mixes bytes with other values');
    return byteArrays(values as readonly (Uint8Array | null)[]);
  }
  return `{${values.map(elementText).join(',')}}`;
}

/**
 * A parameter as the wire wants it: text, or bytes (sent in binary form), or null.
 * @throws Bug for `undefined`, objects, dates and nested arrays: say how they are to be stored.
 */
export function encodeParameter(value: unknown): string | Buffer | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  if (Array.isArray(value)) return arrayValue(value);
  if (typeof value === 'undefined' || typeof value === 'object') {
    throw new Bug(`A statement got ${value === undefined ? 'undefined' : 'an object'} for $n`);
  }
  return scalarText(value as string | number | bigint | boolean);
}

/** `2026-01-31 08:00:00.123456+00` (the session's zone is UTC) in epoch milliseconds. */
function parseInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  const at = Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace(/[+-]00$/, '')}Z`);
  assert(!Number.isNaN(at), 'The database session does not run in UTC');
  return at;
}

const textArray = pg.types.getTypeParser(OID.textArray as number) as (
  text: string,
) => (string | null)[];
const mapped =
  <T>(parse: (text: string) => T) =>
  (text: string): (T | null)[] =>
    textArray(text).map((element) => (element === null ? null : parse(element)));
const parseBytes = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');

const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [OID.int8]: BigInt,
  [OID.int8Array]: mapped(BigInt),
  [OID.bytea]: parseBytes,
  [OID.byteaArray]: mapped(parseBytes),
  [OID.timestamptz]: parseInstant,
  [OID.timestamptzArray]: mapped(parseInstant),
  [OID.date]: (text) => text,
  [OID.dateArray]: textArray,
};

/** int8 -> bigint, bytea -> Buffer, timestamptz -> epoch ms, date -> text, numeric -> text. */
export const columnTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    return PARSERS[oid] ?? pg.types.getTypeParser(oid);
  },
};
