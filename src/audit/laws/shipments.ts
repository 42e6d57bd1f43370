import type { MessageView } from '../evidence-walk.ts';
import { type KeyedNumbers, keyedNumbers } from '../hash-table.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { pages } from '../snapshot.ts';
import { elementOf } from '../xml-text.ts';

/**
 * A waybill finds every transport document of exports that names it (CEB507, 607, 509): parcels
 * are released and closed by what is found. Documents that an earlier version filed have no rows
 * at all, and nothing is decided on them.
 */
export const SHIPMENTS: Law = {
  id: 'shipments',
  title: 'Transport documents of exports are found by each waybill they name',
  watch: (tally, scope) => {
    const books: Books = { named: keyedNumbers(), documents: keyedNumbers() };
    return {
      onMessage: (message) => {
        if (message.sampled) enter(books, message);
      },
      finish: () => takeRows(tally, books, scope),
    };
  },
};

type Books = {
  /** Document and waybill; 1 while its row has not been seen. */
  readonly named: KeyedNumbers;
  /** By document: twice the waybills whose row has not been seen, and 1 when a row was. */
  readonly documents: KeyedNumbers;
};

const CARRIERS: readonly string[] = ['CEB507', 'CEB607', 'CEB509'];

const documentKey = (code: string, name: string): string => `${code}|${name}`;
const namedKey = (document: string, code: string, no: string): string =>
  `${document}|${code}|${no}`;

function enter({ named, documents }: Books, { row, raw, rows }: MessageView): void {
  if (!CARRIERS.includes(row.type)) return;
  for (const { kind, record, first, second } of rows) {
    const text = raw?.records[record];
    if (kind !== 'other' || text === undefined) continue;
    if (elementOf(text.head, 'appType') === '3') continue;
    const document = documentKey(first ?? '', second ?? '');
    const carrier = elementOf(text.head, 'logisticsCode') ?? '';
    for (const line of text.lines) {
      const no = elementOf(line, 'logisticsNo') ?? '';
      const at = named.place(namedKey(document, carrier, no));
      if (named.numbers()[at] !== 0) continue;
      named.numbers()[at] = 1;
      add(documents, document, 2);
    }
  }
}

function add(documents: KeyedNumbers, key: string, number: number): void {
  const at = documents.place(key);
  documents.numbers()[at] = documents.numbers()[at]! + number;
}

type Row = { code: string; name: string; logistics_code: string; logistics_no: string };

const ROWS = 'select code, name, logistics_code, logistics_no from documents.shipments';
const PAGE = 2_000;

async function takeRows(tally: Tally, { named, documents }: Books, { sql }: Scope): Promise<void> {
  for await (const rows of pages<Row>(sql, 'audit_shipments', ROWS, PAGE)) {
    for (const { code, name, logistics_code, logistics_no } of rows) {
      const document = documentKey(code, name);
      const at = documents.find(document);
      if (at < 0) continue;
      if (documents.numbers()[at]! % 2 === 0) add(documents, document, 1);
      const place = named.find(namedKey(document, logistics_code, logistics_no));
      if (place < 0 || named.numbers()[place] !== 1) continue;
      named.numbers()[place] = 2;
      add(documents, document, -2);
    }
  }
  for (const number of documents.numbers()) {
    if (number % 2 === 0) continue;
    const lost = (number - 1) / 2;
    tally.check(
      lost === 0,
      () => `${lost} waybills do not find a transport document that names them`,
    );
  }
}
