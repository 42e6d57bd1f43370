import { isStamp8, parseStamp14 } from '../base/dates.ts';
import {
  fenToScaled5,
  formatScaled5,
  parseScaled5,
  plainUnits,
  type Scaled5,
} from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { divideHalfUp } from '../base/rounding.ts';
import { BASE_SUBSCRIBE, BASE_TRANSFER } from './ceb/base-transfer.ts';
import type { Field, Group, LineGroup } from './ceb/fields.ts';
import type { DecodedMessage } from './codec.ts';
import { CONTENT_CODES, type ContentCode } from './content-codes.ts';
import type { Values } from './read-group.ts';
import type { DecodedRecord } from './read-record.ts';
import { codedFinding, type Fill } from './structure-codes.ts';
import { TABLES, ZONE_CATALOGUE } from './zone/catalogue.ts';
import { BUSSINESS_DATA, ENVELOP_INFO } from './zone/common.ts';

/** Law of all content findings: the text of the specification, not its schema. */
export const CONTENT_LAW = 'CEB interface specification 202205, field descriptions';

/**
 * One field and what is asked of its value. `sound` is the last value that was found sound, except
 * for personal ones: codes, days and names come again and again, and need not be judged anew.
 */
type Check = {
  readonly field: Field;
  readonly judge: (value: string) => Judgement;
  sound: string | null;
};
type Judgement = { readonly code: ContentCode; readonly fill?: Fill } | null;
type Checks = { readonly element: string; readonly checks: readonly Check[] };
/** What is asked of a line as a whole, as far as it has the fields. */
type LineChecks = Checks & {
  readonly units: boolean;
  readonly sums: boolean;
  readonly numbered: boolean;
};
type Note = (code: ContentCode, path: string, fill?: Fill) => void;

const TIMES: Readonly<Record<string, string>> = {
  appTime: 'yyyyMMddHHmmss',
  payTime: 'yyyyMMddHHmmss',
  declTime: 'yyyyMMdd',
  ieDate: 'yyyyMMdd',
  logisticsTime: 'yyyyMMddHHmmss',
  accountingDate: 'yyyyMMddHHmmss',
  leaveTime: 'yyyyMMddHHmmss',
  startTime: 'yyyyMMddHHmmss',
  endTime: 'yyyyMMddHHmmss',
  returnTime: 'yyyyMMddHHmmssSSS',
  opDate: 'yyyyMMddHHmmssSSS',
};
/** Messages of zones say a day or a moment, in whatever form (NOTES section 10). */
const ZONE_TIME = 'yyyyMMdd, yyyy-MM-dd HH:mm:ss';
const ZONE_TIMES: ReadonlySet<string> = new Set([
  ...['send_time', 'InvtDclTime', 'EntryDclTime', 'PrevdTime', 'FormalVrfdedTime', 'InputTime'],
  ...['AddTime', 'DclTime', 'PassTime', 'SecdPassTime', 'invtDclTime', 'entryDclTime', 'prevdTime'],
  ...['formalVrfdedTime', 'dclTime', 'passTime', 'secdPassTime', 'manageDate', 'createDate'],
  ...['inDate', 'outDate', 'limitDate'],
]);
/** Numbers that may not be 0: a line without goods is none, and lines are counted from 1. */
const POSITIVE: ReadonlySet<string> = new Set([
  ...['qty', 'qty1', 'DclQty', 'LawfQty', 'SecdLawfQty'],
  ...['GdsSeqno', 'PutrecSeqno', 'PassportSeqNo', 'RltGdsSeqno'],
]);

const compiled = new Map(
  [...TABLES.values()].map((table) => [
    table.type,
    {
      head: compile(table.head),
      lines: table.lines === null ? null : compileLines(table.lines),
      parts: partsOf(table.type),
    },
  ]),
);

const TRANSFER = compile(BASE_TRANSFER);
const SUBSCRIBE = compile(BASE_SUBSCRIBE);

/**
 * What the specification asks of a record beyond the schema: named values, real dates, amounts
 * that are not negative and whole fen, gnum 1..n, totalPrice = qty x price, qty2 with unit2.
 * The record must be sound (no findings of its own) and `type` one of the catalogue; up to
 * LIMITS.findingsShown findings. Lines in the file are not known here.
 */
export function contentFindings(type: string, record: DecodedRecord): Finding[] {
  const findings: Finding[] = [];
  const message = compiled.get(type);
  if (message === undefined) return findings;
  const note = noteInto(findings);
  judgeGroup(message.head, record.head, 0, note);
  for (const part of message.parts) judgePart(part, record, note);
  if (message.lines === null) return findings;
  if (message.parts.length > 0) judgeOnce(record.lines, message.lines.element, note);
  const { element, checks, units, sums, numbered } = message.lines;
  for (let number = 1; number <= record.lines.length; number++) {
    const line = record.lines[number - 1]!;
    judgeGroup({ element, checks }, line, number, note);
    if (units) judgeUnits(line, element, number, note);
    if (sums) judgeSum(line, element, number, note);
  }
  if (numbered) judgeNumbers(record.lines, element, note);
  return findings;
}

