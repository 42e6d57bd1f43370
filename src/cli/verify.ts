import type { Edition } from '../documents/ceb/fields.ts';
import {
  formatReport,
  type KnownCertificate,
  unread,
  type VerifyOptions,
  type VerifyReport,
  verifyBytes,
} from '../documents/verify.ts';
import { zipFinding } from '../documents/zip-codes.ts';
import { normaliseSerial, readCertificate } from '../registry/certificates.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { readInput, writeOutput } from './files.ts';
import { junitReport } from './junit.ts';
import { type MessageFile, messageFilesAt } from './message-files.ts';
import { messagePaths } from './message-paths.ts';
import { dayOf } from './registered.ts';
import { stopwatch } from './stopwatch.ts';
import { paintFor, progressBar } from './terminal.ts';

type FileReport = VerifyReport & { readonly file: string; readonly ok: boolean };

async function verify(
  values: Values,
  positionals: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const began = stopwatch();
  const options = await optionsOf(values);
  const paths = await messagePaths(positionals);
  const json = values.json === true;
  const junit = textOf(values, 'junit');
  const kept: FileReport[] = [];
  const counts = { files: 0, sound: 0 };
  const bar = progressBar(terminal, 'Verifying');
  for (const [done, path] of paths.entries()) {
    for await (const file of messageFilesAt(path)) {
      const report = reportOf(file, options);
      counts.files += 1;
      counts.sound += report.ok ? 1 : 0;
      if (json || junit !== undefined) kept.push(report);
      if (!json) show(report, file.name, terminal);
    }
    if (json) bar(done + 1, paths.length);
  }
  const ok = counts.sound === counts.files;
  if (json) terminal.out(JSON.stringify({ ok, files: kept }, null, 2));
  else if (counts.files > 1) terminal.out(`${counts.sound} of ${counts.files} files are sound.`);
  if (junit !== undefined) {
    await writeOutput(junit, junitReport(kept, (stopwatch() - began) / 1000));
  }
  return ok ? 0 : 1;
}

function reportOf({ name: file, bytes, problem }: MessageFile, options: VerifyOptions): FileReport {
  const report =
    problem === null ? verifyBytes(bytes, options) : unread(options, [zipFinding(problem)]);
  return { file, ok: report.findings.length === 0, ...report };
}

async function optionsOf(values: Values): Promise<VerifyOptions> {
  const edition = editionOf(values);
  const only = textOf(values, 'only');
  const day = dayOf(values, 'at');
  if (only === undefined) {
    const at = day === null ? {} : { at: day };
    return { edition, ...at, ...(await certificatesOf(values)) };
  }
  if (only !== 'structure') throw new UsageError(`--only takes structure, not ${only}.`);
  if (values.certificate !== undefined || day !== null) {
    throw new UsageError('--only structure looks at no signature: no --certificate, no --at.');
  }
  return { edition, only };
}

function editionOf(values: Values): Edition {
  const [schema, edition] = [textOf(values, 'schema'), textOf(values, 'edition')];
  const text = schema ?? edition ?? '202205';
  const name = schema === undefined ? 'edition' : 'schema';
  if (text !== '202205' && text !== '2018') {
    throw new UsageError(`--${name} takes 202205 or 2018, not ${text}.`);
  }
  if (edition !== undefined && edition !== text) {
    throw new UsageError('--schema and --edition are two names for one thing: give one.');
  }
  return text;
}

async function certificatesOf(
  values: Values,
): Promise<{ readonly certificates?: readonly KnownCertificate[] }> {
  const paths = [values.certificate ?? []].flat().map(String);
  if (paths.length === 0) return {};
  const certificates: KnownCertificate[] = [];
  for (const path of paths) {
    const read = readCertificate(await readInput(path));
    if (read === null) throw new UsageError(`${path} is no certificate in PEM or DER.`);
    certificates.push({ serial: normaliseSerial(read.serial), der: read.der });
  }
  return { certificates };
}

// The first line names the file, the second its signature, each other one a finding.
function show(report: VerifyReport, file: string, terminal: Terminal): void {
  const paint = paintFor(terminal);
  const [head = '', signature = '', ...findings] = formatReport(report, file);
  terminal.out(paint(findings.length === 0 ? 'green' : 'red', head));
  terminal.out(report.signature.state === 'valid' ? signature : paint('yellow', signature));
  for (const line of findings) terminal.out(line);
}

export const VERIFY: Command = {
  name: 'verify',
  summary: 'check message files offline: structure, fields, codes, signature',
  positionals: ['PATH...'],
  options: {
    schema: { type: 'string' },
    edition: { type: 'string' },
    only: { type: 'string' },
    junit: { type: 'string' },
    certificate: { type: 'string', multiple: true },
    at: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: verify,
  help: `
onestep verify PATH... [options]

Checks message files without any platform: the XML, the structure and fields of the official
schema, codes and content, and the signature. Each finding names its record, line and path, and
what would mend it. PATH is a file, a directory in which every *.xml and *.zip is checked, at any
depth, or a zip archive, of which every *.xml is: archive.zip!/folder/file.xml. Archives are read in
memory and bounded in size, number of files and expansion.

The signature is checked with the certificate in the message, which proves that nothing was altered
but not who signed; with --certificate only with the ones given.

  --schema YEAR        edition of the schemas: 202205 (default) or 2018; --edition is the same
  --only structure     what the schema says and nothing else, as xmllint --schema would judge it;
                       docs/reference/verify.md tells where the two differ
  --certificate FILE   trust this certificate only (PEM or DER; may be repeated)
  --at DAY             the certificate must be valid on this day, as 2026-09-18; without it the days
                       of certificates are not looked at
  --junit FILE         write the run as JUnit XML, too: a testcase for each file
  --json               print the reports as JSON: {"ok", "files": [{"file", "ok", "findings", ...}]}

Exit code: 0 when nothing is wrong with any file, 1 when there is a finding.
`,
};
