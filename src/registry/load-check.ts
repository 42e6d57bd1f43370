import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import type { Sql } from '../io/postgres.ts';
import { type Book, type BookLine, bookLineKey, type OpeningLot } from './book.ts';
import { bookLinesFor, booksFor } from './book-facts.ts';
import type {
  Buyer,
  Certificate,
  Enterprise,
  Goods,
  Guarantee,
  Undertaking,
} from './enterprise.ts';
import type { ExchangeRate } from './exchange-rate.ts';
import { loadFinding } from './load-codes.ts';
import type { LoadRow } from './load-files.ts';
import type { Conflict, Duty, Officer, OfficerToken } from './officer.ts';
import type { OverseasWarehouse } from './overseas-warehouse.ts';
import type { Profile } from './profile.ts';
import type { Token } from './snapshot.ts';
import { knownOfficers } from './staff-store.ts';

/** What was read from a row, and the row for what is said of it. */
export type Item<T> = { readonly row: LoadRow; readonly value: T };

/** All rows of a directory that could be read. */
export type Contents = {
  readonly enterprises: readonly Item<Enterprise>[];
  readonly certificates: readonly Item<Certificate>[];
  readonly tokens: readonly Item<Token>[];
  readonly undertakings: readonly Item<Undertaking>[];
  readonly goods: readonly Item<Goods>[];
  readonly buyers: readonly Item<Buyer>[];
  readonly guarantees: readonly Item<Guarantee>[];
  readonly books: readonly Item<Book>[];
  readonly bookLines: readonly Item<BookLine>[];
  readonly openings: readonly Item<OpeningLot>[];
  readonly exchangeRates: readonly Item<ExchangeRate>[];
  readonly overseasWarehouses: readonly Item<OverseasWarehouse>[];
  readonly officers: readonly Item<Officer>[];
  readonly duty: readonly Item<Duty>[];
  readonly conflicts: readonly Item<Conflict>[];
  readonly officerTokens: readonly Item<OfficerToken>[];
};

type Coded = Pick<Contents, 'exchangeRates' | 'overseasWarehouses'>;

/** Leaves out rows with a code that the law does not have; `law` is the one to be in force. */
export function withKnownCodes(all: Coded, law: Profile | null, sink: Finding[]): Coded {
  const known =
    <Name extends 'currency' | 'country'>(name: Name) =>
    (item: Item<Readonly<Record<Name, string>>>) => {
      const code = item.value[name];
      return law?.codes[name]?.has(code) === true || missing(item, name, `${name} ${code}`, sink);
    };
  return {
    exchangeRates: all.exchangeRates.filter(known('currency')),
    overseasWarehouses: all.overseasWarehouses.filter(known('country')),
  };
}

type Key<T> = (value: T) => string | null;

/** Leaves out the second of two rows with one key; null is no key. */
function distinct<T>(items: readonly Item<T>[], key: Key<T>, column: string, sink: Finding[]) {
  const seen = new Map<string, LoadRow>();
  return items.filter(({ row, value }) => {
    const text = key(value);
    if (text === null) return true;
    const first = seen.get(text);
    if (first === undefined) {
      seen.set(text, row);
      return true;
    }
    const place = { file: row.file, line: row.line, column };
    sink.push(loadFinding('LOAD-DUPLICATE', place, `first at ${first.file}:${first.line}`));
    return false;
  });
}

const fingerprint = ({ der }: Certificate): string => Buffer.from(der).toString('base64');
const period = ({ from }: { readonly from: string }): string => from;

