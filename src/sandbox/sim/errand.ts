import type { Finding } from '../../base/finding.ts';
import type { Result } from '../../base/result.ts';
import type { CrossingSaid } from '../../bonded/crossing.ts';
import type { EntrySaid } from '../../bonded/entry.ts';
import type { ExitSaid } from '../../bonded/exit.ts';
import type { SlipSaid } from '../../bonded/slip.ts';
import type { GoodsBack } from '../../flows/end-refunds.ts';
import { failureOf } from '../../flows/failure.ts';
import type { House } from '../../flows/house.ts';
import { reportGoods } from '../../flows/report-goods.ts';
import { stockOn } from '../../flows/stock.ts';
import { releaseEntryList } from '../../flows/stock-release.ts';
import type { Enterprise } from '../../registry/enterprise.ts';
import type { Party } from '../world/parties.ts';
import type { PostAnswer } from './post-answer.ts';

/** What is asked of the platform that is no message. */
export type ErrandSaid =
  | { readonly kind: 'goods'; readonly said: GoodsBack }
  | { readonly kind: 'entry'; readonly said: EntrySaid }
  | { readonly kind: 'release'; readonly said: { readonly paperNo: string } }
  | { readonly kind: 'exit'; readonly said: ExitSaid }
  | { readonly kind: 'slip'; readonly said: SlipSaid }
  | { readonly kind: 'crossing'; readonly said: CrossingSaid };

/** What has a number once the platform has decided on it. */
export type Numbered = {
  readonly what: 'list' | 'released' | 'refund' | 'entry' | 'exit' | 'slip';
  /** Platform and order number; declarant and name of the request, or own number of the paper. */
  readonly key: readonly [string, string];
};

/** What is said to a message or errand; `either`: it depends on what comes first. */
export type Answer = 'accepted' | 'refused' | 'either';

/** An errand of a story; it becomes a letter. */
export type Errand = {
  readonly sender: Party;
  /** What it names and cannot be written before it has a number; null when it names nothing. */
  readonly names: Numbered | null;
  readonly says: (number: string) => ErrandSaid;
  /** Positions of errands that must have been answered before. */
  readonly after: readonly number[];
  readonly answer: Answer;
};

/** The answer to an errand; a duplicate changed nothing. */
export async function runErrand(
  house: House,
  errand: ErrandSaid,
  who: Enterprise,
): Promise<PostAnswer> {
  try {
    const done = await carriedOut(house, errand, who);
    if (done === null) return { accepted: false, status: 404 };
    if (!done.ok) return { accepted: false, status: 422, findings: done.error };
    return { accepted: true, duplicate: done.value };
  } catch (error) {
    if (failureOf(error) === 'poison') throw error;
    return { accepted: false, status: 503 };
  }
}

/** Whether it was done before, or why it is not done; null when there is nothing to do it with. */
async function carriedOut(
  house: House,
  errand: ErrandSaid,
  who: Enterprise,
): Promise<Result<boolean, readonly Finding[]> | null> {
  const stock = stockOn(house);
  switch (errand.kind) {
    case 'goods': {
      const end = await reportGoods(house, errand.said, who);
      return end && { ok: true, value: !end.changed };
    }
    case 'entry':
      return repeated(await stock.entry(errand.said, who.code));
    case 'exit':
      return repeated(await stock.exit(errand.said, who.code));
    case 'slip':
      return repeated(await stock.slip(errand.said, who.code));
    case 'release': {
      const done = await releaseEntryList(house, errand.said.paperNo);
      if (!done.ok) return done;
      return done.value && { ok: true, value: !done.value.changed };
    }
    case 'crossing': {
      const done = await stock.cross(errand.said, who);
      if (done === null || !done.ok) return done;
      const { passed, findings } = done.value;
      return passed ? repeated({ ok: true, value: done.value }) : { ok: false, error: findings };
    }
  }
}

function repeated<T extends { readonly repeated: boolean }>(
  done: Result<T, Finding[]>,
): Result<boolean, Finding[]> {
  return done.ok ? { ok: true, value: done.value.repeated } : done;
}
