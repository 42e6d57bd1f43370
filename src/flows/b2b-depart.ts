import { asList } from '../b2b/list-form.ts';
import type { Instant } from '../base/dates.ts';
import { partsOf } from '../base/keys.ts';
import type { CountedList } from '../export/statistics/counted.ts';
import type { Sql } from '../io/postgres.ts';
import { saidBy } from './b2b-body.ts';
import { moveCounted } from './b2b-steps.ts';
import type { AskedExport } from './export-asked.ts';
import type { HeldDeclaration } from './export-masters.ts';
import type { RegistryView } from './registry-watch.ts';

/**
 * Closes customs declarations (899) whose parcels left, in the transaction that grants the
 * departures. Three statements.
 * @returns them as statistics count them, with the value that they were accepted with
 * @throws CaseRace when another process was faster
 */
export async function closeDeclared(
  tx: Sql,
  leaving: readonly { readonly held: HeldDeclaration; readonly by: AskedExport }[],
  registry: RegistryView,
  at: Instant,
): Promise<CountedList[]> {
  const moves = leaving.map(({ held: seen, by }) => {
    const departure = partsOf(by.key);
    const reference = `departure ${departure.join(' ')}`;
    return { seen, state: '899', reference, findings: [], word: null, departure } as const;
  });
  await moveCounted(tx, moves, at);
  return leaving.map(({ held }) => countedOf(held, registry, at));
}

/** A declaration as statistics count it, with the value that it was accepted with. */
export function countedOf(
  declared: HeldDeclaration,
  { snapshot }: Pick<RegistryView, 'snapshot'>,
  at: Instant,
): CountedList {
  const { listNo, fob, fobs } = declared;
  const nameOf = (code: string) => snapshot.enterprises.get(code)?.name ?? null;
  const terms = asList(saidBy(declared).terms, { order: null, waybill: null, nameOf, at });
  const lines = terms.lines.map(({ gnum }, i) => ({ gnum, fob: fobs[i]! }));
  return { listNo, terms, value: { channel: 'D', fob: fob ?? 0n, lines } };
}
