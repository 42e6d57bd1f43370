import { LIMITS } from '../base/limits.ts';
import type { DrawFinding } from '../inspection/codes.ts';
import { drawText } from '../inspection/draw.ts';
import type { DrawFile } from '../inspection/draw-file.ts';
import { type DrawReport, verifyDraw } from '../inspection/verify-draw.ts';
import { sampleDraw } from '../sandbox/draw-sample.ts';
import {
  type Command,
  numberOf,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { DATABASE_OPTIONS } from './database.ts';
import { writeJournal } from './draw-journal.ts';
import { readInput, writeOutput } from './files.ts';
import { paintFor } from './terminal.ts';

async function run(
  values: Values,
  [action = '', ...files]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (action === 'verify') return verify(values, files, terminal);
  if (action === 'sample') return sample(values, files, terminal);
  if (action === 'journal' && files.length === 0) return writeJournal(values, terminal);
  throw new UsageError(`onestep draw takes sample, verify or journal, not ${action}.`);
}

const SAMPLE_ONLY = ['targets', 'officers', 'seed-hex', 'out'];

async function verify(
  values: Values,
  files: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (files.length === 0) throw new UsageError('FILE is missing. See: onestep draw --help');
  const stray = SAMPLE_ONLY.find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`onestep draw verify takes no --${stray}.`);
  const reports: (DrawReport & { readonly name: string })[] = [];
  for (const name of files) {
    const report = { name, ...verifyDraw(await readInput(name)) };
    reports.push(report);
    if (values.json !== true) show(report, name, terminal);
  }
  const ok = reports.every((report) => report.ok);
  if (values.json === true) {
    const shown = reports.map(({ name, file, ...report }) => {
      return { file: name, hash: file?.hash ?? null, ...report };
    });
    terminal.out(JSON.stringify({ ok, files: shown }, null, 2));
  }
  return ok ? 0 : 1;
}

async function sample(
  values: Values,
  files: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (files.length > 0) throw new UsageError('onestep draw sample takes its file as --out FILE.');
  const seedHex = textOf(values, 'seed-hex')?.toLowerCase();
  const out = textOf(values, 'out');
  if (seedHex === undefined || out === undefined) {
    throw new UsageError('Give --seed-hex DIGITS and --out FILE. See: onestep draw --help');
  }
  if (!/^[0-9a-f]{1,128}$/.test(seedHex)) {
    throw new UsageError(`--seed-hex takes 1 to 128 hexadecimal digits, not ${seedHex}.`);
  }
  const targets = numberOf(values, 'targets', 1_000, 1, LIMITS.drawTargets);
  const officers = numberOf(values, 'officers', 20, 1, LIMITS.drawOfficers);
  const text = drawText(sampleDraw({ targets, officers, seedHex }));
  await writeOutput(out, text);
  const report = verifyDraw(Buffer.from(text));
  if (values.json === true) {
    const { file, ...shown } = report;
    terminal.out(JSON.stringify({ file: out, hash: file?.hash ?? null, ...shown }, null, 2));
  } else show(report, out, terminal);
  return report.ok ? 0 : 1;
}

function show({ ok, findings, notes, file }: DrawReport, name: string, terminal: Terminal): void {
  const paint = paintFor(terminal);
  terminal.out(paint(ok ? 'green' : 'red', `${name}: ${ok ? 'sound' : 'NOT SOUND'}`));
  if (file !== null) for (const line of summary(file)) terminal.out(`  ${line}`);
  for (const { en, zh } of notes) terminal.out(`  note: ${en} / ${zh}`);
  for (const finding of findings.slice(0, LIMITS.findingsShown)) {
    terminal.out(`  ${lineOf(finding)}`);
  }
  const more = findings.length - LIMITS.findingsShown;
  if (more > 0) terminal.out(`  and ${more} more; --json prints them all`);
}

function summary({ zone, day, sequence, targets, officers, result, hash }: DrawFile): string[] {
  return [
    `draw ${sequence} of ${day}, zone ${zone}`,
    `${result.length} of ${targets.body.length} targets, ${officers.body.length} officers`,
    `hash ${hash}`,
  ];
}

function lineOf({ step, code, path, en, zh, hint, law }: DrawFinding): string {
  const place = path === null ? '' : `${path}: `;
  return `step ${step}  ${code}  ${place}${en} / ${zh}  (${law}; ${hint})`;
}

export const DRAW: Command = {
  name: 'draw',
  summary: 'verify the file of a double-random draw, make a sample, or note all draws down',
  positionals: ['ACTION', '[FILE...]'],
  options: {
    ...DATABASE_OPTIONS,
    targets: { type: 'string' },
    officers: { type: 'string' },
    'seed-hex': { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep draw verify FILE... [--json]
onestep draw sample --seed-hex DIGITS --out FILE [options]
onestep draw journal --out FILE [--data-dir DIR | --database-url URL] [--json]

verify reads the published file of a draw of targets and officers, computes everything in it again
and says in order what does not hold: the form, the hashes of terms and registries and when they
were published, the parties' shares, the seed, the targets, the pairs of officers, those who stood
back, the decisions beside the draw. No server and no database are asked. What the file alone cannot
show is whether it is the published one: compare its hash. docs/verify-draw/README.md describes the
draw and has a second verifier of its own, for Node or any browser.

sample makes a draw outside any zone, from made-up registries; the same options give the same bytes.

journal writes down when each draw was opened and the hashes of what was published for it, one JSON
object a line. Kept by somebody outside, it proves later that nothing was rewritten:
onestep audit --witness FILE.

  --targets N          targets in the registry (default 1000)
  --officers N         officers in the registry (default 20)
  --seed-hex DIGITS    1 to 128 hexadecimal digits that everything in the sample follows from
  --out FILE           where the sample is written
  --json               print the result as JSON: {"ok", "files": [{"file", "hash", "ok", "findings",
                       "notes"}]}, or that of the one sample

Exit code: 0 when every file is sound, 1 when there is a finding.
`,
};
