/** Two judges of the same messages: libxml2 with the official schemas, and our tables. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE } from '../../src/documents/ceb/catalogue.ts';
import type { Edition, MessageTable } from '../../src/documents/ceb/fields.ts';
import { verifyBytes } from '../../src/documents/verify.ts';
import { emptied, mutant } from './mutants.ts';

const SCHEMAS = join(import.meta.dirname, 'xsd');

/** Files are named after the type of their message. */
export function typeIn(file: string): MessageTable {
  const table = CATALOGUE.get(/CEB\d{3}/.exec(file)?.[0] ?? '');
  if (table === undefined) throw new Error(`${file} is not named after a message`);
  return table;
}

/** Whether libxml2 takes each file, by one process for each schema. */
export async function judgedByLibxml(
  edition: Edition,
  files: readonly string[],
  folder: string,
): Promise<boolean[]> {
  const verdicts = new Map<string, boolean>();
  for (const [direction, some] of Map.groupBy(files, (file) => typeIn(file).direction)) {
    const schema = join(SCHEMAS, edition, `ceb-${direction}-${edition}.xsd`);
    const judged = await judgedBySchema(schema, some, folder);
    for (const [at, verdict] of judged.entries()) verdicts.set(some[at]!, verdict);
  }
  return files.map((file) => verdicts.get(file)!);
}

function judgedBySchema(
  schema: string,
  files: readonly string[],
  folder: string,
): Promise<boolean[]> {
  const args = ['--nonet', '--noout', '--schema', schema, ...files];
  return new Promise((resolve, reject) => {
    execFile('xmllint', args, { maxBuffer: 1 << 28, cwd: folder }, (_, __, log) => {
      const verdicts = new Map<string, boolean>();
      for (const line of log.split('\n')) {
        const match = /^(.+) (validates|fails to validate)$/.exec(line);
        if (match !== null) verdicts.set(match[1]!, match[2] === 'validates');
        // Of what is not well-formed there is nothing to validate.
        const broken = /^(.+?):\d+: parser error : /.exec(line)?.[1];
        if (broken !== undefined) verdicts.set(broken, false);
      }
      const missing = files.find((file) => !verdicts.has(file));
      if (missing !== undefined) {
        reject(new Error(`xmllint says nothing of ${missing}: ${log.slice(0, 500)}`));
      } else resolve(files.map((file) => verdicts.get(file)!));
    });
  });
}

/** What `onestep verify --only structure` says: empty when the schema would take the message. */
export function judgedByUs(bytes: Uint8Array, edition: Edition): string[] {
  const { findings } = verifyBytes(bytes, { edition, only: 'structure' });
  return findings.map(({ code, path }) => `${code} ${path}`);
}

/** What both said of some mutants. */
export type Trial = {
  readonly taken: number;
  readonly refused: number;
  /** The codes we gave, each once. */
  readonly codes: ReadonlySet<string>;
  readonly wrong: readonly {
    readonly seed: number;
    readonly type: string;
    readonly libxml: boolean | undefined;
    readonly ours: readonly string[];
    readonly source: string;
  }[];
};

/** Judges the mutants with these seeds, all message types of the edition in turn. */
export function tryMutants(edition: Edition, from: number, count: number): Promise<Trial> {
  const tables = tablesOf(edition);
  const made = Array.from({ length: count }, (_, at) => {
    const seed = from + at;
    const { type } = tables[seed % tables.length]!;
    return { seed, type, source: mutant(typeIn(type), seed, edition) };
  });
  return tryMessages(edition, made);
}

/** Judges messages in which one element is empty, or blank: each element of each message once. */
export function tryEmpty(edition: Edition): Promise<Trial> {
  const made = tablesOf(edition).flatMap(({ type }) =>
    emptied(typeIn(type), edition).map((source, seed) => ({ seed, type, source })),
  );
  return tryMessages(edition, made);
}

function tablesOf(edition: Edition): MessageTable[] {
  return [...CATALOGUE.values()].filter(({ editions }) => editions.includes(edition));
}

type Made = { readonly seed: number; readonly type: string; readonly source: string };

async function tryMessages(edition: Edition, sources: readonly Made[]): Promise<Trial> {
  const count = sources.length;
  const folder = mkdtempSync(join(tmpdir(), 'onestep-mutants-'));
  try {
    const made = sources.map(({ seed, type, source }) => {
      const file = `${seed}-${type}.xml`;
      writeFileSync(join(folder, file), source);
      return { seed, type, file, source };
    });
    const files = made.map(({ file }) => file);
    const verdicts = await judgedByLibxml(edition, files, folder);
    const ours = made.map(({ source }) => judgedByUs(Buffer.from(source), edition));
    const taken = verdicts.filter(Boolean).length;
    return {
      taken,
      refused: count - taken,
      codes: new Set(ours.flat().map((code) => code.split(' ')[0]!)),
      wrong: made.flatMap(({ seed, type, source }, at) =>
        verdicts[at] === (ours[at]!.length === 0)
          ? []
          : [{ seed, type, libxml: verdicts[at], ours: ours[at]!, source: source.slice(0, 3000) }],
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
