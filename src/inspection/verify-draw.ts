import { LIMITS } from '../base/limits.ts';
import { type DrawFinding, type DrawNote, drawFinding, drawNote } from './codes.ts';
import { deriveDraw } from './derive.ts';
import { type DrawMisread, readDraw } from './draw-codec.ts';
import type { DrawFile } from './draw-file.ts';
import {
  officerFindings,
  overrideFindings,
  redrawFindings,
  targetFindings,
} from './verify-after.ts';
import {
  hashFindings,
  registryFindings,
  seedFindings,
  shareFindings,
  termsFindings,
} from './verify-before.ts';

/** What the verification of a draw says. */
export type DrawReport = {
  /** True only when there is no finding. */
  readonly ok: boolean;
  /** In the order of the steps. */
  readonly findings: readonly DrawFinding[];
  /** What everybody should see though nothing is wrong with it. */
  readonly notes: readonly DrawNote[];
  /** The file, when it could be read. */
  readonly file: DrawFile | null;
};

/** Verifies the bytes of a draw file: reads them strictly and computes everything again. */
export function verifyDraw(bytes: Uint8Array): DrawReport {
  const read = readDraw(bytes);
  if (!read.ok) return { ok: false, findings: misreadFindings(read.error), notes: [], file: null };
  const { file, canonical } = read.value;
  const findings = canonical ? [] : [drawFinding('DRAW-FORM', null)];
  findings.push(...findingsOf(file));
  return { ok: findings.length === 0, findings, notes: notesOf(file), file };
}

function misreadFindings(error: DrawMisread): DrawFinding[] {
  if (error.kind === 'size') {
    return [drawFinding('DRAW-SIZE', null, { most: LIMITS.drawBytes })];
  }
  if (error.kind === 'json') return [drawFinding('DRAW-JSON', null)];
  return error.misfits.map(({ path, expected }) =>
    drawFinding('DRAW-SHAPE', path === '' ? null : path, { expected }),
  );
}

/** Steps 2 to 10. Each goes on from what is computed, not from what the file says. */
function findingsOf(file: DrawFile): DrawFinding[] {
  const derived = deriveDraw({ ...file, recusals: file.redraws });
  return [
    ...hashFindings(file),
    ...termsFindings(file, derived),
    ...registryFindings(file, derived),
    ...shareFindings(file, derived),
    ...seedFindings(file, derived),
    ...targetFindings(file, derived),
    ...officerFindings(file, derived),
    ...redrawFindings(file, derived),
    ...overrideFindings(file),
  ];
}

function notesOf({ terms, shares, beacon, outcome, redraws, overrides }: DrawFile): DrawNote[] {
  const notes = shares
    .filter(({ state }) => state !== 'counted')
    .map(({ party, state }) => drawNote('share', { party, state }));
  if (outcome !== 'complete') notes.push(drawNote(outcome));
  if (terms.body.beacon !== null && beacon !== null) {
    notes.push(drawNote('beacon', terms.body.beacon));
  }
  if (redraws.length > 0) notes.push(drawNote('redraws', { count: redraws.length }));
  if (overrides.length > 0) notes.push(drawNote('overrides', { count: overrides.length }));
  return notes;
}
