import { isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import type { DeclaredExplanation, ExplainedStep } from '../flows/explain-declared.ts';
import type { Terminal, Values } from './command.ts';
import { evidenceLine, ruleLines, STATUS, sameLine, selectionLines } from './explain-lines.ts';

/**
 * Prints how the decisions on a customs declaration come out again.
 * @returns the exit code: 0 when each does, from evidence that is intact
 */
export function tellDeclared(
  found: DeclaredExplanation,
  values: Values,
  terminal: Terminal,
): number {
  if (values.json === true) terminal.out(JSON.stringify(jsonOf(found), null, 2));
  else for (const line of describe(found, values.all === true)) terminal.out(line);
  return found.intact && found.steps.every(isSound) ? 0 : 1;
}

function isSound({ same, evidence }: ExplainedStep): boolean {
  return same && evidence.every(({ intact }) => intact);
}

/** Amounts are yuan with two decimals. */
function jsonOf({ declared, intact, steps }: DeclaredExplanation): unknown {
  const { declSeqNo, entryId, copNo, ebpCode, orderNo, takenAt, digest } = declared;
  return {
    ...{ preEntryId: declSeqNo, entryId, copNo, ebpCode, orderNo, takenAt: isoShanghai(takenAt) },
    ...{ digest: hexOf(digest), intact },
    lines: linesOf(declared).map(([fob, duty]) => ({ fob, duty })),
    decisions: steps.map(({ step, evidence, law, derived, same, selected, rules }) => ({
      ...{ status: step.state, at: isoShanghai(step.at), reference: step.reference },
      ...{ profileVersion: law, same, evidence, findings: step.findings },
      derived: derived === null ? null : { status: derived.state },
      ...{ selected, rules },
    })),
  };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function linesOf({ fobs, duties }: DeclaredExplanation['declared']) {
  return fobs.map((fob, i) => [formatFen(fob), formatFen(duties[i] ?? 0n)] as const);
}

function describe({ declared, intact, steps }: DeclaredExplanation, all: boolean): string[] {
  const { declSeqNo, entryId, copNo, ebpCode, orderNo, takenAt, customsCode, digest } = declared;
  const state = intact ? 'bytes intact' : 'BYTES ALTERED';
  return [
    `Customs declaration ${declSeqNo}  (order ${orderNo} of platform ${ebpCode}, copNo ${copNo})`,
    `taken ${isoShanghai(takenAt)}, customs ${customsCode}, customs number ${entryId ?? '-'}`,
    `body SHA-256 ${hexOf(digest).slice(0, 16)}: ${state}`,
    ...numberLines(declared),
    // That it was accepted is decided together with the step after it.
    ...steps.filter(({ step }) => step.state !== '120').flatMap((one) => stepLines(one, all)),
  ];
}

function numberLines(declared: DeclaredExplanation['declared']): string[] {
  const { fob, duty } = declared;
  if (fob === null || duty === null) return [];
  return [
    '',
    'Numbers (CNY)',
    `  free on board    ${formatFen(fob)}   export duty ${formatFen(duty)}`,
    ...linesOf(declared).map(([own, due], i) => `  line ${i + 1}: ${own}   duty ${due}`),
  ];
}

function stepLines(one: ExplainedStep, all: boolean): string[] {
  const { step, evidence, law, derived, same, rules } = one;
  const { state, at, reference, word } = step;
  const name = STATUS[state] ?? '';
  const under = law === null ? '' : ` under law ${law.slice(0, 16)}`;
  const by = reference === null ? '' : `, by ${reference}`;
  const why = word?.reason == null ? '' : `: ${word.reason}`;
  // What has it looked at or held is no rule that failed.
  const others = step.findings.filter(({ code }) => !rules.some((rule) => rule.code === code));
  return [
    ...['', `${state} ${name}`, `decided ${isoShanghai(at)}${under}${by}${why}`],
    ...(evidence.length === 0 ? [] : ['', 'Evidence', ...evidence.map(evidenceLine)]),
    ...(rules.length === 0 ? [] : ruleLines({ rules, stored: step }, all)),
    ...others.map(({ zh, en }) => `  ${zh} / ${en}`),
    ...selectionLines({ selected: one.selected, conclusion: null }),
    ...(law === null ? [] : ['', endLine(same, derived)]),
  ];
}

function endLine(same: boolean, derived: ExplainedStep['derived']): string {
  if (derived === null) return 'Not derived again: a document that it rests on is not intact.';
  return sameLine({ same, derived: { status: derived.state } });
}
