import { asList } from '../b2b/list-form.ts';
import { moveDeclarations } from '../b2b/store.ts';
import type { Instant } from '../base/dates.ts';
import { partsOf } from '../base/keys.ts';
import type { CountedList } from '../export/statistics/counted.ts';
import type { Sql } from '../io/postgres.ts';
import { saidBy } from './b2b-body.ts';
import type { AskedExport } from './export-asked.ts';
import type { HeldDeclaration } from './export-masters.ts';
import type { RegistryView } from './registry-watch.ts';

/**
 * Closes customs declarations (899) whose parcels left, in the transaction that grants the
 * departures. Two statements.
 * @returns them as statistics count them, with the value that they were accepted with
 * @throws CaseRace when another process was faster
 */
export async function closeDeclared(
  tx: Sql,
  leaving: readonly { readonly held: HeldDeclaration; readonly by: AskedExport }[],
  { snapshot }: RegistryView,
  at: Instant,
): Promise<CountedList[]> {
  const moves = leaving.map(({ held: seen, by }) => {
    const departure = partsOf(by.key);
    const reference = `departure ${departure.join(' ')}`;
    return { seen, state: '899', reference, findings: [], departure } as const;
  });
  await moveDeclarations(tx, moves, at);
  const nameOf = (code: string) => snapshot.enterprises.get(code)?.name ?? null;
  return leaving.map(({ held }): CountedList => {
    const terms = asList(saidBy(held).terms, { order: null, waybill: null, nameOf, at });
    const lines = terms.lines.map(({ gnum }, i) => ({ gnum, fob: held.fobs[i]! }));
    return { listNo: held.listNo, terms, value: { channel: 'D', fob: held.fob ?? 0n, lines } };
  });
}
