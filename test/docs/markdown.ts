import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A page of the documentation; `path` is relative to the project. */
export type Page = { readonly path: string; readonly text: string };

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** Every page people read: the ones at the top, `docs/`, and what stands beside the profiles. */
export function pages(): Page[] {
  const top = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  return [...top, ...markdownIn('docs'), ...markdownIn('profiles')].map(page);
}

/** One page. */
export function page(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** The cells of each row of each table whose header begins with these names. */
export function tableRows({ text }: Page, header: readonly string[]): string[][] {
  const rows: string[][] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    const cells = line.startsWith('|') ? cellsOf(line) : null;
    if (cells === null) inside = false;
    else if (header.every((name, i) => cells[i] === name)) inside = true;
    else if (inside && !/^[-: ]+$/.test(cells[0] ?? '')) rows.push(cells);
  }
  return rows;
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** What stands in backticks. */
export function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, inner]) => inner!);
}

/** Lines of fenced code and spans in backticks: where a page shows commands. */
export function shown({ text }: Page): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, inner]) => inner!);
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  return [...blocks.flatMap((block) => block.split('\n')), ...quoted(prose)];
}

/** GitHub's name for a heading. */
function anchorOf(heading: string): string {
  const plain = heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '');
  return plain.trim().replaceAll(' ', '-');
}

function anchorsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!)));
}

/** Files and folders of the project that a page links to, relative to the project. */
export function linkTargets({ path, text }: Page): string[] {
  const links = [...text.matchAll(/\]\(([^)#\s]+)[^)\s]*\)/g)].map(([, link]) => link!);
  return links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => join(dirname(path), link));
}

/** Relative links that lead nowhere, and links to headings that do not exist. */
export function brokenLinks({ path, text }: Page): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), file);
    if (!existsSync(target) || relative(ROOT, target).startsWith('..')) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).has(anchor);
  });
}
