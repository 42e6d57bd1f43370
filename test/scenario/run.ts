import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Decision, decide, decideHeld, type HeldCase } from '../../src/clearance/decide.ts';
import type { ClearanceFacts } from '../../src/clearance/facts.ts';
import { dutiablePriceOf, taxOfList } from '../../src/clearance/tax/list-tax.ts';
import type { Verdict } from '../../src/clearance/verdict.ts';
import type { ListTerms } from '../../src/documents/terms.ts';
import { balanceKey } from '../../src/ledger/running-balances.ts';
import type { Balance, Transfer } from '../../src/ledger/transfer.ts';
import type { MatchedCase } from '../../src/matching/case.ts';
import type { ProfileIndex } from '../../src/registry/profile-lookup.ts';
import { arrivalsOf, documentsOf } from './documents.ts';
import { parseScenarios, type Scenario, type Statement, type StepText } from './parse.ts';
import { instantOf } from './values.ts';
import { factsOf, indexOf, instantOfWorld } from './world.ts';

const DIR = join(import.meta.dirname, '..', 'scenarios');

/** One decision of a scenario with everything it came from. */
export type RanStep = {
  readonly names: readonly string[];
  readonly cases: readonly MatchedCase[];
  readonly facts: ClearanceFacts;
  readonly decisions: readonly Decision[];
  /** The earlier verdicts of held lists; null in the first step. */
  readonly held: readonly HeldCase[] | null;
};

/** Every scenario of the files in `test/scenarios`. */
export function allScenarios(): Scenario[] {
  const files = readdirSync(DIR).filter((name) => name.endsWith('.case'));
  return files
    .sort()
    .flatMap((file) => parseScenarios(readFileSync(join(DIR, file), 'utf8'), file));
}

/** Runs a scenario. @param date moves the whole first step to noon of another day */
export function runScenario(scenario: Scenario, date: string | null = null): RanStep[] {
  const [first, ...later] = scenario.steps;
  const arranged = arrange(scenario, date);
  const decisions = decide(arranged.cases, arranged.facts, arranged.names);
  const steps: RanStep[] = [{ ...arranged, decisions, held: null }];
  const world = [...first!.world];
  for (const step of later) {
    world.push(...step.world);
    steps.push(runLater(step, { ...first!, world }, steps));
  }
  return steps;
}

/** The documents and facts of a scenario's first step. */
export function arrange(scenario: Scenario, date: string | null = null) {
  const step = scenario.steps[0]!;
  const at = date === null ? instantOfWorld(step.world) : instantOf(date);
  const index = indexOf(step.world);
  const parcels = step.parcels.filter(
    ({ name, statements }) => name !== 'A' || statements.length > 0 || step.parcels.length === 1,
  );
  const cases = parcels.map((parcel) =>
    documentsOf(parcel, at, (list) => statedTax(list, index, at, step)),
  );
  const facts = factsOf(step.world, at, index, cases, parcels);
  const names = parcels.map(({ name }) => name);
  return { names, cases, facts };
}

// Only to spare the cases the arithmetic: what a case is about is stated in it.
function statedTax(list: ListTerms, index: ProfileIndex, at: number, step: StepText): bigint {
  if (dutiablePriceOf(list) < 0n || list.lines.some(({ totalPrice }) => totalPrice < 0n)) return 0n;
  const facts = factsOf(step.world, at, index, [], []);
  const goodsOf = (ebcCode: string, itemNo: string) =>
    [...facts.goods.values()].find(
      (goods) => goods.enterpriseCode === ebcCode && goods.itemNo === itemNo,
    );
  const taxed = taxOfList(list, { goodsOf, index, date: facts.date, annualRemaining: null });
  return taxed.ok ? taxed.value.bill.total : 0n;
}

function runLater(step: StepText, first: StepText, ran: readonly RanStep[]): RanStep {
  const previous = ran.at(-1)!;
  const at = instantOf(step.date ?? '');
  const index = indexOf(first.world);
  const names: string[] = [];
  const held: HeldCase[] = [];
  for (const [i, name] of ran[0]!.names.entries()) {
    const verdict = lastVerdict(ran, name);
    if (verdict?.status !== '600' && verdict?.status !== '400') continue;
    names.push(name);
    const said = step.parcels.filter((one) => one.name === name);
    const statements = said.flatMap((one) => one.statements);
    const earlier = { ...verdict, transfers: reservesOf(ran, name) };
    held.push({ case: arriving(ran[0]!.cases[i]!, statements, at), ref: name, verdict: earlier });
  }
  const cases = held.map((one) => one.case);
  const parcels = names.map((name) => ({
    name,
    statements: step.parcels.filter((one) => one.name === name).flatMap((one) => one.statements),
  }));
  const facts = factsOf(first.world, at, index, cases, parcels);
  const moved = { ...facts, balances: carried(previous) };
  return { names, cases, facts: moved, decisions: decideHeld(held, moved), held };
}

function lastVerdict(ran: readonly RanStep[], name: string): Verdict | undefined {
  const step = ran.findLast(({ names }) => names.includes(name));
  return step?.decisions[step.names.indexOf(name)]?.verdict;
}

/** What was reserved for a list in the steps so far. */
function reservesOf(ran: readonly RanStep[], name: string): Transfer[] {
  return ran
    .flatMap(({ names, decisions }) => decisions[names.indexOf(name)]?.verdict.transfers ?? [])
    .filter(({ kind }) => kind === 'reserve');
}

/** A case with the arrivals of a later step, if any are said. */
function arriving(one: MatchedCase, statements: readonly Statement[], at: number): MatchedCase {
  const arrivals = arrivalsOf(statements, one.list.terms, at);
  return arrivals.length === 0 ? one : { ...one, arrivals };
}

/** The balances after a step, reckoned here and not by the engine. */
export function carried({ facts, decisions }: RanStep): Map<string, Balance> {
  const after = new Map(facts.balances);
  for (const transfer of decisions.flatMap(({ verdict }) => verdict.transfers)) {
    const key = balanceKey(transfer);
    const { limit, pending, posted } = after.get(key) ?? {
      limit: transfer.limit,
      pending: 0n,
      posted: 0n,
    };
    const { kind, amount } = transfer;
    const less = kind === 'post' || kind === 'void' ? amount : 0n;
    const more = kind === 'post' || kind === 'direct' ? amount : 0n;
    const reserved = kind === 'reserve' ? amount : 0n;
    after.set(key, { limit, pending: pending + reserved - less, posted: posted + more });
  }
  return after;
}
