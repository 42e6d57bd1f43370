import type { ClearanceFacts } from '../clearance/facts.ts';
import { askedBy } from '../clearance/forced.ts';
import type { Selection } from '../clearance/selection.ts';
import type { Sql } from '../io/postgres.ts';
import type { MatchedCase } from '../matching/case.ts';
import type { DayParameters } from '../registry/profile.ts';
import { assessRisk } from './assess-risk.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';
import { choose, type Passing, type Selected } from './select.ts';

/** An import list that would be released now. */
export type Candidate = {
  readonly listNo: string;
  readonly matched: MatchedCase;
  /** An officer has looked at its documents already. */
  readonly reviewed: boolean;
};

/** Looks at the import lists of a batch that would be released; see `choose`. */
export function selectLists(
  tx: Sql,
  house: Pick<House, 'draws'>,
  registry: RegistryView,
  facts: ClearanceFacts,
  candidates: readonly Candidate[],
): Promise<Selected> {
  const { at, date, index, enterprises } = facts;
  const parameters = index.at(date);
  const frame = { at, date, index, enterprises };
  const passing = candidates.map((one): Passing => {
    const { terms, preNo } = one.matched.list;
    const asked = askedLook(terms.orderNo, one.reviewed, parameters);
    return { terms, preNo, reviewed: one.reviewed, asked };
  });
  const assess = () => assessRisk(tx, registry, facts, candidates);
  return choose(tx, house, registry, frame, passing, assess);
}

/** How an order number of a sandbox wants its list to be looked at; see `askedBy`. */
export function askedLook(
  orderNo: string,
  reviewed: boolean,
  parameters: Pick<DayParameters, 'forcedOutcomes'>,
  outcomes?: Parameters<typeof askedBy>[2],
): Selection['action'] {
  const asked = askedBy(orderNo, parameters, outcomes);
  if (asked?.kind === 'inspect') return asked.kind;
  return asked?.kind === 'review' && !reviewed ? asked.kind : null;
}
