import { isoShanghai } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Explained } from '../flows/explain.ts';
import type { EvidenceLine } from '../flows/explain-evidence.ts';
import type { ExplainedExport } from '../flows/explain-export.ts';

export const STATUS: Readonly<Record<string, string>> = {
  '800': 'released 放行',
  '100': 'returned 退单',
  '600': 'held 挂起',
  '400': 'waits for its arrival 待运抵',
  '430': 'withdrawn 撤单',
  '300': 'manual review 人工审核',
  '500': 'to be inspected 查验',
  '501': 'detained 扣留',
  '502': 'handed to the anti-smuggling office 移送缉私',
  '599': 'destroyed 销毁',
  '700': 'sent back 退运',
  '899': 'closed: it has left 结关',
};

/** Whether a decision comes out the same from evidence that is what it was. */
export function isSound({
  same,
  evidence,
}: Pick<Explained | ExplainedExport, 'same' | 'evidence'>): boolean {
  return same && evidence.every(({ intact }) => intact);
}

/** What a decision is, and the documents that it rests on. */
export function decisionLines({
  row,
  stored,
  evidence,
}: Pick<Explained | ExplainedExport, 'row' | 'stored' | 'evidence'>): string[] {
  const standing = row.present ? '' : ' (an earlier decision)';
  return [
    '',
    `${row.listNo}  ${stored.status} ${STATUS[stored.status] ?? ''}${standing}`,
    `decided ${isoShanghai(row.decidedAt)} under law ${row.profileVersion.slice(0, 16)}`,
    '',
    'Evidence',
    ...evidence.map(evidenceLine),
  ];
}

/** Whether the bytes of a document are what they were. */
export function evidenceLine({ kind, ref, intact }: EvidenceLine): string {
  const place = `message ${ref.messageId} record ${ref.record + 1}`;
  return `  ${kind.padEnd(10)} ${place}: ${intact ? 'bytes intact' : 'BYTES ALTERED OR MISSING'}`;
}

/** Whether it comes out the same. */
export function sameLine({
  same,
  derived,
}: {
  readonly same: boolean;
  readonly derived: { readonly status: string } | null;
}): string {
  return same
    ? 'Derived again from evidence, facts and law: the same verdict.'
    : `Derived again: ANOTHER verdict, ${derived?.status}.`;
}

const PERCENT = 10_000;

/** How a list was looked at before its release, or what officers said of it. */
export function selectionLines({
  selected,
  conclusion,
}: Pick<Explained | ExplainedExport, 'selected' | 'conclusion'>): string[] {
  if (conclusion !== null) {
    const { outcome, reason } = conclusion;
    return ['', `Officers decided: ${outcome}${reason === '' ? '' : `, ${reason}`}`];
  }
  if (selected === null) return [];
  const { selection, sameClasses, sameRules, sameDraw } = selected;
  const { enterpriseClass, goodsClass, weight, draw, label, action, rules } = selection;
  const mark = (same: boolean): string => (same ? '' : '  COMES OUT OTHERWISE');
  const chance = `drawn with ${weight / PERCENT} %${mark(sameClasses)}`;
  const lines = [`  classes  ${enterpriseClass} x ${goodsClass}, ${chance}`];
  if (rules.length > 0) lines.push(`  rules    ${rules.join(', ')}${mark(sameRules)}`);
  if (draw !== null) {
    const result = label === 'random' ? 'drawn' : 'not drawn';
    lines.push(`  draw     ${draw.day} / ${draw.sequence}: ${result}${mark(sameDraw)}`);
  }
  const end = action === 'review' ? 'an officer looks at the documents' : 'inspected';
  return ['', 'Before a release', ...lines, ...(action === null ? [] : [`  so       ${end}`])];
}

/** What the rules say; those that passed only where `all` are wanted. */
export function ruleLines(
  {
    rules,
    stored,
  }: Pick<Explained, 'rules'> & { readonly stored: { readonly findings: readonly Finding[] } },
  all: boolean,
): string[] {
  if (rules.length === 0) return stored.findings.map(({ zh, en }) => `  ${zh} / ${en}`);
  const counts = Map.groupBy(rules, ({ outcome }) => outcome);
  const summary = [...counts].map(([outcome, some]) => `${some.length} ${outcome}`).join(', ');
  const shown = rules.filter(({ outcome }) => all || outcome === 'failed');
  const lines = shown.flatMap(({ code, law, outcome, findings, zh, en }) => [
    `  ${outcome === 'failed' ? '✗' : '✓'} ${code}  ${law}`,
    ...(outcome === 'failed' ? findings : [{ zh, en, hint: null }]).map(
      (one) => `      ${one.zh} / ${one.en}${one.hint === null ? '' : `\n      → ${one.hint}`}`,
    ),
  ]);
  const more = all ? '' : ' (all of them: --all)';
  return ['', `Rules: ${summary}${more}`, ...lines];
}
