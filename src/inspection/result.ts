import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type Combined, combine, type SubOutcome } from './combine.ts';
import { officeFinding } from './office-codes.ts';
import type { Stage } from './task.ts';

/** What an officer says of an opened parcel; a half is null while it is not known. */
export type Said = {
  readonly customs: SubOutcome | null;
  readonly quarantine: SubOutcome | null;
  readonly findings: string;
};

/** As whom it was said. */
export type Part = 'first' | 'second' | 'supervisor';

/** What one officer said, as it is kept. */
export type SaidResult = Said & {
  readonly part: Part;
  readonly officer: string;
  readonly at: Instant;
};

/** What is kept of what an officer says, and what follows. */
export type Judged = {
  readonly part: Part;
  readonly said: Said;
  /** The stage of the task after it; null when the outcome is there. */
  readonly next: Exclude<Stage, 'unassigned' | 'open'> | null;
  readonly outcome: Combined;
};

/**
 * What becomes of a parcel by what its officers said (LINE-2, LINE-9): the first of the pair says a
 * result, perhaps one half before the other; the second confirms or differs; where they differ a
 * supervisor settles it. No officer alone makes a result.
 * @param before all that was said of this opening, in order
 */
export function judgeResult(
  stage: Stage,
  before: readonly SaidResult[],
  officer: string,
  said: Said,
): Result<Judged, Finding[]> {
  if (stage === 'first') return first(before.at(-1) ?? null, said);
  const [standing] = before.filter(({ part }) => part === 'first').slice(-1);
  if (standing === undefined || (stage !== 'second' && stage !== 'supervisor')) {
    return fail([officeFinding('OFF-STAGE', null, { stage })]);
  }
  return stage === 'second' ? second(standing, officer, said) : settled(said);
}

/** One of the pair may say the half of customs, and the other one that of quarantine. */
function first(standing: SaidResult | null, said: Said): Result<Judged, Finding[]> {
  if (said.customs === null && said.quarantine === null)
    return fail([officeFinding('OFF-NOTHING')]);
  const changed = (['customs', 'quarantine'] as const).filter((half) => {
    const kept = standing?.[half] ?? null;
    return kept !== null && said[half] !== null && said[half] !== kept;
  });
  if (changed.length > 0) {
    return fail(changed.map((part) => officeFinding('OFF-CHANGED', part, { part })));
  }
  const whole = {
    customs: said.customs ?? standing?.customs ?? null,
    quarantine: said.quarantine ?? standing?.quarantine ?? null,
    findings: said.findings.trim() || (standing?.findings ?? ''),
  };
  const outcome = combine(whole.customs, whole.quarantine);
  return told('first', whole, outcome, outcome === 'hold' ? 'first' : 'second');
}

/** Who confirms says nothing, or the same. */
function second(standing: SaidResult, officer: string, said: Said): Result<Judged, Finding[]> {
  if (standing.officer === officer) return fail([officeFinding('OFF-ALONE')]);
  const customs = said.customs ?? standing.customs;
  const quarantine = said.quarantine ?? standing.quarantine;
  const isSame = customs === standing.customs && quarantine === standing.quarantine;
  const findings = said.findings.trim() || (isSame ? standing.findings : '');
  const outcome = combine(customs, quarantine);
  return told('second', { customs, quarantine, findings }, outcome, isSame ? null : 'supervisor');
}

function settled(said: Said): Result<Judged, Finding[]> {
  const outcome = combine(said.customs, said.quarantine);
  if (outcome === 'hold') return fail([officeFinding('OFF-NOTHING')]);
  if (said.findings.trim() === '') return fail([officeFinding('OFF-TEXT', 'findings')]);
  return told('supervisor', { ...said, findings: said.findings.trim() }, outcome, null);
}

function told(
  part: Part,
  said: Said,
  outcome: Combined,
  next: Judged['next'],
): Result<Judged, Finding[]> {
  const isClean = [said.customs, said.quarantine].every((one) => one === null || one === 'release');
  if (!isClean && said.findings === '') return fail([officeFinding('OFF-TEXT', 'findings')]);
  return ok({ part, said, next, outcome });
}

/** The outcome that stands when the last word was said. */
export function outcomeOf(results: readonly Said[]): Combined {
  const last = results.at(-1);
  return last === undefined ? 'hold' : combine(last.customs, last.quarantine);
}
