import { LIMITS } from '../base/limits.ts';
import type { DrawFinding } from '../inspection/codes.ts';
import { drawText } from '../inspection/draw.ts';
import type { DrawFile } from '../inspection/draw-file.ts';
import { beaconFindings } from '../inspection/verify-beacon.ts';
import { type DrawReport, verifyDraw } from '../inspection/verify-draw.ts';
import { sampleDraw } from '../sandbox/draw-sample.ts';
import { numberOf, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { readInput, writeOutput } from './files.ts';
import { paintFor } from './terminal.ts';

/** Computes the draws of files again. */
export async function verifyFiles(
  values: Values,
  files: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (files.length === 0) throw new UsageError('FILE is missing. See: onestep draw --help');
  const beacon = textOf(values, 'beacon');
  if (beacon !== undefined && files.length > 1) {
    throw new UsageError('--beacon is the round of one draw: give one FILE with it.');
  }
  const round = beacon === undefined ? null : await readInput(beacon);
  const reports: (DrawReport & { readonly name: string })[] = [];
  for (const name of files) {
    const report = { name, ...withRound(verifyDraw(await readInput(name)), round) };
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

/** The report, and whether the beacon of the draw is the round that was published. */
function withRound(report: DrawReport, round: Uint8Array | null): DrawReport {
  if (round === null || report.file === null) return report;
  const findings = [...report.findings, ...beaconFindings(report.file, round)];
  return { ...report, ok: findings.length === 0, findings };
}

/** Makes a draw outside any zone. */
export async function sampleFile(
  values: Values,
  _: readonly string[],
  terminal: Terminal,
): Promise<number> {
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
