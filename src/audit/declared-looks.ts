import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { type Body, type KeptStep, readBody, readStep, type Texts } from './declaration-reader.ts';
import { type Place, placeKey } from './evidence-cache.ts';
import { pages } from './snapshot.ts';
import type { RawRecord } from './xml-text.ts';

/** A decision before which somebody looked at a customs declaration. */
export type DeclaredLook = {
  /** Pre-entry number and customs number. */
  readonly pre_no: string;
  readonly entry_id: string;
  readonly at: Instant;
  /** What it rested on; null when it cannot be read. */
  readonly kept: KeptStep | null;
  /** What was declared, by the elements of a list; null when the bytes cannot be read. */
  readonly list: RawRecord | null;
};

/** Which decision on which declaration. */
type LookKey = Place & { readonly pre_no: string };

const ALL = `
  select s.stream, s.sequence, s.decl_seq_no as pre_no, s.at, s.rested, d.entry_id, d.agent_code,
    d.fob, d.body
  from b2b.steps s join b2b.declarations d using (decl_seq_no)`;
const LOOKS = `${ALL}
  where (s.stream, s.sequence) in (select * from unnest($1::uuid[], $2::integer[]))`;

type Row = LookKey & { rested: string | null; body: Uint8Array } & Readonly<
    Record<'agent_code' | 'entry_id', string>
  > & { readonly at: Instant; readonly fob: bigint };

const keyOf = (one: LookKey): string => `${placeKey(one)} ${one.pre_no}`;

/** Reads how declarations were looked at in these decisions. One statement or none. */
export async function declaredLooks(
  sql: Sql,
  places: readonly LookKey[],
): Promise<(one: LookKey) => DeclaredLook | null> {
  if (places.length === 0) return () => null;
  const rows = await sql.query<Row>(LOOKS, [
    places.map(({ stream }) => stream),
    places.map(({ sequence }) => sequence),
  ]);
  const looks = new Map(rows.map((row) => [keyOf(row), lookOf(row)]));
  return (one) => looks.get(keyOf(one)) ?? null;
}

const PAGE = 250;

/** All of them, a page at a time. @param name of the cursor */
export async function* walkDeclaredLooks(sql: Sql, name: string): AsyncGenerator<DeclaredLook[]> {
  const all = `${ALL} where s.stream is not null order by s.decl_seq_no, s.step`;
  for await (const rows of pages<Row>(sql, name, all, PAGE)) yield rows.map(lookOf);
}

function lookOf({ pre_no, entry_id, at, rested, body, agent_code: agent, fob }: Row): DeclaredLook {
  const [said, kept] = [readBody(body), readStep(rested)];
  // The value stands with the declaration alone.
  const value = { channel: 'D', fob, lines: new Map() };
  return {
    ...{ pre_no, entry_id, at },
    kept: kept && { ...kept, rested: { ...kept.rested, value } },
    list: said === null ? null : listOf(said, agent),
  };
}

/** Elements of a list, and what a declaration calls them. */
const HEAD: Texts = {
  ...{ ebpCode: 'ebpCode', orderNo: 'orderNo', ebcCode: 'tradeCode', tradeMode: 'tradeMode' },
  ...{ logisticsCode: 'logisticsCode', logisticsNo: 'logisticsNo', licenseNo: 'licenseNo' },
  ...{ customsCode: 'customMaster', portCode: 'iePort', country: 'tradeCountry' },
  ...{ trafMode: 'trafMode', trafName: 'trafName', voyageNo: 'voyageNo', billNo: 'billNo' },
  ...{ packNo: 'packNo', grossWeight: 'grossWt', netWeight: 'netWt' },
};
/** The item of a line stands in the order, and not here. */
const LINE: Texts = {
  ...{ gcode: 'codeTs', gname: 'gName', country: 'destinationCountry', dutyMode: 'dutyMode' },
  ...{ qty: 'gQty', price: 'declPrice', currency: 'tradeCurr' },
};

function listOf({ head, lines }: Body, agent: string): RawRecord {
  return {
    head: elements(HEAD, head) + element('agentCode', agent),
    lines: lines.map((line) => elements(LINE, line)),
  };
}

function elements(names: Texts, said: Texts): string {
  const pairs = Object.entries(names).map(([name, own]) => [name, said[own ?? '']] as const);
  return pairs.map(([name, text]) => (text === undefined ? '' : element(name, text))).join('');
}

// Parts of records are bytes, one a character.
function element(name: string, text: string): string {
  const written = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<${name}>${Buffer.from(written).toString('latin1')}</${name}>`;
}
