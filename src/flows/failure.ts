import { CaseRace } from '../base/case-race.ts';
import { StockRace } from '../bonded/store.ts';
import { FilingRace } from '../documents/filing-store.ts';
import { ScanRace } from '../inspection/scan-store.ts';
import { isFault } from '../io/faults.ts';
import { LedgerConflict } from '../ledger/conflict.ts';

/**
 * Why a transaction failed. race: another one was faster, the same work decided anew may succeed.
 * world: a fault. poison: something the code relies on turned out false; whatever else is thrown
 * counts as that too, and so does a row that nobody expected to be there.
 */
export type Failure = 'race' | 'world' | 'poison';

/** The kind of a failure. */
export function failureOf(error: unknown): Failure {
  const races = [FilingRace, CaseRace, LedgerConflict, StockRace, ScanRace];
  if (races.some((race) => error instanceof race)) return 'race';
  return isFault(error) && error.code !== 'duplicate-key' ? 'world' : 'poison';
}

/** Whether the same work may succeed when it is tried again. */
export function mayPass(error: unknown): boolean {
  const failure = failureOf(error);
  return failure === 'race' || (failure === 'world' && isFault(error) && error.retryable);
}

/**
 * What the loser of a race says for an item that the next sweep takes up again.
 * @throws the error when it is anything else
 */
export function falseForRace(error: unknown): false {
  if (failureOf(error) === 'race') return false;
  throw error;
}
