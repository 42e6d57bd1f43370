import type { VerifyFinding } from '../documents/verify.ts';
import { escapeAttribute, escapeText } from '../xml/write.ts';

/** One file that was checked, and what is wrong with it. */
type Checked = { readonly file: string; readonly findings: readonly VerifyFinding[] };

/**
 * A run as JUnit XML, which build servers show: one testsuite, a testcase for each file, and for a
 * file that is not sound a failure with all its findings, a block each.
 * @param seconds how long the run took
 */
export function junitReport(files: readonly Checked[], seconds: number): string {
  const failures = files.filter(({ findings }) => findings.length > 0).length;
  const counts = `tests="${files.length}" failures="${failures}" errors="0" skipped="0"`;
  const time = `time="${(Math.round(seconds * 1000) / 1000).toString()}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} ${time}>`,
    `<testsuite name="onestep verify" ${counts} ${time}>`,
    ...files.map(testcase),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testcase({ file, findings }: Checked): string {
  const head = `<testcase classname="onestep.verify" name="${escapeAttribute(legal(file))}"`;
  const [first] = findings;
  if (first === undefined) return `${head}/>`;
  const more = findings.length === 1 ? '' : ` (and ${findings.length - 1} more)`;
  const message = escapeAttribute(legal(`${first.code}: ${first.en}${more}`));
  const text = escapeText(legal(findings.map((one) => block(file, one)).join('\n\n')));
  return `${head}><failure type="${first.code}" message="${message}">${text}</failure></testcase>`;
}

function block(file: string, finding: VerifyFinding): string {
  const { level, code, record, path, line, zh, en, hint } = finding;
  const place = `${record === null ? '' : `record ${record}, `}${path}`;
  return [`${file}:${line}: ${level} ${code} ${place}`, en, zh, hint ?? ''].join('\n');
}

/** Names of files may hold what XML cannot. */
function legal(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]/gu, '\u{fffd}')
    .replace(/[\ufffe\uffff]/g, '\u{fffd}');
}
