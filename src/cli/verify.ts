import type { Edition } from '../documents/ceb/fields.ts';
import {
  formatReport,
  type KnownCertificate,
  type VerifyReport,
  verifyBytes,
} from '../documents/verify.ts';
import { normaliseSerial, readCertificate } from '../registry/certificates.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { readInput } from './files.ts';
import { messagePaths, readMessageBytes } from './message-paths.ts';
import { paintFor, progressBar } from './terminal.ts';

type FileReport = VerifyReport & { readonly file: string; readonly ok: boolean };

async function verify(
  values: Values,
  positionals: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const edition = editionOf(values);
  const certificates = await certificatesOf(values);
  const paths = await messagePaths(positionals);
  const json = values.json === true;
  const reports: FileReport[] = [];
  const counts = { sound: 0, findings: 0 };
  const bar = progressBar(terminal, 'Verifying');
  for (const [done, file] of paths.entries()) {
    const report = verifyBytes(await readMessageBytes(file), { edition, ...certificates });
    const ok = report.findings.length === 0;
    counts.sound += ok ? 1 : 0;
    counts.findings += report.findings.length;
    if (json) reports.push({ file, ok, ...report });
    else show(report, file, terminal);
    if (json) bar(done + 1, paths.length);
  }
  const ok = counts.findings === 0;
  if (json) terminal.out(JSON.stringify({ ok, files: reports }, null, 2));
  else if (paths.length > 1) terminal.out(`${counts.sound} of ${paths.length} files are sound.`);
  return ok ? 0 : 1;
}

function editionOf(values: Values): Edition {
  const text = textOf(values, 'edition') ?? '202205';
  if (text === '202205' || text === '2018') return text;
  throw new UsageError(`--edition takes 202205 or 2018, not ${text}.`);
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
    edition: { type: 'string' },
    certificate: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  run: verify,
  help: `
onestep verify PATH... [options]

Checks message files without any platform: the XML, the structure and fields of the official
schema, codes and content, and the signature. Each finding names its record, line and path, and
what would mend it. PATH is a file, or a directory in which every *.xml is checked, at any depth.

The signature is checked with the certificate in the message, which proves that nothing was altered
but not who signed; with --certificate only with the ones given.

  --edition YEAR       edition of the specification: 202205 (default) or 2018
  --certificate FILE   trust this certificate only (PEM or DER; may be repeated)
  --json               print the reports as JSON: {"ok", "files": [{"file", "ok", "findings", ...}]}

Exit code: 0 when nothing is wrong with any file, 1 when there is a finding.
`,
};
