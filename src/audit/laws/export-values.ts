import { fenOf, nearest, times, whole } from '../decimals.ts';
import { type Rates, rateOn, ratesOf } from '../exchange-rates.ts';
import type { ExportParcel } from '../export-walk.ts';
import type { Law } from '../law.ts';
import { elementOf } from '../xml-text.ts';

/**
 * The value of each export list is the sum of its lines in yuan, each rounded half up to fen, by
 * the exchange rates that the registry has for the day of its acceptance; and so it was kept.
 */
export const EXPORT_VALUES: Law = {
  id: 'export-values',
  title: 'Values of exports follow from their lines and the rates of the day',
  watch: (tally, { sql }) => {
    let rates: Rates = new Map();
    return {
      begin: async () => {
        rates = await ratesOf(sql);
      },
      onExport: (parcel) => {
        const problems = problemsOf(parcel, rates);
        if (problems === null) return;
        tally.check(problems.length === 0, () => {
          return `list ${parcel.list_no} (${parcel.key}) ${problems.join(', ')}`;
        });
      },
    };
  },
};

/** Null where the bytes are gone, which other laws tell. */
function problemsOf({ list, first, day, fob }: ExportParcel, rates: Rates): string[] | null {
  const raw = list?.raw ?? null;
  if (raw === null || first === null) return null;
  const kept = first.value;
  if (kept === null) return ['was accepted without a value'];
  const problems: string[] = [];
  let total = 0n;
  for (const line of raw.lines) {
    const gnum = Number(elementOf(line, 'gnum'));
    const rate = rateOn(rates, elementOf(line, 'currency') ?? '', day);
    const price = fenOf(elementOf(line, 'totalPrice'));
    if (rate === null || price === null) {
      problems.push(`line ${gnum} has no rate`);
      continue;
    }
    const value = nearest(times(whole(price), rate));
    total += value;
    const is = kept.lines.get(gnum);
    if (is !== value) problems.push(`line ${gnum} is worth ${is} fen, should be ${value}`);
  }
  if (kept.lines.size !== raw.lines.length) problems.push('has other lines than its value');
  if (kept.fob !== total) problems.push(`was decided as ${kept.fob} fen, should be ${total}`);
  if (fob !== total) problems.push(`is worth ${fob} fen, should be ${total}`);
  return problems;
}
