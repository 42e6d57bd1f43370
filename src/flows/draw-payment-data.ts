import { businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { pullFinding } from '../paydata/codes.ts';
import { draw } from '../paydata/draw.ts';
import { type Pull, signalsOf, type Wanted } from '../paydata/pull.ts';
import { storeDrawn } from '../paydata/pull-store.ts';
import { storeSignals } from '../risk/signals.ts';
import type { DecidedList } from './decided.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';

const NO_SERVICE = pullFinding('PULL-SERVICE');

/**
 * Draws the lists of which payment data is asked, among those of a batch that have all their
 * documents, in the transaction that decides them: none is lost. Costs nothing where the law asks
 * for none or none is drawn, one statement for all that are, and once a day another one for a
 * platform that has no service.
 */
export async function drawPaymentData(
  tx: Sql,
  { entropy }: Pick<House, 'entropy'>,
  { index }: RegistryView,
  decided: readonly DecidedList[],
  at: Instant,
): Promise<void> {
  const { rate, minutes } = index.paymentData(businessDate(at));
  const complete = decided.filter((one) => one.complete);
  const drawn = draw(complete, rate, entropy).map(({ list, listNo }): Wanted => {
    const { ebpCode, orderNo } = list.terms;
    return { sessionId: entropy.uuid(), ebpCode, orderNo, listNo };
  });
  if (drawn.length > 0) await storePulls(tx, drawn, { ordered: false, at, minutes });
}

/** Stores pulls, with the signals of platforms that have no service; gives those that are new. */
export async function storePulls(
  tx: Sql,
  wanted: readonly Wanted[],
  more: { readonly ordered: boolean; readonly at: Instant; readonly minutes: number },
): Promise<Pull[]> {
  const pulls = await storeDrawn(tx, wanted, { ...more, unregistered: NO_SERVICE.code });
  const without = pulls.filter(({ state }) => state === 'unregistered');
  await storeSignals(
    tx,
    without.flatMap((pull) => signalsOf(pull, [NO_SERVICE], more.at)),
  );
  return pulls;
}