/** The same for what stands behind the records: who transmits, and who subscribes. */
export function transferFindings(message: DecodedMessage): Finding[] {
  const findings: Finding[] = [];
  const note = noteInto(findings);
  judgeGroup(TRANSFER, message.transfer, 0, note);
  for (const [at, values] of message.subscribers.entries()) {
    judgeGroup(SUBSCRIBE, values, at + 1, note);
  }
  return findings;
}

/** What a document of a zone has beside head and lines; of others nothing. */
function partsOf(type: string): Checks[] {
  const table = ZONE_CATALOGUE.get(type);
  if (table === undefined) return [];
  const own = [table.head.element, table.lines?.element];
  const groups = table.parts.filter(({ element }) => !own.includes(element));
  return [ENVELOP_INFO, BUSSINESS_DATA, ...groups].map(compile);
}

function judgePart(part: Checks, { parts = {} }: DecodedRecord, note: Note): void {
  const rows = parts[part.element] ?? [];
  const isAlone = rows.length === 1;
  for (const [at, row] of rows.entries()) judgeGroup(part, row, isAlone ? 0 : at + 1, note);
}

/** A line of a document of a zone is known by its number, so each is there once. */
function judgeOnce(lines: readonly Values[], element: string, note: Note): void {
  const seen = new Set<number>();
  for (const [at, { GdsSeqno, PassportSeqNo }] of lines.entries()) {
    const number = Number(GdsSeqno ?? PassportSeqNo);
    if (seen.has(number)) note('CNT-LINE-TWICE', `${element}[${at + 1}]`);
    seen.add(number);
  }
}

function noteInto(findings: Finding[]): Note {
  return (code, path, fill = {}) => {
    if (findings.length >= LIMITS.findingsShown) return;
    findings.push(codedFinding(code, CONTENT_CODES[code], fill, { path, law: CONTENT_LAW }));
  };
}

/** @param number of the group among its like, from 1; 0 when there is but one */
function judgeGroup(group: Checks, values: Values, number: number, note: Note): void {
  for (const check of group.checks) {
    const { field } = check;
    const value = values[field.element];
    if (value === undefined || value === check.sound) continue;
    const judged = check.judge(value);
    if (judged === null) {
      if (field.personal === null) check.sound = value;
      continue;
    }
    const { element, zh, en } = field;
    const path = `${pathOf(group.element, number)}/${element}`;
    note(judged.code, path, { element, zh, en, ...judged.fill });
  }
}

function pathOf(element: string, number: number): string {
  return number === 0 ? element : `${element}[${number}]`;
}

function judgeUnits(line: Values, element: string, number: number, note: Note): void {
  if ((line.qty2 === undefined) === (line.unit2 === undefined)) return;
  const path = pathOf(element, number);
  note('CNT-SECOND-UNIT', `${path}/${line.qty2 === undefined ? 'unit2' : 'qty2'}`);
}

function judgeSum(line: Values, element: string, number: number, note: Note): void {
  if (isPlainProduct(line)) return;
  const total = scaledOf(line.totalPrice);
  const product = scaledOf(line.qty) * scaledOf(line.price);
  if (total < 0n || product < 0n) return;
  // qty and price count 0.00001 each, so their product counts 1e-10 yuan.
  const rounded = fenToScaled5(divideHalfUp(product, 100_000_000n));
  if (total === rounded) return;
  const fill = { want: formatScaled5(rounded), got: formatScaled5(total) };
  note('CNT-TOTAL', `${pathOf(element, number)}/totalPrice`, fill);
}

/** 0.00001 units of qty times those of price that make a fen. */
const UNITS_OF_FEN = 100_000_000;

/**
 * Whether totalPrice is qty x price, all of them plain and their product below 2^53, so that whole
 * numbers are exact; 0.7 of the time that bigints take. False says nothing.
 */
function isPlainProduct({ qty = '', price = '', totalPrice = '' }: Values): boolean {
  const [quantity, each, total] = [
    plainUnits(qty, 5),
    plainUnits(price, 5),
    plainUnits(totalPrice, 2),
  ];
  const half = quantity * each + UNITS_OF_FEN / 2;
  if (quantity < 0 || each < 0 || total < 0 || half > Number.MAX_SAFE_INTEGER) return false;
  return (half - (half % UNITS_OF_FEN)) / UNITS_OF_FEN === total;
}