/** Leaves out rows that stand twice in the files. */
export function withoutRepeats(all: Contents, sink: Finding[]): Contents {
  const enterprises = distinct(all.enterprises, ({ code }) => code, 'code', sink);
  const tokens = distinct(
    all.tokens,
    ({ enterpriseCode, label }) => keyOf(enterpriseCode, label),
    'label',
    sink,
  );
  const certificates = distinct(
    all.certificates,
    ({ enterpriseCode, serial }) => keyOf(enterpriseCode, serial),
    'file',
    sink,
  );
  return {
    enterprises: distinct(enterprises, ({ dxpId }) => dxpId, 'dxpId', sink),
    certificates: distinct(certificates, fingerprint, 'file', sink),
    tokens: distinct(tokens, ({ hash }) => hash, 'token', sink),
    undertakings: distinct(
      all.undertakings,
      (one) => keyOf(keyOf(one.operator, one.principal), keyOf(one.kind, period(one))),
      'operator',
      sink,
    ),
    goods: distinct(
      all.goods,
      ({ enterpriseCode, itemNo }) => keyOf(enterpriseCode, itemNo),
      'itemNo',
      sink,
    ),
    buyers: distinct(all.buyers, ({ idKey }) => idKey, 'idNumber', sink),
    guarantees: distinct(
      all.guarantees,
      (one) => keyOf(one.enterpriseCode, period(one)),
      'from',
      sink,
    ),
    books: distinct(all.books, ({ bookNo }) => bookNo, 'book', sink),
    bookLines: distinct(all.bookLines, lineKey, 'record', sink),
    // Rates are told apart by all their days, see withoutRivals.
    exchangeRates: all.exchangeRates,
    overseasWarehouses: distinct(
      all.overseasWarehouses,
      (one) => keyOf(keyOf(one.enterpriseCode, one.number), period(one)),
      'number',
      sink,
    ),
    openings: distinct(all.openings, (one) => keyOf(lineKey(one), one.lotNo), 'lot', sink),
    ...withoutRepeatedStaff(all, sink),
  };
}

type StaffItems = Pick<Contents, 'officers' | 'duty' | 'conflicts' | 'officerTokens'>;

function withoutRepeatedStaff(all: StaffItems, sink: Finding[]): StaffItems {
  const tokens = distinct(
    all.officerTokens,
    ({ officer, label }) => keyOf(officer, label),
    'label',
    sink,
  );
  return {
    officers: distinct(all.officers, ({ number }) => number, 'number', sink),
    duty: distinct(all.duty, ({ officer, from }) => keyOf(officer, String(from)), 'from', sink),
    conflicts: distinct(
      all.conflicts,
      (one) => keyOf(keyOf(one.officer, one.enterprise), period(one)),
      'from',
      sink,
    ),
    officerTokens: distinct(tokens, ({ hash }) => hash, 'token', sink),
  };
}

function lineKey({ bookNo, recordNo }: BookLine | OpeningLot): string {
  return bookLineKey(bookNo, recordNo);
}

/**
 * Leaves out rows that name an enterprise which is neither in the files nor registered, and keys
 * that another enterprise holds already. Eight statements at most, whatever the size.
 */
export async function withoutStrangers(tx: Sql, all: Contents, sink: Finding[]): Promise<Contents> {
  const known = await knownCodes(tx, all);
  const named = <T>(items: readonly Item<T>[], column: string, code: (value: T) => string) =>
    items.filter(({ row, value }) => {
      if (known.has(code(value))) return true;
      const place = { file: row.file, line: row.line, column };
      sink.push(loadFinding('LOAD-REFERENCE', place, `enterprise ${code(value)}`));
      return false;
    });
  const owner = (one: { readonly enterpriseCode: string }) => one.enterpriseCode;
  const operators = named(all.undertakings, 'operator', ({ operator }) => operator);
  const books = named(all.books, 'enterprise', owner);
  const area = ({ areaCode }: Book) => areaCode;
  return {
    enterprises: await freeDxpIds(tx, all.enterprises, sink),
    certificates: await freeCertificates(tx, named(all.certificates, 'enterprise', owner), sink),
    tokens: await freeTokens(tx, named(all.tokens, 'enterprise', owner), sink),
    undertakings: named(operators, 'principal', ({ principal }) => principal),
    goods: named(all.goods, 'enterprise', owner),
    buyers: all.buyers,
    guarantees: named(all.guarantees, 'enterprise', owner),
    exchangeRates: all.exchangeRates,
    overseasWarehouses: named(all.overseasWarehouses, 'enterprise', owner),
    ...(await withoutBookless(tx, { ...all, books: named(books, 'area', area) }, sink)),
    ...(await withoutUnknownOfficers(tx, all, sink)),
  };
}

