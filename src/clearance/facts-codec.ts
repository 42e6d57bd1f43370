import { assert } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import type { TransferKind } from '../ledger/transfer.ts';
import {
  balancesOf,
  type PackedBalance,
  type PackedStockLine,
  packBalances,
  packStockLine,
  stockLineOf,
} from '../matching/stock-codec.ts';
import type { Goods, Guarantee } from '../registry/enterprise.ts';
import {
  enterpriseOf,
  type PackedEnterprise,
  packEnterprise,
} from '../registry/enterprise-codec.ts';
import type { IdentityAnswer } from '../registry/identity-authority.ts';
import type { CaseFacts } from './case-facts.ts';
import type { Conclusion } from './conclusion.ts';
import type { Selection } from './selection.ts';
import type { Status, TaxBill, Verdict } from './verdict.ts';

/** What is kept of one decision: the facts it used and what came of them. */
export type DecisionRecord = { readonly facts: CaseFacts; readonly verdict: Verdict };

/*
 * One line of JSON without names of fields: arrays in the order below, sums as decimal strings.
 * The first number is the version of this form; a later form reads the earlier ones.
 */
const FORM = 1;
/** Positions of what came later. */
const BOOKS = 10;
const SELECTION = 11;
const CONCLUSION = 12;

type Big = string;
type PackedGoods = readonly [
  enterpriseCode: string,
  itemNo: string,
  hs: string,
  name: string,
  content: Big | null,
  pieces: Big | null,
  grams: Big | null,
];
type PackedGuarantee = readonly [code: string, amount: Big, from: string, until: string | null];
type PackedLine = readonly [gnum: number, dutiable: Big, duty: Big, consumption: Big, vat: Big];
type PackedBill = readonly [
  channel: TaxBill['channel'],
  dutiable: Big,
  total: Big,
  lines: readonly PackedLine[],
];
type PackedTransfer = readonly [
  ledger: string,
  key: string,
  kind: TransferKind,
  amount: Big,
  ref: string,
  limit: Big | null,
];
type PackedVerdict = readonly [
  status: Status,
  findings: readonly Finding[],
  tax: PackedBill | null,
  transfers: readonly PackedTransfer[],
];
type PackedSelection = readonly [
  enterpriseClass: string,
  goodsClass: string,
  weight: number,
  action: Selection['action'],
  label: Selection['label'],
  rules: readonly string[],
  day: string | null,
  sequence: number | null,
  noted?: readonly number[],
];
type Packed = readonly [
  form: number,
  at: number,
  ref: string,
  enterprises: readonly PackedEnterprise[],
  goods: readonly PackedGoods[],
  identity: IdentityAnswer,
  guarantee: PackedGuarantee | null,
  balances: readonly PackedBalance[],
  held: PackedVerdict | null,
  verdict: PackedVerdict,
  /** The last ones are left out where there is nothing to say. */
  books?: readonly PackedStockLine[],
  selection?: PackedSelection | null,
  conclusion?: Conclusion,
];

/** The record as one line of text; `decodeDecision` gives it back equal. */
export function encodeDecision({ facts, verdict }: DecisionRecord): string {
  const { guarantee, held } = facts;
  const packed: Packed = [
    FORM,
    facts.at,
    facts.ref,
    facts.enterprises.map(packEnterprise),
    facts.goods.map(packGoods),
    facts.identity,
    guarantee === null ? null : packGuarantee(guarantee),
    packBalances(facts.balances),
    held === null ? null : packVerdict(held),
    packVerdict(verdict),
    ...packLate(facts),
  ];
  return JSON.stringify(packed);
}

type Late =
  | readonly []
  | readonly [PackedStockLine[]]
  | readonly [PackedStockLine[], PackedSelection | null]
  | readonly [PackedStockLine[], PackedSelection | null, Conclusion];

function packLate({ books, selection, conclusion }: CaseFacts): Late {
  const packed = books.map(packStockLine);
  const chosen = selection === null ? null : packSelection(selection);
  if (conclusion !== null) return [packed, chosen, conclusion];
  if (chosen !== null) return [packed, chosen];
  return packed.length === 0 ? [] : [packed];
}

/**
 * Reads a record that `encodeDecision` wrote.
 * @throws Bug for another form, SyntaxError for text that is no JSON.
 */
