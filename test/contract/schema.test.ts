/** Structure by our tables against the official schemas, judged by libxml2 on the same files. */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/documents/ceb/catalogue.ts';
import { EDITIONS, type Edition } from '../../src/documents/ceb/fields.ts';
import { decodeMessage, signatureMissing } from '../../src/documents/codec.ts';
import { STRUCTURE_CODES } from '../../src/documents/structure-codes.ts';
import { MESSAGE_LIMITS } from '../../src/xml/limits.ts';
import { scan } from '../../src/xml/scan.ts';
import { shallRunWith } from '../external-tool.ts';
import { mutant } from './mutants.ts';

const HERE = import.meta.dirname;
const MUTANTS_PER_EDITION = 1200;
/** Every structural code must be reached, but those of the wrong root, which no mutant has. */
const CODES = Object.keys(STRUCTURE_CODES).filter(
  (code) => !['MSG-UNKNOWN', 'MSG-LATER', 'MSG-NAMESPACE', 'MSG-ENVELOPE'].includes(code),
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestep-schema-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether libxml2 takes each file, by one process for all. */
function judgedByLibxml(edition: Edition, files: readonly string[]): Promise<boolean[]> {
  const schema = join(HERE, 'xsd', edition, `ceb-import-${edition}.xsd`);
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
function mutants(edition: Edition): string[] {
  const tables = [...CATALOGUE.values()];
  const base = EDITIONS.indexOf(edition) * MUTANTS_PER_EDITION;
  return Array.from({ length: MUTANTS_PER_EDITION }, (_, at) =>
    mutant(tables[at % tables.length]!, base + at, edition),
  );
}

describe.runIf(shallRunWith('xmllint'))('against xmllint --schema', () => {
  it.each(EDITIONS)(
    'agrees on every official sample of the catalogue, edition %s',
    async (edition) => {
      const root = join(HERE, 'samples');
      const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => /CEB[3456](11|12|21|22)Message\.xml$/.test(name))
        .map((name) => join(root, name));
      expect(files.length).toBe(16);
      const verdicts = await judgedByLibxml(edition, files);
      const ours = files.map((file) => judgedByUs(readFileSync(file), edition));
      expect(ours.map((codes) => codes.length === 0)).toEqual(verdicts);
      expect(verdicts.every(Boolean)).toBe(true);
    },
  );

  it.each(EDITIONS)(
    `agrees on ${MUTANTS_PER_EDITION} mutants, edition %s`,
    { timeout: 60_000 },
    async (edition) => {
      mkdirSync(join(folder, edition));
      const sources = mutants(edition);
      const files = sources.map((_, at) => join(edition, `${at}.xml`));
      for (const [at, source] of sources.entries()) writeFileSync(join(folder, files[at]!), source);
      const verdicts = await judgedByLibxml(edition, files);
      const ours = sources.map((source) => judgedByUs(Buffer.from(source), edition));
      const wrong = files.flatMap((file, at) =>
        verdicts[at] === (ours[at]!.length === 0)
          ? []
          : [{ file, libxml: verdicts[at], ours: ours[at], source: sources[at]!.slice(0, 3000) }],
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