/** Leaves out what is said of officers who are neither in the files nor registered. */
async function withoutUnknownOfficers(
  tx: Sql,
  all: StaffItems,
  sink: Finding[],
): Promise<StaffItems> {
  const said = [...all.duty, ...all.conflicts, ...all.officerTokens];
  const registered = await knownOfficers(
    tx,
    said.map(({ value }) => value.officer),
  );
  const known = new Set([...registered, ...all.officers.map(({ value }) => value.number)]);
  const isKnown = <T extends { readonly officer: string }>(item: Item<T>) =>
    known.has(item.value.officer) ||
    missing(item, 'officer', `officer ${item.value.officer}`, sink);
  return {
    officers: all.officers,
    duty: all.duty.filter(isKnown),
    conflicts: all.conflicts.filter(isKnown),
    officerTokens: await freeOfficerTokens(tx, all.officerTokens.filter(isKnown), sink),
  };
}

async function freeOfficerTokens(tx: Sql, items: readonly Item<OfficerToken>[], sink: Finding[]) {
  const rows = await tx.query<OfficerToken>(
    'select officer, label, hash from registry.officer_tokens where hash = any($1::text[])',
    [items.map(({ value }) => value.hash)],
  );
  const name = ({ officer, label }: OfficerToken) => keyOf(officer, label);
  const owners = new Map(rows.map((row) => [row.hash, name(row)]));
  return items.filter((item) => {
    const owner = owners.get(item.value.hash) ?? name(item.value);
    return owner === name(item.value) || held(item, 'token', sink);
  });
}

type Booked = Pick<Contents, 'books' | 'bookLines' | 'openings'>;

/** Leaves out lines of books that nobody opened, and goods of lines that do not exist. */
async function withoutBookless(tx: Sql, all: Booked, sink: Finding[]): Promise<Booked> {
  const filed = await booksFor(
    tx,
    all.bookLines.map(({ value }) => value.bookNo),
  );
  const open = new Set([...filed.keys(), ...all.books.map(({ value }) => value.bookNo)]);
  const lines = await bookLinesFor(
    tx,
    [...all.bookLines, ...all.openings].map(({ value }) => lineKey(value)),
  );
  const bookLines = all.bookLines.filter((item) => {
    const { bookNo } = item.value;
    if (!open.has(bookNo)) return missing(item, 'book', `book ${bookNo}`, sink);
    const filedLine = lines.get(lineKey(item.value))?.line;
    return filedLine === undefined || isSameArticle(filedLine, item.value) || changed(item, sink);
  });
  const known = new Set([...lines.keys(), ...bookLines.map(({ value }) => lineKey(value))]);
  const openings = all.openings.filter((item) => {
    const { bookNo, recordNo } = item.value;
    const text = `line ${recordNo} of book ${bookNo}`;
    return known.has(lineKey(item.value)) || missing(item, 'record', text, sink);
  });
  return { books: all.books, bookLines, openings };
}

/** What a quantity of a line means must stay what it was when it came in. */
function isSameArticle(a: BookLine, b: BookLine): boolean {
  const meaning = (one: BookLine) =>
    [one.itemNo, one.hs, one.unit, one.unit1, one.perUnit1, one.unit2, one.perUnit2].join(' ');
  return meaning(a) === meaning(b);
}

function changed({ row }: Item<BookLine>, sink: Finding[]): false {
  const detail = 'a line keeps its article, code and units; open another line';
  sink.push(
    loadFinding('LOAD-VALUE', { file: row.file, line: row.line, column: 'record' }, detail),
  );
  return false;
}

function missing<T>({ row }: Item<T>, column: string, what: string, sink: Finding[]): false {
  sink.push(loadFinding('LOAD-REFERENCE', { file: row.file, line: row.line, column }, what));
  return false;
}

