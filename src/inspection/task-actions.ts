import type { Finding } from '../base/finding.ts';
import type { Officer } from '../registry/officer.ts';
import { officeFinding } from './office-codes.ts';
import type { SaidResult } from './result.ts';
import { roleFindings, type Task, workFindings } from './task.ts';

/** Something that can be done with a task where it stands, and why not by this officer. */
export type TaskAction = { readonly action: ActionName; readonly barred: Finding | null };

export const ACTION_NAMES = [
  ...(['claim', 'release', 'handOver', 'recuse', 'assign', 'approveAssignment'] as const),
  ...(['photo', 'result', 'confirm', 'review', 'settle', 'proposeEnd', 'approveEnd'] as const),
];
export type ActionName = (typeof ACTION_NAMES)[number];

/** What was said of a task before. */
export type SaidOfTask = {
  /** Of its opening, in order. */
  readonly results: readonly Pick<SaidResult, 'officer' | 'part'>[];
  /** Who proposed a pair, or how a detained list ends; null where nobody did. */
  readonly proposedBy: string | null;
};

/**
 * Everything that belongs to the stage of a task, with what bars this officer from it. Pure. Who
 * acts is asked again, as others may act meanwhile.
 */
export function taskActions(task: Task, officer: Officer, said: SaidOfTask): TaskAction[] {
  if (task.closedAt !== null) return [];
  const of = (action: ActionName, findings: readonly Finding[]): TaskAction => {
    return { action, barred: findings[0] ?? null };
  };
  const isMine = task.holder === officer.number;
  const hands = isMine
    ? [of('release', []), of('handOver', [])]
    : [of('claim', workFindings(task, officer))];
  return [...hands, ...decisions(task, officer, said).map(([name, why]) => of(name, why))];
}

type Decision = readonly [ActionName, readonly Finding[]];

function decisions(task: Task, officer: Officer, said: SaidOfTask): Decision[] {
  const work = workFindings(task, officer);
  if (task.kind === 'review') return [['review', work]];
  if (task.kind === 'pending') return [['settle', work]];
  if (task.kind === 'detained') {
    const mayApprove = [
      ...work,
      ...roleFindings(officer, 'supervisor'),
      ...otherThan(officer, said),
    ];
    const approve: Decision[] = task.stage === 'supervisor' ? [['approveEnd', mayApprove]] : [];
    return [['proposeEnd', work], ...approve];
  }
  if (task.stage === 'unassigned') {
    const approve: Decision[] =
      said.proposedBy === null
        ? []
        : [['approveAssignment', [...work, ...otherThan(officer, said)]]];
    return [['assign', work], ...approve];
  }
  const speak = [...work, ...aloneFindings(task, officer, said)];
  return [
    ['photo', work],
    ['result', speak],
    ...(task.stage === 'second' ? ([['confirm', speak]] as const) : []),
    ['recuse', recusalFindings(task, officer, officer.number, said.results)],
  ];
}

/** Two persons decide: who proposed it does not approve it. */
function otherThan({ number }: Officer, { proposedBy }: SaidOfTask): Finding[] {
  return proposedBy === number ? [officeFinding('OFF-SAME', null, { officer: number })] : [];
}

/** Who said the result is not who confirms it. */
function aloneFindings({ stage }: Task, { number }: Officer, { results }: SaidOfTask): Finding[] {
  const standing = results.findLast(({ part }) => part === 'first');
  const isAlone = stage === 'second' && standing?.officer === number;
  return isAlone ? [officeFinding('OFF-ALONE')] : [];
}

/** Why an officer cannot stand back from an inspection, or a supervisor note that one does. */
export function recusalFindings(
  task: Task,
  officer: Officer,
  number: string,
  results: SaidOfTask['results'],
): Finding[] {
  if (task.kind !== 'inspection') return [officeFinding('OFF-KIND', null, { kind: task.kind })];
  if (task.closedAt !== null) return [officeFinding('OFF-CLOSED')];
  const findings = number === officer.number ? [] : roleFindings(officer, 'supervisor');
  if (findings.length > 0) return findings;
  if (!task.pair.includes(number)) return [officeFinding('OFF-PAIR')];
  return results.some((one) => one.officer === number) ? [officeFinding('OFF-SAID')] : [];
}
