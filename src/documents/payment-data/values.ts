import { parseStamp14 } from '../../base/dates.ts';
import { parseFen } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { below, isNumber, isObject, type Json, type JsonObject } from '../json/json-text.ts';
import type { Fill } from '../structure-codes.ts';
import { codePoints } from '../values.ts';
import { plainAmount } from './amount.ts';
import { type PaymentDataCode, paymentDataFinding } from './codes.ts';
import type { PaymentDataField } from './fields.ts';

/** Values of one object by their names; one that is optional and left out has none. */
export type Values = Readonly<Record<string, string>>;

/** Takes a finding; `path` is a JSON pointer. */
export type Note = (code: PaymentDataCode, path: string, fill?: Fill) => void;

/** Notes into a list, up to LIMITS.findingsShown. */
export function noteInto(findings: Finding[]): Note {
  return (code, path, fill) => {
    if (findings.length < LIMITS.findingsShown) findings.push(paymentDataFinding(code, path, fill));
  };
}

/** What a value has to be, in both languages. */
const OBJECT = { zh: '对象', en: 'an object' };
const TEXT = { zh: '带引号的文本', en: 'a text in quotes' };
const NUMBER = { zh: '不带引号的数字', en: 'a number without quotes' };

/** The object at a place, or null with a finding. */
export function objectAt(value: Json | undefined, path: string, note: Note): JsonObject | null {
  if (isObject(value)) return value;
  note('PAYDATA-SHAPE', path, { name: nameOf(path), ...OBJECT });
  return null;
}

/** How a message calls the place: its last name, or the whole. */
export function nameOf(path: string): string {
  return path === '' ? 'JSON' : path.slice(1).replaceAll('/', '.');
}

/**
 * Reads the fields of an object; members that no table knows are passed over. An amount comes as
 * a plain decimal, everything else as it stands.
 */
export function readValues(
  object: JsonObject,
  fields: readonly PaymentDataField[],
  path: string,
  note: Note,
): Values {
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = readValue(object.get(field.name), field, below(path, field.name), note);
    if (value !== null) values[field.name] = value;
  }
  return values;
}

function readValue(
  value: Json | undefined,
  field: PaymentDataField,
  path: string,
  note: Note,
): string | null {
  if (value === undefined || value === null || value === '') {
    if (field.required) note('PAYDATA-MISSING', path, wordsOf(field));
    return null;
  }
  const isAmount = field.kind === 'amount';
  if (isAmount && isNumber(value)) return amount(value.number, field, path, note);
  if (isAmount || typeof value !== 'string') {
    note('PAYDATA-SHAPE', path, { name: field.name, ...(isAmount ? NUMBER : TEXT) });
    return null;
  }
  const code = problemOf(value, field);
  if (code === null) return value;
  const want = Object.keys(field.values ?? {}).join(', ');
  note(code, path, { ...wordsOf(field), most: field.most, want });
  return null;
}

const wordsOf = ({ name, zh, en }: PaymentDataField) => ({ name, zh, en });

function amount(number: string, field: PaymentDataField, path: string, note: Note): string | null {
  const plain = plainAmount(number);
  if (plain !== null && parseFen(plain) !== null) return plain;
  note(plain === null ? 'PAYDATA-AMOUNT' : 'PAYDATA-FEN', path, wordsOf(field));
  return null;
}

/** Characters that no database text and no line of a log should hold. */
const CONTROL = /(?![\t\n\r])\p{Cc}/u;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function problemOf(
  value: string,
  { kind, most, values }: PaymentDataField,
): PaymentDataCode | null {
  if (codePoints(value) > most) return 'PAYDATA-LENGTH';
  if (!value.isWellFormed() || CONTROL.test(value)) return 'PAYDATA-CHARACTER';
  if (values !== null && !Object.hasOwn(values, value)) return 'PAYDATA-VALUE';
  if (kind === 'upper' && /[a-z]/.test(value)) return 'PAYDATA-UPPER';
  if (kind === 'moment' && parseStamp14(value) === null) return 'PAYDATA-MOMENT';
  if (kind === 'digits' && !/^\d{1,15}$/.test(value)) return 'PAYDATA-MILLISECONDS';
  return kind === 'base64' && !BASE64.test(value) ? 'PAYDATA-BASE64' : null;
}