/** Warnings for enterprises that keep another class than the files say, after they were written. */
export async function keptClasses(
  tx: Sql,
  items: readonly Item<Enterprise>[],
): Promise<readonly Finding[]> {
  const rows = await tx.query<Pick<Enterprise, 'code' | 'creditClass'>>(
    `select code, credit_class as "creditClass" from registry.enterprises
     where code = any($1::text[]) and (class_by_events or credit_class = 'DISHONEST')`,
    [items.map(({ value }) => value.code)],
  );
  const kept = new Map(rows.map(({ code, creditClass }) => [code, creditClass]));
  return items.flatMap(({ row, value: { code, creditClass } }) => {
    const own = kept.get(code) ?? creditClass;
    if (own === creditClass) return [];
    const place = { file: row.file, line: row.line, column: 'creditClass' };
    return [loadFinding('LOAD-CLASS', place, `${code} is ${own}`)];
  });
}

async function knownCodes(tx: Sql, all: Contents): Promise<Set<string>> {
  const files = [all.certificates, all.tokens, all.goods, all.guarantees, all.overseasWarehouses];
  const asked = new Set([
    ...all.books.flatMap(({ value }) => [value.enterpriseCode, value.areaCode]),
    ...files.flatMap((items) => items.map(({ value }) => value.enterpriseCode)),
    ...all.undertakings.flatMap(({ value }) => [value.operator, value.principal]),
  ]);
  const rows = await tx.query<{ code: string }>(
    'select code from registry.enterprises where code = any($1::text[])',
    [[...asked]],
  );
  return new Set([
    ...rows.map(({ code }) => code),
    ...all.enterprises.map(({ value }) => value.code),
  ]);
}

function held<T>({ row }: Item<T>, column: string, sink: Finding[]): false {
  const place = { file: row.file, line: row.line, column };
  sink.push(loadFinding('LOAD-DUPLICATE', place, 'registered for another already'));
  return false;
}

async function freeDxpIds(tx: Sql, items: readonly Item<Enterprise>[], sink: Finding[]) {
  const rows = await tx.query<{ code: string; dxpId: string }>(
    `select code, dxp_id as "dxpId" from registry.enterprises
     where dxp_id = any($1::text[]) and not code = any($2::text[])`,
    [items.flatMap(({ value }) => value.dxpId ?? []), items.map(({ value }) => value.code)],
  );
  const taken = new Set(rows.map(({ dxpId }) => dxpId));
  return items.filter((item) => {
    const { dxpId } = item.value;
    return dxpId === null || !taken.has(dxpId) || held(item, 'dxpId', sink);
  });
}

async function freeCertificates(tx: Sql, items: readonly Item<Certificate>[], sink: Finding[]) {
  const rows = await tx.query<{ enterpriseCode: string; der: Uint8Array }>(
    `select enterprise_code as "enterpriseCode", der from registry.certificates
     where serial = any($1::text[])`,
    [items.map(({ value }) => value.serial)],
  );
  const owners = new Map(
    rows.map(({ enterpriseCode, der }) => [Buffer.from(der).toString('base64'), enterpriseCode]),
  );
  return items.filter((item) => {
    const owner = owners.get(fingerprint(item.value)) ?? item.value.enterpriseCode;
    return owner === item.value.enterpriseCode || held(item, 'file', sink);
  });
}

async function freeTokens(tx: Sql, items: readonly Item<Token>[], sink: Finding[]) {
  const rows = await tx.query<Token>(
    `select enterprise_code as "enterpriseCode", label, hash from registry.tokens
     where hash = any($1::text[])`,
    [items.map(({ value }) => value.hash)],
  );
  const name = ({ enterpriseCode, label }: Token) => keyOf(enterpriseCode, label);
  const owners = new Map(rows.map((row) => [row.hash, name(row)]));
  return items.filter((item) => {
    const owner = owners.get(item.value.hash) ?? name(item.value);
    return owner === name(item.value) || held(item, 'token', sink);
  });
}
