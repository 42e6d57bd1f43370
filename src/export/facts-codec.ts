import { assert } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import {
  balancesOf,
  type PackedBalance,
  type PackedStockLine,
  packBalances,
  packStockLine,
  stockLineOf,
} from '../matching/stock-codec.ts';
import {
  enterpriseOf,
  type PackedEnterprise,
  packEnterprise,
} from '../registry/enterprise-codec.ts';
import type { ExportChannel } from '../registry/export-channel.ts';
import type { OverseasWarehouse } from '../registry/overseas-warehouse.ts';
import {
  type ExportBefore,
  type ExportCaseFacts,
  exportCaseFacts,
  NO_EXPORT_BEFORE,
  withoutStock,
} from './case-facts.ts';
import type { ExportConclusion } from './conclusion.ts';
import type { ExportFacts } from './facts.ts';
import type { ExportStatus } from './states.ts';
import type { ExportVerdict } from './verdict.ts';

/** What is kept of one decision: the facts it used and what came of them. */
export type ExportRecord = {
  readonly facts: ExportCaseFacts;
  /** How it was looked at before a release, as plain JSON data; null where nobody looked. */
  readonly selection: unknown;
  /** After the selection. */
  readonly verdict: ExportVerdict;
};

/**
 * What is kept of a decision.
 * @param verdict as it stands after the selection
 * @param selection plain JSON data, or null
 * @param before what a later look at the list begins with
 */
export function recordOf(
  matched: ExportMatched,
  facts: ExportFacts,
  verdict: ExportVerdict,
  selection: unknown,
  before: ExportBefore = NO_EXPORT_BEFORE,
): ExportRecord {
  const used = exportCaseFacts(matched, facts, verdict, before);
  return { facts: used, selection, verdict: withoutStock(verdict) };
}

/*
 * One line of JSON without names of fields: arrays in the order below, sums as decimal strings.
 * The first number is the version of this form; a later form reads the earlier ones.
 */
const FORM = 1;

type Big = string;
type PackedRate = readonly [currency: string, n: Big, d: Big];
type PackedValue = readonly [
  channel: ExportChannel,
  fob: Big,
  lines: readonly (readonly [gnum: number, fob: Big])[],
];
type PackedVerdict = readonly [
  status: ExportStatus,
  findings: readonly Finding[],
  value: PackedValue | null,
];
type Packed = readonly [
  form: number,
  at: number,
  enterprises: readonly PackedEnterprise[],
  rates: readonly PackedRate[],
  blocked: 0 | 1,
  earlier: PackedVerdict | null,
  verdict: PackedVerdict,
  /** The last ones are left out where there is nothing to say. */
  selection?: unknown,
  conclusion?: ExportConclusion | null,
  stock?: PackedStock,
  warehouses?: readonly PackedWarehouse[],
];

/** The record as one line of text; `decodeExport` gives it back equal. */
export function encodeExport({ facts, selection, verdict }: ExportRecord): string {
  const { at, enterprises, rates, blocked, earlier } = facts;
  const packed: Packed = [
    FORM,
    at,
    enterprises.map(packEnterprise),
    rates.map(([currency, { n, d }]): PackedRate => [currency, `${n}`, `${d}`]),
    blocked ? 1 : 0,
    earlier === null ? null : packVerdict(earlier),
    packVerdict(verdict),
    ...packLate(facts, selection),
  ];
  return JSON.stringify(packed);
}

type PackedStock = readonly [books: readonly PackedStockLine[], balances: readonly PackedBalance[]];
type PackedWarehouse = readonly [
  enterpriseCode: string,
  number: string,
  from: string,
  until: string | null,
  name: string,
  country: string,
  proof: OverseasWarehouse['proof'],
];
type Late =
  | readonly []
  | readonly [unknown]
  | readonly [unknown, ExportConclusion | null]
  | readonly [unknown, ExportConclusion | null, PackedStock]
  | readonly [unknown, ExportConclusion | null, PackedStock, readonly PackedWarehouse[]];

function packLate(facts: ExportCaseFacts, selection: unknown): Late {
  const { books, balances, conclusion, warehouses } = facts;
  const stock = [books.map(packStockLine), packBalances(balances)] as const;
  if (warehouses.length > 0) return [selection, conclusion, stock, warehouses.map(packWarehouse)];
  if (books.length + balances.length > 0) return [selection, conclusion, stock];
  if (conclusion !== null) return [selection, conclusion];
  return selection === null ? [] : [selection];
}

function packWarehouse(one: OverseasWarehouse): PackedWarehouse {
  return [one.enterpriseCode, one.number, one.from, one.until, one.name, one.country, one.proof];
}

function warehouseOf(packed: PackedWarehouse): OverseasWarehouse {
  const [enterpriseCode, number, from, until, name, country, proof] = packed;
  return { enterpriseCode, number, from, until, name, country, proof };
}

/**
 * Reads a record that `encodeExport` wrote.
 * @throws Bug for another form, SyntaxError for text that is no JSON.
 */
export function decodeExport(text: string): ExportRecord {
  const packed: Packed = JSON.parse(text);
  const [form, at, enterprises, rates, blocked, earlier, verdict] = packed;
  const [, , , , , , , selection, conclusion, stock, warehouses = []] = packed;
  assert(form === FORM, `export record of form ${form}`);
  return {
    facts: {
      at,
      enterprises: enterprises.map(enterpriseOf),
      rates: rates.map(([currency, n, d]) => [currency, { n: BigInt(n), d: BigInt(d) }]),
      blocked: blocked === 1,
      books: (stock?.[0] ?? []).map(stockLineOf),
      balances: balancesOf(stock?.[1] ?? []),
      warehouses: warehouses.map(warehouseOf),
      earlier: earlier === null ? null : verdictOf(earlier),
      conclusion: conclusion ?? null,
    },
    selection: selection ?? null,
    verdict: verdictOf(verdict),
  };
}

function packVerdict({ status, findings, value }: ExportVerdict): PackedVerdict {
  if (value === null) return [status, findings, null];
  const lines = value.lines.map(({ gnum, fob }) => [gnum, `${fob}`] as const);
  return [status, findings, [value.channel, `${value.fob}`, lines]];
}

function verdictOf([status, findings, value]: PackedVerdict): ExportVerdict {
  if (value === null) return { status, findings, value };
  const [channel, fob, packed] = value;
  const lines = packed.map(([gnum, own]) => ({ gnum, fob: BigInt(own) }));
  return { status, findings, value: { channel, fob: BigInt(fob), lines } };
}
