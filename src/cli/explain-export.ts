import { isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import type { ExplainedExport, ExportExplanation } from '../flows/explain-export.ts';
import type { Terminal, Values } from './command.ts';
import { decisionLines, isSound, ruleLines, sameLine, selectionLines } from './explain-lines.ts';

/**
 * Prints how the decisions on an export list come out again.
 * @returns the exit code: 0 when each does, from evidence that is intact
 */
export function tellExport(found: ExportExplanation, values: Values, terminal: Terminal): number {
  if (values.json === true) terminal.out(JSON.stringify(jsonOf(found), null, 2));
  else for (const line of describe(found, values.all === true)) terminal.out(line);
  return found.decisions.every(isSound) ? 0 : 1;
}

/** Amounts are yuan with two decimals. */
function jsonOf({ list, decisions }: ExportExplanation): unknown {
  const { copNo, ebpCode, orderNo } = list.terms;
  return {
    ...{ preNo: list.preNo, copNo, ebpCode, orderNo, acceptedAt: isoShanghai(list.acceptedAt) },
    decisions: decisions.map((one) => ({
      listNo: one.row.listNo,
      status: one.stored.status,
      standing: one.row.present,
      decidedAt: isoShanghai(one.row.decidedAt),
      profileVersion: one.row.profileVersion,
      same: one.same,
      filingUnknown: one.filingUnknown,
      evidence: one.evidence,
      findings: one.stored.findings,
      derived: one.derived === null ? null : { status: one.derived.status },
      numbers: numbersJson(one),
      rules: one.rules,
      selected: one.selected,
      conclusion: one.conclusion,
    })),
  };
}

function numbersJson({ numbers }: ExplainedExport) {
  if (numbers === null) return null;
  const { channel, value, limit } = numbers;
  return {
    channel,
    fob: value === null ? null : formatFen(value.fob),
    lines: value?.lines.map(({ gnum, fob }) => ({ gnum, fob: formatFen(fob) })) ?? [],
    limit: limit === null ? null : formatFen(limit),
  };
}

function describe({ list, decisions }: ExportExplanation, all: boolean): string[] {
  const { terms, preNo, acceptedAt } = list;
  const { orderNo, ebpCode, copNo, tradeMode, statisticsFlag, customsCode } = terms;
  return [
    `Export list ${preNo}  (order ${orderNo} of platform ${ebpCode}, copNo ${copNo})`,
    `accepted ${isoShanghai(acceptedAt)}, mode ${tradeMode} ${statisticsFlag}, ` +
      `customs ${customsCode}`,
    ...(decisions.length === 0 ? ['Not decided: it waits for its documents.'] : []),
    ...decisions.flatMap((one) => describeOne(one, all)),
  ];
}

const UNKNOWN_FILING =
  'Derived again: the same verdict. Whether the overseas warehouse was on file is unknown: no ' +
  'filing was kept when this was decided.';

function describeOne(one: ExplainedExport, all: boolean): string[] {
  return [
    ...decisionLines(one),
    ...numberLines(one),
    ...ruleLines(one, all),
    ...selectionLines(one),
    '',
    one.filingUnknown ? UNKNOWN_FILING : sameLine(one),
  ];
}

const CHANNELS = {
  A: 'A, simplified, with summary statistics',
  B: 'B, to be declared in the summary of its month',
  L: 'L, list of a sale to a firm',
  D: 'D, a customs declaration of its own',
} as const;

function numberLines({ numbers }: ExplainedExport): string[] {
  if (numbers === null) return [];
  const { channel, value, limit } = numbers;
  const most = limit === null ? '' : `   limit ${formatFen(limit)}`;
  return [
    '',
    'Numbers (CNY)',
    `  channel          ${CHANNELS[channel]}`,
    value === null
      ? '  free on board    not known: a currency has no rate'
      : `  free on board    ${formatFen(value.fob)}${most}`,
    ...(value?.lines.map(({ gnum, fob }) => `  line ${gnum}: ${formatFen(fob)}`) ?? []),
  ];
}
