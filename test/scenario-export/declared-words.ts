import { expect } from 'vitest';
import { declareExport } from '../../src/flows/b2b-declare.ts';
import { withdrawDeclaration } from '../../src/flows/b2b-move.ts';
import { type DeclarationShown, viewCustomsDeclaration } from '../../src/flows/b2b-view.ts';
import { settleNotice } from '../../src/flows/pay-notice.ts';
import { declarationOf } from '../../src/sandbox/world/export/write-declaration.ts';
import { declarationBytes } from '../../src/sandbox/world/render.ts';
import { named, pairsOf, splitAt } from '../scenario-stock/world.ts';
import type { Look, Stage, Word } from './world.ts';

/**
 * `full D of P`: the customs declaration of a parcel whose order and waybill are on file; other
 * values behind, `full D of P transMode 1 goods dutyMode 3`. Under the same name it has its number.
 */
const full: Word = async (stage, [name = '', , of = '', ...words]) => {
  const papers = named(stage.parcels, of);
  const [head = [], goods = []] = splitAt(words, 'goods');
  const copNo = stage.declared.get(name)?.copNo ?? stage.shop.fresh('C');
  const changes = {
    head: Object.fromEntries(pairsOf(head)),
    goods: Object.fromEntries(pairsOf(goods)),
  };
  const bytes = declarationBytes({ body: declarationOf(papers, copNo, changes) });
  const done = await declareExport(stage.desk.house, bytes, papers.sale.agent.code);
  if (!done.ok) return done.error.findings;
  stage.declared.set(name, { copNo, number: done.value.declSeqNo, agent: papers.sale.agent.code });
  const { declared, steps } = await shown(stage, name);
  return declared.state === '100' ? (steps.at(-1)?.findings ?? []) : [];
};

async function shown({ desk, declared }: Stage, name: string): Promise<DeclarationShown> {
  const { number } = named(declared, name);
  const found = await viewCustomsDeclaration(desk.house.db, number, null);
  if (found === null) throw new Error(`there is no declaration ${number}`);
  return found;
}

/** `revoke D`: its declarant takes it back. */
const revoke: Word = async ({ desk, declared }, [name = '']) => {
  const { number, agent } = named(declared, name);
  const done = await withdrawDeclaration(desk.house, number, agent);
  return done.ok ? [] : done.error;
};

/** `pay D`: the payment notice of its duty. */
const pay: Word = async (stage, [name = '']) => {
  const { notice } = await shown(stage, name);
  if (notice === null) throw new Error('nothing is owed');
  await settleNotice(stage.desk.house, notice.dutyNo);
  return [];
};

/** What happens to customs declarations (channel D). */
export const DECLARED_WORDS: Readonly<Record<string, Word>> = { full, revoke, pay };

/** `expect full D 600 DEC-DUTY`. */
const expectFull: Look = async (stage, name, [state, ...codes]) => {
  const { declared, steps } = await shown(stage, name);
  const told = steps.at(-1)?.findings.map(({ code }) => code) ?? [];
  expect([declared.state, ...told]).toEqual([state, ...codes]);
};

/** `expect worth D 500001 duty 0`: in fen, by line. */
const expectWorth: Look = async (stage, name, words) => {
  const { declared } = await shown(stage, name);
  const [fobs, duties] = splitAt(words, 'duty');
  expect([declared.fobs, declared.duties].map((sums) => sums.map(String))).toEqual([fobs, duties]);
};

export const DECLARED_LOOKS: Readonly<Record<string, Look>> = {
  full: expectFull,
  worth: expectWorth,
};