function scaledOf(value: string | undefined): Scaled5 {
  return parseScaled5(value ?? '') ?? 0n;
}

/** gnum is 1..n, each once; the order of the lines is free. */
function judgeNumbers(lines: readonly Values[], element: string, note: Note): void {
  if (lines.every((line, at) => Number(line.gnum) === at + 1)) return;
  const seen = new Set<number>();
  for (const [at, line] of lines.entries()) {
    const gnum = Number(line.gnum);
    if (gnum < 1 || gnum > lines.length || seen.has(gnum)) {
      note('CNT-GNUM', `${element}[${at + 1}]/gnum`, { want: lines.length });
    }
    seen.add(gnum);
  }
}

function compile(group: Group): Checks {
  const checks = group.fields.flatMap((field) => {
    const judge = judgeOf(field);
    return judge === null ? [] : [{ field, judge, sound: null }];
  });
  return { element: group.element, checks };
}

function compileLines(group: LineGroup): LineChecks {
  const has = (element: string) => group.fields.some((field) => field.element === element);
  const { numbered } = group;
  return { ...compile(group), units: has('qty2'), sums: has('totalPrice'), numbered };
}

function judgeOf(field: Field): Check['judge'] | null {
  const format = TIMES[field.element];
  if (field.values !== null) return valueJudge(Object.keys(field.values));
  if (ZONE_TIMES.has(field.element)) return zoneTimeJudge;
  if (format !== undefined) return timeJudge(format);
  if (field.kind === 'decimal' || field.kind === 'integer') return numberJudge(field);
  return field.required && field.fixed === null ? blankJudge : null;
}

function valueJudge(values: readonly string[]): Check['judge'] {
  const code = { code: 'CNT-VALUE', fill: { want: values.join(', ') } } as const;
  return (value) => (values.includes(value) ? null : code);
}

function timeJudge(format: string): Check['judge'] {
  const code = { code: 'CNT-TIME', fill: { want: format } } as const;
  const isTime = format.length === 8 ? isDay : isMoment;
  return (value) => (isTime(value) ? null : code);
}

// No message is older than the trade itself, whose pilot began in 2012; a year after 2099 is a
// slip of the keyboard.
const FIRST_YEAR = '2012';
const LAST_YEAR = '2099';

function isOfTheTrade(value: string): boolean {
  const year = value.slice(0, 4);
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

const NO_ZONE_TIME = { code: 'CNT-TIME', fill: { want: ZONE_TIME } } as const;
const ZONE_MOMENT = /^(\d{4})-?(\d\d)-?(\d\d)(?:[ T](\d\d):(\d\d):(\d\d))?$/;

function zoneTimeJudge(value: string): Judgement {
  const [, ...digits] = ZONE_MOMENT.exec(value) ?? [];
  const stamp = digits.map((part) => part ?? '00').join('');
  return stamp !== '' && isMoment(stamp) ? null : NO_ZONE_TIME;
}

function isDay(value: string): boolean {
  return isOfTheTrade(value) && isStamp8(value);
}

/** `yyyyMMddHHmmss`, with milliseconds behind it in receipts. */
function isMoment(value: string): boolean {
  if (value.length !== 14 && !/^\d*$/.test(value.slice(14))) return false;
  return parseStamp14(value.slice(0, 14)) !== null && isOfTheTrade(value);
}

const NEGATIVE = { code: 'CNT-NEGATIVE' } as const;
const NOT_POSITIVE = { code: 'CNT-POSITIVE' } as const;
const NOT_FEN = { code: 'CNT-FEN' } as const;
const BLANK = { code: 'CNT-BLANK' } as const;

function numberJudge(field: Field): Check['judge'] {
  const positive = POSITIVE.has(field.element);
  return (value) => {
    if (value.startsWith('-') && hasDigit(value, 0)) return NEGATIVE;
    if (positive && !hasDigit(value, 0)) return NOT_POSITIVE;
    return field.money && hasPartsOfFen(value) ? NOT_FEN : null;
  };
}

/** Whether a digit other than 0 stands behind the second decimal. */
function hasPartsOfFen(value: string): boolean {
  const point = value.indexOf('.');
  return point >= 0 && hasDigit(value, point + 3);
}

/** Whether a digit other than 0 stands at `from` or behind it. */
function hasDigit(value: string, from: number): boolean {
  for (let i = from; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code >= 0x31 && code <= 0x39) return true;
  }
  return false;
}

function blankJudge(value: string): Judgement {
  const first = value.charCodeAt(0);
  // Nearly every text begins with a character of ASCII or an ideograph.
  if ((first > 0x20 && first < 0x7f) || (first >= 0x4e00 && first <= 0x9fff)) return null;
  return /\S/.test(value) ? null : BLANK;
}
