import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { type Sheet, sheetFinding } from '../sheet/sheet.ts';
import { CHANNEL_FIELDS } from './channel-fields.ts';
import { declarationFinding } from './codes.ts';

/**
 * The question for a channel as JSON, from a table with a row for each line of goods; its columns
 * are called by their names in the body or in Chinese.
 * @param head what is said once: mode, date, licenseNo
 */
export function channelQuestion(
  { rows: [headers, ...rows] }: Sheet,
  head: Readonly<Record<string, string | undefined>>,
): Result<string, Finding[]> {
  if (headers === undefined || rows.length === 0) return fail([sheetFinding('SHEET-EMPTY')]);
  const findings: Finding[] = [];
  const columns = [...headers.cells].flatMap(([at, { text }]) => {
    const field = CHANNEL_FIELDS.goods.find(({ path, zh }) => path === text || zh === text);
    if (field !== undefined) return [[at, field.path] as const];
    findings.push(declarationFinding('DECL-COLUMN', '', { header: text }));
    return [];
  });
  if (findings.length > 0) return fail(findings);
  const goods = rows.map(({ cells }) =>
    Object.fromEntries(columns.map(([at, path]) => [path, cells.get(at)?.text ?? ''])),
  );
  return ok(JSON.stringify({ ...head, goods }));
}
