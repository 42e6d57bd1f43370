import type { ClearanceFacts } from '../clearance/facts.ts';
import { askedOutcome } from '../clearance/forced.ts';
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
    return { terms, preNo, reviewed: one.reviewed, asked: askedLook(one, parameters) };
  });
  const assess = () => assessRisk(tx, registry, facts, candidates);
  return choose(tx, house, registry, frame, passing, assess);
}

function askedLook(
  { matched, reviewed }: Candidate,
  parameters: DayParameters,
): Selection['action'] {
  const asked = askedOutcome({ case: matched, parameters });
  if (asked?.kind === 'inspect') return asked.kind;
  return asked?.kind === 'review' && !reviewed ? asked.kind : null;
}
