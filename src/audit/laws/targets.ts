import type { Instant } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';
import { walkDeclaredLooks } from '../declared-looks.ts';
import { exportToldOf } from '../export-told.ts';
import type { Law, Tally } from '../law.ts';
import { type Papers, toldOf } from '../parcel-told.ts';
import type { Parcel } from '../parcel-walk.ts';
import { selectsAgain, type Told } from '../rule-again.ts';
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
          if (kept === null) return;
          const watched = kept.watchedAt(look.at);
          const told = papers === null ? null : toldOf(papers, look, kept.key, watched);
          checkLook(tally, parcel.list_no, { ...look, told }, kept.imports);
        }
      },
      onExport: ({ list, list_no, steps }) => {
        const raw = list?.raw ?? null;
        for (const { kept: decided } of steps) {
          const rested = decided?.rested ?? null;
          if (kept === null || rested === null || rested.selection === null) continue;
          const { at, selection } = rested;
          // Of a list that was declared again other bytes stand now.
          const isOwn = raw !== null && list?.ref === rested.list;
          const told = isOwn ? exportToldOf(raw, rested, kept.watchedAt(at)) : null;
          checkLook(tally, list_no, { at, rules: selection.rules, told }, kept.exports);
        }
      },
      finish: async () => {
        if (kept !== null) await checkDeclared(tally, sql, kept);
      },
    };
  },
};

/** Customs declarations are asked about as exports; the item of a line stands in the order. */
async function checkDeclared(tally: Tally, sql: Sql, rules: KeptRules): Promise<void> {
  for await (const looks of walkDeclaredLooks(sql, 'audit_declared_targets')) {
    for (const { entry_id, at, kept, list } of looks) {
      const rested = kept?.rested ?? null;
      if (rested === null || rested.selection === null) continue;
      const told = list && exportToldOf(list, rested, rules.watchedAt(at));
      const values = (field: string) => (field === 'goods.item' ? null : told!.values(field));
      const answered = { at, rules: rested.selection.rules, told: told && { ...told, values } };
      checkLook(tally, entry_id, answered, rules.exports);
    }
  }
}

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

/** What rules said of a list, and what they are told of it; null when that is gone. */
type Answered = {
  readonly at: Instant;
  readonly rules: readonly string[];
  readonly told: Told | null;
};

function checkLook(
  tally: Tally,
  listNo: string,
  { at, rules, told }: Answered,
  all: readonly KeptRule[],
): void {
  const known = new Map(all.map((rule) => [rule.label, rule]));
  for (const label of rules) {
    const rule = known.get(label);
    const inForce = rule !== undefined && isInForce(rule, at, MOMENT);
    const found = tally.check(inForce, () => `list ${listNo} names ${label}, not in force`);
    if (!found || rule === undefined || told === null) continue;
    // Who stood on a watch list at the very moment at which that changed cannot be told.
    const selects = selectsAgain(rule.text, told) ?? / watch "/.test(rule.text);
    tally.check(selects, () => `list ${listNo} is not one that ${label} chooses`);
  }
  if (told === null) return;
  const passedOver = all.filter(
    (rule) =>
      isInForce(rule, at, -MOMENT) &&
      !rules.includes(rule.label) &&
      selectsAgain(rule.text, told) === true,
  );
  tally.check(passedOver.length === 0, () => {
    return `list ${listNo} was passed over by ${passedOver.map(({ label }) => label).join(', ')}`;
  });
}

/** In force then; with a margin at either end, below zero inside. */
function isInForce({ from, until }: KeptRule, at: Instant, margin: number): boolean {
  return at >= from - margin && (until === null || at < until + margin);
}
