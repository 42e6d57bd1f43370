/** Structure by our tables against the official schemas, judged by libxml2 on the same files. */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/documents/ceb/catalogue.ts';
import { EDITIONS, type Edition, type MessageTable } from '../../src/documents/ceb/fields.ts';
import { decodeMessage, signatureMissing } from '../../src/documents/codec.ts';
import { STRUCTURE_CODES } from '../../src/documents/structure-codes.ts';
import { MESSAGE_LIMITS } from '../../src/xml/limits.ts';
import { scan } from '../../src/xml/scan.ts';
import { shallRunWith } from '../external-tool.ts';
import { mutant } from './mutants.ts';

const HERE = import.meta.dirname;
const MUTANTS_PER_EDITION = 2400;
/** Every structural code must be reached, but those of the wrong root, which no mutant has. */
const CODES = Object.keys(STRUCTURE_CODES).filter(
  (code) => !['MSG-UNKNOWN', 'MSG-EDITION', 'MSG-NAMESPACE', 'MSG-ENVELOPE'].includes(code),
);

/** Official samples that the schema of their own edition does not take. */
const UNSOUND: Readonly<Record<Edition, readonly string[]>> = {
  // BaseTransfer twice; another root; a field missing.
  '202205': ['214', '303', '403', '505', '507', '509', '603', '605', '607', '792'].map(
    (number) => `CEB${number}`,
  ),
  '2018': [],
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestep-schema-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether libxml2 takes each file, by one process for each schema. */
async function judgedByLibxml(edition: Edition, files: readonly string[]): Promise<boolean[]> {
  const verdicts = new Map<string, boolean>();
  for (const [direction, some] of Map.groupBy(files, directionOf)) {
    const judged = await judgedBySchema(`ceb-${direction}-${edition}.xsd`, edition, some);
    for (const [at, verdict] of judged.entries()) verdicts.set(some[at]!, verdict);
  }
  return files.map((file) => verdicts.get(file)!);
}

/** Files are named after the type of their message. */
function directionOf(file: string): MessageTable['direction'] {
  return CATALOGUE.get(/CEB\d{3}/.exec(file)![0])!.direction;
}

function judgedBySchema(
  name: string,
  edition: Edition,
  files: readonly string[],
): Promise<boolean[]> {
  const schema = join(HERE, 'xsd', edition, name);
  const options = { maxBuffer: 1 << 28, cwd: folder };
  return new Promise((resolve, reject) => {
    execFile(
      'xmllint',
      ['--nonet', '--noout', '--schema', schema, ...files],
      options,
      (_, __, log) => {
        const verdicts = new Map<string, boolean>();
        for (const line of log.split('\n')) {
          const match = /^(.+) (validates|fails to validate)$/.exec(line);
          if (match !== null) verdicts.set(match[1]!, match[2] === 'validates');
        }
        const missing = files.find((file) => !verdicts.has(file));
        if (missing !== undefined)
          reject(new Error(`xmllint says nothing of ${missing}: ${log.slice(0, 500)}`));
        else resolve(files.map((file) => verdicts.get(file)!));
      },
    );
  });
}

/** What we say of a message: empty when the schema would take it. */
function judgedByUs(bytes: Uint8Array, edition: Edition): string[] {
  const scanned = scan(bytes, MESSAGE_LIMITS);
  if (!scanned.ok) return [scanned.finding.code];
  const decoded = decodeMessage(scanned.doc, { edition });
  if (!decoded.ok) return decoded.findings.map(({ code }) => code);
  const findings = decoded.message.records.flatMap((record) => record.findings);
  const codes = findings.map(({ code, path }) => `${code} ${path}`);
  return signatureMissing(decoded.message) ? [...codes, 'signature missing'] : codes;
}

/** The mutants of one edition, all message types in turn. */
function mutants(edition: Edition): { file: string; source: string }[] {
  const tables = [...CATALOGUE.values()].filter(({ editions }) => editions.includes(edition));
  const base = EDITIONS.indexOf(edition) * MUTANTS_PER_EDITION;
  return Array.from({ length: MUTANTS_PER_EDITION }, (_, at) => {
    const table = tables[at % tables.length]!;
    const file = join(edition, `${at}-${table.type}.xml`);
    return { file, source: mutant(table, base + at, edition) };
  });
}

describe.runIf(shallRunWith('xmllint'))('against xmllint --schema', () => {
  it.each(EDITIONS)(
    'agrees on every official sample of the catalogue, edition %s',
    async (edition) => {
      const root = join(HERE, 'samples');
      const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => /CEB\d{3}Message\.xml$/.test(name))
        .filter((name) => CATALOGUE.get(/CEB\d{3}/.exec(name)![0])!.editions.includes(edition))
        .map((name) => join(root, name));
      const verdicts = await judgedByLibxml(edition, files);
      const ours = files.map((file) => judgedByUs(readFileSync(file), edition));
      expect(ours.map((codes) => codes.length === 0)).toEqual(verdicts);
      const own = files.filter((file, at) => file.includes(`official-${edition}`) && !verdicts[at]);
      expect(own.map((file) => /CEB\d{3}/.exec(file)![0]).sort()).toEqual(UNSOUND[edition]);
    },
  );

  it.each(EDITIONS)(
    `agrees on ${MUTANTS_PER_EDITION} mutants, edition %s`,
    { timeout: 60_000 },
    async (edition) => {
      mkdirSync(join(folder, edition));
      const made = mutants(edition);
      const files = made.map(({ file }) => file);
      for (const { file, source } of made) writeFileSync(join(folder, file), source);
      const verdicts = await judgedByLibxml(edition, files);
      const ours = made.map(({ source }) => judgedByUs(Buffer.from(source), edition));
      const wrong = files.flatMap((file, at) =>
        verdicts[at] === (ours[at]!.length === 0)
          ? []
          : [
              {
                file,
                libxml: verdicts[at],
                ours: ours[at],
                source: made[at]!.source.slice(0, 3000),
              },
            ],
      );
      expect(wrong).toEqual([]);
      const seen = new Set(ours.flat().map((code) => code.split(' ')[0]!));
      expect(CODES.filter((code) => !seen.has(code))).toEqual([]);
      const accepted = verdicts.filter(Boolean).length;
      expect(accepted).toBeGreaterThan(MUTANTS_PER_EDITION / 8);
      expect(accepted).toBeLessThan(MUTANTS_PER_EDITION / 2);
    },
  );
});
