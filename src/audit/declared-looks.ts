import type { Sql } from '../io/postgres.ts';
import { type Body, type KeptStep, readBody, readStep, type Texts } from './declaration-reader.ts';
import { type Place, placeKey } from './evidence-cache.ts';
import type { RawRecord } from './xml-text.ts';

/** A decision before which somebody looked at a customs declaration. */
export type DeclaredLook = {
  /** What it rested on; null when it cannot be read. */
  readonly kept: KeptStep | null;
  /** What was declared, by the elements of a list; null when the bytes cannot be read. */
  readonly list: RawRecord | null;
};

/** Which decision on which declaration. */
type LookKey = Place & { readonly pre_no: string };

const LOOKS = `
  select s.stream, s.sequence, s.decl_seq_no as pre_no, s.rested, d.agent_code, d.body
  from b2b.steps s join b2b.declarations d using (decl_seq_no)
  where (s.stream, s.sequence) in (select * from unnest($1::uuid[], $2::integer[]))`;

type Row = LookKey & { rested: string | null; agent_code: string; body: Uint8Array };

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

function lookOf({ rested, body, agent_code: agent }: Row): DeclaredLook {
  const said = readBody(body);
  return { kept: readStep(rested), list: said === null ? null : listOf(said, agent) };
}

/** Elements of a list, and what a declaration calls them. */
const HEAD: Texts = {
  ...{ ebpCode: 'ebpCode', orderNo: 'orderNo', ebcCode: 'tradeCode', tradeMode: 'tradeMode' },
  ...{ logisticsCode: 'logisticsCode', logisticsNo: 'logisticsNo', licenseNo: 'licenseNo' },
};
const LINE: Texts = { gcode: 'codeTs', dutyMode: 'dutyMode' };

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
