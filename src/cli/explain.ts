import { isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { billJson } from '../clearance/tax/bill-json.ts';
import type { LineTax, TaxBill } from '../clearance/verdict.ts';
import { type Explained, type Explanation, explain } from '../flows/explain.ts';
import { systemClock } from '../io/clock.ts';
import { pullJson } from '../paydata/json.ts';
import { makeHash } from '../registry/personal-hash.ts';
import { hashKey } from '../registry/settings.ts';
import { signalJson } from '../risk/signals.ts';
import type { Command, Terminal, Values } from './command.ts';
import { ARCHIVE_OPTION, archiveOf, DATABASE_OPTIONS, openDatabase } from './database.ts';
import { pullLine, signalLine } from './payment-lines.ts';

async function run(
  values: Values,
  [listNo = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const found = await explain(db, makeHash(await hashKey(db)), listNo, archiveOf(values));
    if (found === null) {
      terminal.err(`There is no list ${listNo}; give its customs number (invtNo) or its preNo.`);
      return 1;
    }
    if (values.json === true) terminal.out(JSON.stringify(jsonOf(found), null, 2));
    else for (const line of describe(found, values.all === true)) terminal.out(line);
    return found.decisions.every(isSound) ? 0 : 1;
  } finally {
    await db.close();
  }
}

function isSound({ same, evidence }: Explained): boolean {
  return same && evidence.every(({ intact }) => intact);
}

/** Amounts are yuan with two decimals; nothing personal stands in any of it. */
function jsonOf({ list, decisions, pulls, signals }: Explanation): unknown {
  return {
    preNo: list.preNo,
    copNo: list.terms.copNo,
    ebpCode: list.terms.ebpCode,
    orderNo: list.terms.orderNo,
    acceptedAt: isoShanghai(list.acceptedAt),
    decisions: decisions.map((one) => ({
      listNo: one.row.listNo,
      status: one.stored.status,
      standing: one.row.present,
      decidedAt: isoShanghai(one.row.decidedAt),
      profileVersion: one.row.profileVersion,
      same: one.same,
      evidence: one.evidence,
      findings: one.stored.findings,
      derived: one.derived === null ? null : { status: one.derived.status },
      numbers: one.numbers === null ? null : yuan(one.numbers),
      tax: one.stored.tax === null ? null : billJson(one.stored.tax),
      rules: one.rules,
      selected: one.selected,
      conclusion: one.conclusion,
    })),
    paymentData: { pulls: pulls.map(pullJson), signals: signals.map(signalJson) },
  };
}

function yuan(numbers: NonNullable<Explained['numbers']>): Record<string, string | null> {
  const entries = Object.entries(numbers) as [string, bigint | null][];
  return Object.fromEntries(
    entries.map(([name, fen]) => [name, fen === null ? null : formatFen(fen)]),
  );
}

const STATUS: Readonly<Record<string, string>> = {
  '800': 'released 放行',
  '100': 'returned 退单',
  '600': 'held 挂起',
  '400': 'waits for its arrival 待运抵',
  '300': 'manual review 人工审核',
  '500': 'to be inspected 查验',
  '501': 'detained 扣留',
  '502': 'handed to the anti-smuggling office 移送缉私',
  '599': 'destroyed 销毁',
  '700': 'sent back abroad 退运',
};

function describe(explanation: Explanation, all: boolean): string[] {
  const { list, decisions } = explanation;
  const { terms, preNo, acceptedAt } = list;
  const head = [
    `List ${preNo}  (order ${terms.orderNo} of platform ${terms.ebpCode}, copNo ${terms.copNo})`,
    `accepted ${isoShanghai(acceptedAt)}, mode ${terms.tradeMode}, customs ${terms.customsCode}`,
  ];
  if (decisions.length === 0) head.push('Not decided: it waits for its documents.');
  const own = decisions.flatMap((one) => describeOne(one, all));
  return [...head, ...own, ...paymentLines(explanation)];
}

function paymentLines({ pulls, signals }: Explanation): string[] {
  if (pulls.length === 0) return [];
  const lines = [...pulls.map(pullLine), ...signals.map(signalLine)];
  return ['', 'Payment data asked of the platform', ...lines.map((line) => `  ${line}`)];
}

function describeOne(one: Explained, all: boolean): string[] {
  const { row, stored } = one;
  const standing = row.present ? '' : ' (an earlier decision)';
  return [
    '',
    `${row.listNo}  ${stored.status} ${STATUS[stored.status] ?? ''}${standing}`,
    `decided ${isoShanghai(row.decidedAt)} under law ${row.profileVersion.slice(0, 16)}`,
    '',
    'Evidence',
    ...one.evidence.map(
      ({ kind, ref, intact }) =>
        `  ${kind.padEnd(8)} message ${ref.messageId} record ${ref.record + 1}: ${
          intact ? 'bytes intact' : 'BYTES ALTERED OR MISSING'
        }`,
    ),
    ...numberLines(one),
    ...taxLines(stored.tax),
    ...ruleLines(one, all),
    ...selectionLines(one),
    '',
    one.same
      ? 'Derived again from evidence, facts and law: the same verdict.'
      : `Derived again: ANOTHER verdict, ${one.derived?.status}.`,
  ];
}

const PERCENT = 10_000;

function selectionLines({ selected, conclusion }: Explained): string[] {
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

function numberLines({ numbers }: Explained): string[] {
  if (numbers === null) return [];
  const { dutiable, quotaUsed, quotaLimit, singleLimit, guaranteeUsed, guaranteeLimit } = numbers;
  const lines = [
    '',
    'Numbers (CNY)',
    `  dutiable price   ${formatFen(dutiable)}   single limit ${formatFen(singleLimit)}`,
    `  annual quota     ${formatFen(quotaUsed)} used before of ${formatFen(quotaLimit)}`,
  ];
  if (guaranteeUsed !== null && guaranteeLimit !== null) {
    const used = `${formatFen(guaranteeUsed)} frozen before of ${formatFen(guaranteeLimit)}`;
    lines.push(`  guarantee        ${used}`);
  }
  return lines;
}

function taxLines(tax: TaxBill | null): string[] {
  if (tax === null) return [];
  const row = (line: LineTax): string =>
    `  line ${line.gnum}: price ${formatFen(line.dutiablePrice)}  duty ${formatFen(line.duty)}  ` +
    `consumption tax ${formatFen(line.consumptionTax)}  VAT ${formatFen(line.vat)}`;
  const total = `  total ${formatFen(tax.total)} on ${formatFen(tax.dutiablePrice)}`;
  return ['', `Tax (${tax.channel})`, ...tax.lines.map(row), total];
}

function ruleLines({ rules, stored }: Explained, all: boolean): string[] {
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

export const EXPLAIN: Command = {
  name: 'explain',
  summary: 'derive a verdict again from stored evidence and show each rule, number and law',
  positionals: ['LIST_NO'],
  options: {
    ...DATABASE_OPTIONS,
    ...ARCHIVE_OPTION,
    all: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep explain LIST_NO [options]

Reads the bytes of the four documents from the evidence, the facts of the day and the law of that
version, derives the verdict again and says whether it is the same. LIST_NO is the customs number
(invtNo) or the pre-entry number (preNo). Exit code 0 only when the evidence is intact and every
decision comes out the same. Works while serve runs.

  --all                show the rules that passed too
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --archive DIR        where the files of archived days are (default archive in the data directory)
  --json               print everything as JSON
`,
};
