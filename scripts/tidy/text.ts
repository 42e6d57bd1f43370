import type { Finding, Source } from './source.ts';

const COLUMNS = 100;
const BLOB_BYTES = 256 * 1024;

/** Characters as a reader counts them: a Chinese one is one. A long address cannot be broken. */
function isTooLong(line: string): boolean {
  return line.length > COLUMNS && [...line].length > COLUMNS && !/https?:\/\/\S{60}/.test(line);
}

/** Lines beyond 100 columns. */
export function lineFindings(path: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    if (!isTooLong(line)) return [];
    const message = `${[...line].length} columns; at most ${COLUMNS}`;
    return [{ path, line: index + 1, rule: 'line-length', message }];
  });
}

const HOMES = /(?:^|[\s'"`(=:,])((?:\/(?:work|home|root|Users)|[A-Z]:\\Users)[/\\][\w.-]+)/;

/** Paths that exist on one machine only. */
export function machinePathFindings(path: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const found = HOMES.exec(line)?.[1];
    if (found === undefined) return [];
    const message = `${found} exists on one machine only`;
    return [{ path, line: index + 1, rule: 'machine-path', message }];
  });
}

const LEFTOVER = /\b(TODO|FIXME|XXX|HACK)\b/;
const SILENCER = /^\s*(@ts-(ignore|nocheck|expect-error)|biome-ignore)/;

/** Comments that put something off or silence a check. */
export function commentFindings({ path, comments, lineOf }: Source): Finding[] {
  return comments.flatMap(({ value, start }) => {
    const at = { path, line: lineOf(start) };
    const word = LEFTOVER.exec(value)?.[1];
    const findings: Finding[] = [];
    if (word !== undefined) {
      findings.push({
        ...at,
        rule: 'leftover',
        message: `${word}: do it, or write it in an issue`,
      });
    }
    const silencer = SILENCER.exec(value)?.[1];
    if (silencer !== undefined) {
      findings.push({ ...at, rule: 'silencer', message: `${silencer}: mend what it hides` });
    }
    return findings;
  });
}

/** Leftovers in SQL and shell, which are not parsed. */
export function leftoverLines(path: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const word = LEFTOVER.exec(/(--|#).*/.exec(line)?.[0] ?? '')?.[1];
    if (word === undefined) return [];
    const message = `${word}: do it, or write it in an issue`;
    return [{ path, line: index + 1, rule: 'leftover', message }];
  });
}

/** Files that make every clone heavier. */
export function blobFindings(path: string, bytes: number): Finding[] {
  if (bytes <= BLOB_BYTES) return [];
  const message = `${Math.ceil(bytes / 1024)} KiB; at most ${BLOB_BYTES / 1024}`;
  return [{ path, line: 1, rule: 'blob', message }];
}
