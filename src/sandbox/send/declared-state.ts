import { fieldsOf, items, readFindings, text } from '../../client/wire.ts';
import type { ExpectedDeclaration } from '../world/export/expected-exports.ts';
import type { DeclaredMove } from '../world/export/story.ts';

/** A customs declaration as the platform has it. */
export type DeclaredState = {
  /** Pre-entry number; null where it was refused. */
  readonly number: string | null;
  /** `refused` where it was not taken. */
  readonly status: string;
  /** Of the first finding. */
  readonly code: string | null;
  /** Yuan. */
  readonly lines: ExpectedDeclaration['lines'];
  /** Payment notice of its duty, or null. */
  readonly dutyNo: string | null;
};

/** What is known of customs declarations, by name. */
export type DeclaredStates = {
  readonly states: Map<string, DeclaredState>;
  /** What was said to each move, by `name what`: `done`, or the code that it was refused with. */
  readonly moves: Map<string, string>;
};

export function noDeclared(): DeclaredStates {
  return { states: new Map(), moves: new Map() };
}

/** A move as it is known by. */
export const moveKey = (name: string, { does }: Pick<DeclaredMove, 'does'>): string =>
  `${name} ${does}`;

/** What a platform says of a declaration, or why it does not take it. */
export function readDeclared(status: number, body: unknown): DeclaredState {
  if (status !== 200 && status !== 201) {
    const code = readFindings(body)[0]?.code ?? null;
    return { number: null, status: 'refused', code, lines: [], dutyNo: null };
  }
  const { preEntryId, status: state, findings, lines, notice } = fieldsOf(body);
  const [first] = items(findings, 'findings').map(fieldsOf);
  return {
    ...{ number: text(preEntryId, 'preEntryId'), status: text(state, 'status') },
    code: first === undefined ? null : text(first.code, 'code'),
    lines: items(lines, 'lines')
      .map(fieldsOf)
      .map(({ fob, duty }) => ({ fob: text(fob, 'fob'), duty: text(duty, 'duty') })),
    dutyNo: notice === null ? null : text(fieldsOf(notice).dutyNo, 'dutyNo'),
  };
}

/** Statuses after which nothing more becomes of a declaration. */
const ENDS: readonly string[] = ['refused', '100', '430', '899'];

/** The moves that are due where a declaration stands, and were not tried yet. */
export function movesDue(
  { states, moves }: DeclaredStates,
  { name, moves: all }: ExpectedDeclaration,
): DeclaredMove[] {
  const status = states.get(name)?.status;
  return all.filter((move) => move.at === status && !moves.has(moveKey(name, move)));
}

/** Whether nothing more needs to come of a declaration. */
export function isDeclared(declared: DeclaredStates, one: ExpectedDeclaration): boolean {
  const status = declared.states.get(one.name)?.status;
  if (status === undefined) return false;
  if (ENDS.includes(status)) return true;
  return status === one.status && movesDue(declared, one).length === 0;
}
