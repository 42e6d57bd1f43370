import { businessDate, type Instant } from '../../src/base/dates.ts';
import {
  buyerAccount,
  type ClearanceFacts,
  goodsKey,
  guaranteeAccount,
  identityKey,
  weightLedger,
} from '../../src/clearance/facts.ts';
import { balanceKey } from '../../src/ledger/running-balances.ts';
import type { Balance } from '../../src/ledger/transfer.ts';
import type { MatchedCase } from '../../src/matching/case.ts';
import type { Enterprise, Goods, Guarantee, Role } from '../../src/registry/enterprise.ts';
import type { IdentityAnswer } from '../../src/registry/identity-authority.ts';
import type { Parameters } from '../../src/registry/profile.ts';
import { indexProfile, type ProfileIndex } from '../../src/registry/profile-lookup.ts';
import { booksOf } from './booked.ts';
import type { ParcelText, Statement } from './parse.ts';
import { scenarioProfile, switched } from './profile.ts';
import { fenOf, fieldsOf, instantOf, setField } from './values.ts';

const DEFAULT_AT = '2020-09-18';

const ROLES: Readonly<Record<string, readonly Role[]>> = {
  PLATFORM: ['platform'],
  SELLER: ['ecommerce'],
  CARRIER: ['logistics'],
  PAYFIRM: ['payment'],
  AGENT: ['agent'],
  AREA: ['area'],
};

const of = (statements: readonly Statement[], word: string) =>
  statements.filter((statement) => statement.word === word);

/** The instant of a scenario: its `at`, or noon of 2020-09-18. */
export function instantOfWorld(world: readonly Statement[]): Instant {
  const at = of(world, 'at').at(-1);
  return instantOf(at === undefined ? DEFAULT_AT : at.rest.join('T'));
}

/** The law of a scenario with its switches. */
export function indexOf(world: readonly Statement[]): ProfileIndex {
  const switches: Partial<Parameters> = {};
  for (const { rest } of of(world, 'switch')) {
    Object.assign(switches, switched(rest[0] ?? '', rest[1] ?? ''));
  }
  return indexProfile(scenarioProfile(switches));
}

/** The facts of a scenario at an instant. */
export function factsOf(
  world: readonly Statement[],
  at: Instant,
  index: ProfileIndex,
  cases: readonly MatchedCase[],
  parcels: readonly ParcelText[],
): ClearanceFacts {
  const date = businessDate(at);
  const stock = booksOf(world);
  return {
    at,
    date,
    index,
    enterprises: enterprises(world),
    goods: goods(world),
    books: stock.books,
    identity: identities(cases, parcels),
    guarantees: guarantees(world),
    balances: new Map([...balances(world, date, index), ...stock.balances]),
  };
}

function enterprises(world: readonly Statement[]): Map<string, Enterprise> {
  const known = new Map<string, Enterprise>();
  for (const [code, roles] of Object.entries(ROLES)) known.set(code, enterprise(code, roles));
  for (const { rest } of of(world, 'enterprise')) {
    const [code = '', ...words] = rest;
    if (words[0] === 'absent') {
      known.delete(code);
      continue;
    }
    const before = known.get(code) ?? enterprise(code, []);
    const changed: Record<string, unknown> = { guaranteeExempt: undefined, ...before };
    for (const [field, value] of fieldsOf(words)) setField(changed, field, value);
    known.set(code, changed as unknown as Enterprise);
  }
  return known;
}

function enterprise(code: string, roles: readonly Role[]): Enterprise {
  return {
    code,
    name: `${code} Ltd`,
    roles,
    creditClass: 'GENERAL',
    status: 'active',
    validUntil: null,
    overseas: false,
    dxpId: null,
  };
}

function goods(world: readonly Statement[]): Map<string, Goods> {
  const filed = new Map<string, Goods>();
  for (const { rest } of of(world, 'goods')) {
    const [itemNo = '', ...words] = rest;
    const article: Record<string, unknown> = {
      enterpriseCode: 'SELLER',
      itemNo,
      hs: '1901101000',
      name: 'infant formula',
      contentPerUnit: null,
      piecesPerUnit: null,
      gramsPerUnit: null,
    };
    for (const [field, value] of fieldsOf(words)) setField(article, field, value);
    filed.set(goodsKey('SELLER', itemNo), article as unknown as Goods);
  }
  return filed;
}

function identities(cases: readonly MatchedCase[], parcels: readonly ParcelText[]) {
  const answers = new Map<string, IdentityAnswer>();
  for (const [i, { list }] of cases.entries()) {
    const said = of(parcels[i]!.statements, 'identity').at(-1)?.rest[0] ?? 'match';
    if (said !== 'unknown') answers.set(identityKey(list.terms.buyer), said as IdentityAnswer);
  }
  return answers;
}

function guarantees(world: readonly Statement[]): Map<string, Guarantee> {
  const [amount = '1000000', ...period] = of(world, 'guarantee').at(-1)?.rest ?? [];
  if (amount === 'none') return new Map();
  const guarantee: Record<string, unknown> = {
    enterpriseCode: 'AGENT',
    amount: fenOf(amount),
    from: '2016-01-01',
    until: null,
  };
  for (const [field, value] of fieldsOf(period)) setField(guarantee, field, value);
  return new Map([['AGENT', guarantee as unknown as Guarantee]]);
}

function balances(world: readonly Statement[], date: string, index: ProfileIndex) {
  const used = new Map<string, Balance>();
  for (const { rest } of of(world, 'used')) {
    const [ledger = '', amount = '0', buyer = 'zhang'] = rest;
    const balance = { pending: 0n, posted: fenOf(amount) };
    if (ledger === 'guarantee') {
      const limit = guarantees(world).get('AGENT')?.amount ?? null;
      used.set(balanceKey(guaranteeAccount('AGENT')), { ...balance, limit });
    } else if (ledger === 'quota') {
      const account = buyerAccount('quota', `id-${buyer}`, date);
      used.set(balanceKey(account), { ...balance, limit: index.at(date).annualLimit });
    } else {
      const account = buyerAccount(weightLedger(ledger), `id-${buyer}`, date);
      used.set(balanceKey(account), { pending: 0n, posted: BigInt(amount), limit: null });
    }
  }
  return used;
}