export function decodeDecision(text: string): DecisionRecord {
  const packed: Packed = JSON.parse(text);
  const [form, at, ref, enterprises, goods, identity, guarantee, balances, held, verdict] = packed;
  const books = packed[BOOKS] ?? [];
  assert(form === FORM, `decision record of form ${form}`);
  return {
    facts: {
      at,
      ref,
      enterprises: enterprises.map(enterpriseOf),
      goods: goods.map(goodsOf),
      books: books.map(stockLineOf),
      identity,
      guarantee: guarantee === null ? null : guaranteeOf(guarantee),
      balances: balancesOf(balances),
      held: held === null ? null : verdictOf(held),
      conclusion: packed[CONCLUSION] ?? null,
      selection: selectionOf(packed[SELECTION] ?? null),
    },
    verdict: verdictOf(verdict),
  };
}

function packBig(value: bigint | null): Big | null {
  return value === null ? null : `${value}`;
}

function bigOf(text: Big | null): bigint | null {
  return text === null ? null : BigInt(text);
}

function packSelection(one: Selection): PackedSelection {
  const { enterpriseClass, goodsClass, weight, action, label, rules, draw, noted } = one;
  const place = [draw?.day ?? null, draw?.sequence ?? null] as const;
  const late = noted === null ? ([] as const) : ([noted] as const);
  return [enterpriseClass, goodsClass, weight, action, label, rules, ...place, ...late];
}

function selectionOf(packed: PackedSelection | null): Selection | null {
  if (packed === null) return null;
  const [enterpriseClass, goodsClass, weight, action, label, rules, day, sequence, noted] = packed;
  const draw = day === null || sequence === null ? null : { day, sequence };
  return { enterpriseClass, goodsClass, weight, action, label, rules, draw, noted: noted ?? null };
}

function packGoods(one: Goods): PackedGoods {
  const { enterpriseCode, itemNo, hs, name, contentPerUnit, piecesPerUnit, gramsPerUnit } = one;
  const units = [packBig(contentPerUnit), packBig(piecesPerUnit), packBig(gramsPerUnit)] as const;
  return [enterpriseCode, itemNo, hs, name, ...units];
}

function goodsOf([enterpriseCode, itemNo, hs, name, content, pieces, grams]: PackedGoods): Goods {
  return {
    enterpriseCode,
    itemNo,
    hs,
    name,
    contentPerUnit: bigOf(content),
    piecesPerUnit: bigOf(pieces),
    gramsPerUnit: bigOf(grams),
  };
}

function packGuarantee({ enterpriseCode, amount, from, until }: Guarantee): PackedGuarantee {
  return [enterpriseCode, `${amount}`, from, until];
}

function guaranteeOf([enterpriseCode, amount, from, until]: PackedGuarantee): Guarantee {
  return { enterpriseCode, amount: BigInt(amount), from, until };
}

function packVerdict({ status, findings, tax, transfers }: Verdict): PackedVerdict {
  const moved = transfers.map(({ ledger, key, kind, amount, ref, limit }): PackedTransfer => {
    return [ledger, key, kind, `${amount}`, ref, packBig(limit)];
  });
  return [status, findings, tax === null ? null : packBill(tax), moved];
}

function verdictOf([status, findings, tax, transfers]: PackedVerdict): Verdict {
  return {
    status,
    findings,
    tax: tax === null ? null : billOf(tax),
    transfers: transfers.map(([ledger, key, kind, amount, ref, limit]) => {
      return { ledger, key, kind, amount: BigInt(amount), ref, limit: bigOf(limit) };
    }),
  };
}

function packBill({ channel, dutiablePrice, total, lines }: TaxBill): PackedBill {
  const packed = lines.map((line): PackedLine => {
    const { gnum, duty, consumptionTax, vat } = line;
    return [gnum, `${line.dutiablePrice}`, `${duty}`, `${consumptionTax}`, `${vat}`];
  });
  return [channel, `${dutiablePrice}`, `${total}`, packed];
}

function billOf([channel, dutiable, total, lines]: PackedBill): TaxBill {
  return {
    channel,
    lines: lines.map(([gnum, dutiablePrice, duty, consumptionTax, vat]) => ({
      gnum,
      dutiablePrice: BigInt(dutiablePrice),
      duty: BigInt(duty),
      consumptionTax: BigInt(consumptionTax),
      vat: BigInt(vat),
    })),
    dutiablePrice: BigInt(dutiable),
    total: BigInt(total),
  };
}
