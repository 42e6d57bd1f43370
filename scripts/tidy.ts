import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { callFindings } from './tidy/calls.ts';
import { cycleFindings, deadFindings, rankFindings } from './tidy/imports.ts';
import { exportFindings, folderFindings, isGenerated, sizeFindings } from './tidy/shape.ts';
import { type Finding, readSource, type Source } from './tidy/source.ts';
import {
  blobFindings,
  commentFindings,
  leftoverLines,
  lineFindings,
  machinePathFindings,
} from './tidy/text.ts';

/*
 * The house rules that neither the compiler nor the linter knows. Prints `file:line rule message`
 * for each broken one; exit 1 when there is any.
 */

/** A file of the project; `text` is null when it is too large or not text. */
export type ProjectFile = {
  readonly path: string;
  readonly bytes: number;
  readonly text: string | null;
};

const CODE = /\.(ts|tsx|mjs)$/;
const LINES = /\.(ts|tsx|mjs|sql|sh|css)$|^\.ci\/run$/;

function parseFindings(source: Source): Finding[] {
  return source.errors.map((message) => ({ path: source.path, line: 1, rule: 'syntax', message }));
}

function sourceFindings(source: Source): Finding[] {
  return [parseFindings, callFindings, sizeFindings, exportFindings, commentFindings].flatMap(
    (rule) => rule(source),
  );
}

function textFindings({ path, bytes, text }: ProjectFile): Finding[] {
  const findings = [...blobFindings(path, bytes), ...folderFindings(path)];
  if (text === null) return findings;
  findings.push(...machinePathFindings(path, text));
  if (LINES.test(path) && !isGenerated(path, text)) findings.push(...lineFindings(path, text));
  if (LINES.test(path) && !CODE.test(path)) findings.push(...leftoverLines(path, text));
  return findings;
}

/** Every broken rule in these files, by path and line. */
export function tidy(files: readonly ProjectFile[]): Finding[] {
  const sources = files
    .filter(({ path, text }) => CODE.test(path) && text !== null)
    .map(({ path, text }) => readSource(path, text ?? ''));
  const findings = [
    ...files.flatMap(textFindings),
    ...sources.flatMap(sourceFindings),
    ...rankFindings(sources),
    ...cycleFindings(sources),
    ...deadFindings(sources),
  ];
  return findings.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What git has or would take; without git (a release archive) every file but the installed. */
function projectPaths(): string[] {
  const flags = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = spawnSync('git', flags, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (listed.status === 0) return [...new Set(listed.stdout.split('\0').filter(Boolean))];
  return globSync('**/*', { cwd: ROOT, exclude: (name) => /^(node_modules$|dist$|\.)/.test(name) });
}

function readProject(): ProjectFile[] {
  return projectPaths().flatMap((path) => {
    const stat = statSync(new URL(`../${path}`, import.meta.url), { throwIfNoEntry: false });
    if (stat === undefined || !stat.isFile()) return [];
    const text = stat.size > 1 << 20 ? '' : readFileSync(`${ROOT}/${path}`, 'utf8');
    const isText = stat.size <= 1 << 20 && !text.includes('\0');
    return [{ path, bytes: stat.size, text: isText ? text : null }];
  });
}

function main(): void {
  const findings = tidy(readProject());
  for (const { path, line, rule, message } of findings) {
    console.log(`${path}:${line} ${rule} ${message}`);
  }
  if (findings.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
