import { isUtf8 } from 'node:buffer';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { jsonFinding } from './codes.ts';

/**
 * JSON as it was written: numbers keep their digits, for a float cannot hold an amount, and a
 * member that stands twice is refused, for `JSON.parse` would drop one of the two in silence.
 */
export type Json = string | boolean | null | JsonNumber | readonly Json[] | JsonObject;
export type JsonNumber = { readonly number: string };
/** In the order of the text; a Map, for a member may be called `__proto__`. */
export type JsonObject = ReadonlyMap<string, Json>;

/** A message as plain data, for `JSON.stringify`. */
export type Twin = { readonly [name: string]: TwinValue };
export type TwinValue = string | Twin | readonly TwinValue[];

/** The pointer (RFC 6901) of a member or item below `pointer`. */
export function below(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Whether the value is an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

/** Whether the value is an array. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value, and for the members of an outermost object also their text exactly as it stands. */
export type JsonReading = {
  readonly value: Json;
  readonly written: ReadonlyMap<string, string>;
};

/** Whether the value is a number. */
export function isNumber(value: Json | undefined): value is JsonNumber {
  return typeof value === 'object' && value !== null && 'number' in value;
}

/** Reads the bytes of one JSON value; a byte order mark before it is passed over. */
export function readJson(bytes: Uint8Array): Result<Json, Finding[]> {
  if (!isUtf8(bytes)) return fail([jsonFinding('JSON-SYNTAX', '', { problem: 'not UTF-8' })]);
  const read = readJsonText(new TextDecoder().decode(bytes));
  return read.ok ? ok(read.value.value) : read;
}

/** Reads the text of one JSON value, for what is signed piece by piece as it was written. */
export function readJsonText(text: string): Result<JsonReading, Finding[]> {
  const reader: Reader = { text, at: 0, depth: 0, written: new Map() };
  try {
    const value = readValue(reader, '');
    if (skipSpace(reader) < text.length) refuse(reader, 'text behind the value');
    return ok({ value, written: reader.written });
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return fail([error.finding]);
  }
}

/** The value without white space; numbers keep their digits, texts only the escapes they need. */
export function writeJson(value: Json): string {
  if (isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (isObject(value)) {
    const members = [...value].map(([name, one]) => `${JSON.stringify(name)}:${writeJson(one)}`);
    return `{${members.join(',')}}`;
  }
  return isNumber(value) ? value.number : JSON.stringify(value);
}

type Reader = {
  readonly text: string;
  at: number;
  depth: number;
  readonly written: Map<string, string>;
};

/** Leaves the recursion with the one reason. */
class Stop extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.code);
    this.finding = finding;
  }
}

function refuse({ text, at }: Reader, problem: string): never {
  const line = text.slice(0, at).split('\n').length;
  throw new Stop(jsonFinding('JSON-SYNTAX', '', { problem }, line));
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const WORDS = { true: true, false: false, null: null } as const;
/** Every character from the space on but the quotation mark and the backslash, and escapes. */
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

function skipSpace(reader: Reader): number {
  SPACE.lastIndex = reader.at;
  SPACE.test(reader.text);
  reader.at = SPACE.lastIndex;
  return reader.at;
}

/** The token at the place of the reader, or null when there is none of its kind. */
function token(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0] ?? null;
  reader.at += found?.length ?? 0;
  return found;
}

function readValue(reader: Reader, pointer: string): Json {
  skipSpace(reader);
  const first = reader.text[reader.at];
  if (first === '{') return nested(reader, pointer, readObject);
  if (first === '[') return nested(reader, pointer, readArray);
  if (first === '"') return readString(reader);
  const word = token(reader, WORD);
  if (word !== null) return WORDS[word as keyof typeof WORDS];
  const number = token(reader, NUMBER);
  return number === null ? refuse(reader, 'a value is missing') : { number };
}

function nested(reader: Reader, pointer: string, read: typeof readObject | typeof readArray): Json {
  reader.depth += 1;
  if (reader.depth > LIMITS.xmlDepth) {
    throw new Stop(jsonFinding('JSON-DEPTH', pointer, { most: LIMITS.xmlDepth }));
  }
  reader.at += 1;
  const value = read(reader, pointer);
  reader.depth -= 1;
  return value;
}

function readString(reader: Reader): string {
  const found = token(reader, STRING);
  return found === null ? refuse(reader, 'a text is not as it must be') : JSON.parse(found);
}

/** Whether the next character is `wanted`, which is then passed over. */
function next(reader: Reader, wanted: string): boolean {
  const fits = reader.text[skipSpace(reader)] === wanted;
  if (fits) reader.at += 1;
  return fits;
}

function readObject(reader: Reader, pointer: string): JsonObject {
  const members = new Map<string, Json>();
  if (next(reader, '}')) return members;
  do {
    skipSpace(reader);
    const name = readString(reader);
    const place = below(pointer, name);
    if (members.has(name)) throw new Stop(jsonFinding('JSON-DUPLICATE', place));
    if (!next(reader, ':')) refuse(reader, 'a colon is missing');
    const from = skipSpace(reader);
    members.set(name, readValue(reader, place));
    if (reader.depth === 1) reader.written.set(name, reader.text.slice(from, reader.at));
  } while (next(reader, ','));
  return next(reader, '}') ? members : refuse(reader, 'an object does not end');
}

function readArray(reader: Reader, pointer: string): readonly Json[] {
  const items: Json[] = [];
  if (next(reader, ']')) return items;
  do items.push(readValue(reader, below(pointer, items.length)));
  while (next(reader, ','));
  return next(reader, ']') ? items : refuse(reader, 'an array does not end');
}
