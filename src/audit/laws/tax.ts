import type { Law } from '../law.ts';
import type { Parcel } from '../parcel-walk.ts';
import { isOverLimit, taxOf } from '../tax-again.ts';

/**
 * Tax is worked out again from the bytes and the law of the day, with other code: dutiable price,
 * duty, consumption tax and VAT of each released or held list. Above the single limit only one
 * indivisible article passes, taxed in full.
 */
export const TAX: Law = {
  id: 'tax',
  title: 'Tax of every released or held list, worked out again',
  watch: (tally, { sampleOf }) => {
    if (sampleOf > 1) tally.note(`one batch of decisions in ${sampleOf} was worked out`);
    return {
      onParcel: (parcel) => {
        const problem = problemOf(parcel);
        tally.check(problem === null, () => `list ${parcel.list_no} (${parcel.key}) ${problem}`);
      },
    };
  },
};

function problemOf(parcel: Parcel): string | null {
  const { list, statutes, first, day } = parcel;
  if (list?.raw === null || list === null) return 'has no evidence';
  if (statutes === null) return 'names a law that is not stored';
  const limit = statutes.amount('singleLimit', day);
  if (limit === null) return `was decided on ${day}, for which there is no law`;
  const tax = taxOf(list.raw, statutes, day, first?.goods ?? []);
  if (typeof tax === 'string') return tax;
  if (isOverLimit(tax.dutiable, limit) && !tax.single) return 'is above the single limit';
  const parts = [
    ['dutiable price', tax.dutiable, parcel.dutiable],
    ['duty', tax.duty, parcel.duty],
    ['consumption tax', tax.consumption, parcel.consumption_tax],
    ['VAT', tax.vat, parcel.vat],
  ] as const;
  const wrong = parts.filter(([, due, kept]) => due !== kept);
  if (wrong.length === 0) return null;
  return wrong.map(([name, due, kept]) => `${name} is ${kept} fen, should be ${due}`).join(', ');
}
