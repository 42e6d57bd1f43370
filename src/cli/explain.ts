import { isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { billJson } from '../clearance/tax/bill-json.ts';
import type { LineTax, TaxBill } from '../clearance/verdict.ts';
import { type Explained, type Explanation, explain } from '../flows/explain.ts';
import { explainDeclared } from '../flows/explain-declared.ts';
import { explainExport } from '../flows/explain-export.ts';
import { systemClock } from '../io/clock.ts';
import { pullJson } from '../paydata/json.ts';
import { makeHash } from '../registry/personal-hash.ts';
import { hashKey } from '../registry/settings.ts';
import { signalJson } from '../risk/signals.ts';
import type { Command, Terminal, Values } from './command.ts';
import { ARCHIVE_OPTION, archiveOf, DATABASE_OPTIONS, openDatabase } from './database.ts';
import { tellDeclared } from './explain-declared.ts';
import { tellExport } from './explain-export.ts';
import { decisionLines, isSound, ruleLines, sameLine, selectionLines } from './explain-lines.ts';
import { pullLine, signalLine } from './payment-lines.ts';

async function run(
  values: Values,
  [listNo = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const archive = archiveOf(values);
    const declared = await explainDeclared(db, listNo, archive);
    if (declared !== null) return tellDeclared(declared, values, terminal);
    const leaving = await explainExport(db, listNo, archive);
    if (leaving !== null) return tellExport(leaving, values, terminal);
    const found = await explain(db, makeHash(await hashKey(db)), listNo, archive);
    if (found === null) {
      terminal.err(
        `There is no list or customs declaration ${listNo}; give its customs number (invtNo, ` +
          'entryId) or its pre-entry number (preNo, preEntryId).',
      );
      return 1;
    }
    if (values.json === true) terminal.out(JSON.stringify(jsonOf(found), null, 2));
    else for (const line of describe(found, values.all === true)) terminal.out(line);
    return found.decisions.every(isSound) ? 0 : 1;
  } finally {
    await db.close();
  }
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
  return [
    ...decisionLines(one),
    ...numberLines(one),
    ...taxLines(one.stored.tax),
    ...ruleLines(one, all),
    ...selectionLines(one),
    '',
    sameLine(one),
  ];
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

Reads the bytes of the documents from the evidence, the facts of the day and the law of that
version, derives the verdict again and says whether it is the same, of a list of imports or of
exports, or of a customs declaration of 9710 or 9810. LIST_NO is the customs number (invtNo,
entryId) or the pre-entry number (preNo, preEntryId). Exit code 0 only when the evidence is intact
and every decision comes out the same. Works while serve runs.

  --all                show the rules that passed too
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --archive DIR        where the files of archived days are (default archive in the data directory)
  --json               print everything as JSON
`,
};
