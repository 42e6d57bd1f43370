import type { Instant } from '../../base/dates.ts';
import type { Law, Tally } from '../law.ts';
import { type Papers, toldOf } from '../parcel-told.ts';
import type { Parcel } from '../parcel-walk.ts';
import { selectsAgain } from '../rule-again.ts';
import { type KeptRule, type KeptRules, readRules } from '../rules-reader.ts';
import type { KeptTargeting } from '../targeting-reader.ts';

/** Processes work by clocks that differ, up to ten minutes. */
const MOMENT = 600_000;

/**
 * A list that risk rules chose names rules that were in force and that choose it, worked out again
 * from its raw documents; and of the others in force none would have chosen it. How often somebody
 * came is kept of lists that rules chose; of the others such rules cannot be worked out.
 */
export const TARGETS: Law = {
  id: 'targets',
  title: 'Risk rules chose what they say, and no rule in force was passed over',
  watch: (tally, { sql, sampleOf }) => {
    let kept: KeptRules | null = null;
    if (sampleOf > 1) tally.note(`one batch of decisions in ${sampleOf} was worked out`);
    return {
      begin: async () => {
        kept = await readRules(sql, MOMENT);
      },
      onParcel: (parcel) => {
        const papers = papersOf(parcel);
        for (const look of looksOf(parcel)) {
          if (kept !== null) checkLook(tally, parcel, papers, look, kept);
        }
      },
    };
  },
};

/** One look at a list before a release. */
type Look = KeptTargeting & { readonly at: Instant };

/** The looks of its first and of its last decision; of a list with one decision that is one. */
function looksOf({ first, facts }: Parcel): Look[] {
  const own = first?.at === facts?.at ? [first] : [first, facts];
  return own.flatMap((one) => {
    const targeting = one?.targeting ?? null;
    return one === null || targeting === null ? [] : [{ ...targeting, at: one.at }];
  });
}

/** Its documents; null when one is gone, or its waybill number was used again since. */
function papersOf({ list, order, payments, waybill, first }: Parcel): Papers | null {
  const named = payments.find(({ ref }) => first?.payments.includes(ref));
  const raws = [list?.raw, order?.raw, named?.raw, waybill?.raw];
  const [listed, ordered, paid, carried] = raws;
  if (!listed || !ordered || !paid || !carried || waybill?.ref !== first?.waybill) return null;
  return { list: listed, order: ordered, payment: paid, waybill: carried };
}

function checkLook(
  tally: Tally,
  { list_no }: Parcel,
  papers: Papers | null,
  look: Look,
  kept: KeptRules,
): void {
  const known = new Map(kept.rules.map((rule) => [rule.label, rule]));
  const told = papers === null ? null : toldOf(papers, look, kept.key, kept.watchedAt(look.at));
  for (const label of look.rules) {
    const rule = known.get(label);
    const inForce = rule !== undefined && isInForce(rule, look.at, MOMENT);
    const found = tally.check(inForce, () => `list ${list_no} names ${label}, not in force`);
    if (!found || rule === undefined || told === null) continue;
    // Who stood on a watch list at the very moment at which that changed cannot be told.
    const selects = selectsAgain(rule.text, told) ?? / watch "/.test(rule.text);
    tally.check(selects, () => `list ${list_no} is not one that ${label} chooses`);
  }
  if (told === null) return;
  const passedOver = kept.rules.filter(
    (rule) =>
      isInForce(rule, look.at, -MOMENT) &&
      !look.rules.includes(rule.label) &&
      selectsAgain(rule.text, told) === true,
  );
  tally.check(passedOver.length === 0, () => {
    return `list ${list_no} was passed over by ${passedOver.map(({ label }) => label).join(', ')}`;
  });
}

/** In force then; with a margin at either end, below zero inside. */
function isInForce({ from, until }: KeptRule, at: Instant, margin: number): boolean {
  return at >= from - margin && (until === null || at < until + margin);
}
