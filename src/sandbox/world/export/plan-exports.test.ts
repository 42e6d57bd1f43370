import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shallRunWith } from '../../../../test/external-tool.ts';
import { askingForWarehouses } from '../../../../test/warehouse-law.ts';
import { present } from '../../../base/assert.ts';
import { LIMITS } from '../../../base/limits.ts';
import { decodeMessage } from '../../../documents/codec.ts';
import { contentFindings } from '../../../documents/content.ts';
import type { Profile } from '../../../registry/profile.ts';
import { readProfile } from '../../../registry/profile-file.ts';
import { scan } from '../../../xml/scan.ts';
import { expectedOf } from '../expected.ts';
import { NoExports, planWorld, type WorldPlan, worldArguments } from '../plan.ts';
import type { WorldFile } from '../registry-files.ts';
import { renderWorld } from '../render.ts';
import { BAD_EXPORTS, GOOD_EXPORTS } from './plan-exports.ts';

const PROFILE = fileURLToPath(new URL('../../../../profiles/cn-zhengzhou', import.meta.url));
const XSD = fileURLToPath(
  new URL('../../../../test/contract/xsd/202205/ceb-export-202205.xsd', import.meta.url),
);
const BOUNDS = {
  bytes: LIMITS.messageBytes,
  depth: LIMITS.xmlDepth,
  nodes: LIMITS.xmlNodes,
  attributes: LIMITS.xmlAttributes,
};
const SMALL = { seed: 5n, parcels: 12, exports: 380, good: 60 };

let profile: Profile;
let plan: WorldPlan;
let files: WorldFile[];

beforeAll(async () => {
  const read = await readProfile(PROFILE);
  if (!read.ok) throw new Error('the profile cannot be read');
  profile = askingForWarehouses(read.value);
  plan = planWorld(worldArguments(SMALL), profile);
  files = [...renderWorld(plan)];
}, 60_000);

const digests = (world: readonly WorldFile[]) =>
  new Map(world.map(({ path, bytes }) => [path, createHash('sha256').update(bytes).digest('hex')]));

describe('exports of a world', () => {
  it('are the same for the same arguments, and change nothing of the rest', () => {
    expect(digests([...renderWorld(planWorld(worldArguments(SMALL), profile))])).toEqual(
      digests(files),
    );
    const { exports: _, ...without } = SMALL;
    const rest = digests([...renderWorld(planWorld(worldArguments(without), profile))]);
    const all = digests(files);
    rest.delete('expected.json');
    // Goods of the special area have lines of their own in the books.
    for (const name of ['book-lines', 'opening-stock']) rest.delete(`registry/${name}.csv`);
    for (const [path, digest] of rest) expect([path, all.get(path)]).toEqual([path, digest]);
    for (const file of ['registry/exchange-rates.csv', 'registry/overseas-warehouses.csv']) {
      expect([rest.has(file), all.has(file)]).toEqual([false, true]);
    }
  }, 60_000);

  it('share no number with those of another world', () => {
    const numbers = ({ exports }: WorldPlan) =>
      new Set(
        exports!.stories.flatMap(({ sent }) =>
          sent.flatMap(({ document: { head } }) => [head.orderNo, head.logisticsNo, head.guid]),
        ),
      );
    for (const change of [{ seed: 6n }, { exports: 379 }, { parcels: 11 }]) {
      const other = planWorld(worldArguments({ ...SMALL, ...change }), profile);
      const shared = numbers(plan).intersection(numbers(other));
      shared.delete(undefined);
      expect([...shared]).toEqual([]);
    }
  });

  it('are of every kind, as many as were asked for, and as good', () => {
    const { stories } = present(plan.exports, 'exports');
    const count = (some: typeof stories) => some.reduce((sum, one) => sum + one.parcels, 0);
    const kinds = new Set(stories.map(({ kind }) => kind));
    expect(kinds.size).toBe(BAD_EXPORTS.length + GOOD_EXPORTS.length + 2);
    expect(count(stories)).toBe(SMALL.exports);
    const bad = stories.filter(({ sent, declarations }) => {
      return [...sent, ...declarations].some(({ code }) => code !== null);
    });
    expect(count(bad) / SMALL.exports).toBeGreaterThan(0.3);
  });

  it('are sent in an order in which what a message needs is sent before it', () => {
    const { messages, documents } = expectedOf(plan);
    const files = messages.map(({ file }) => file);
    const placeOf = new Map(documents.map(({ guid, file }) => [guid, files.indexOf(file)]));
    let needs = 0;
    for (const [place, message] of messages.entries()) {
      for (const need of message.needs ?? []) {
        if (!('guid' in need)) continue;
        expect(present(placeOf.get(need.guid), need.guid)).toBeLessThan(place);
        needs += 1;
      }
      for (const guid of message.slots ?? []) expect(placeOf.has(guid)).toBe(true);
    }
    expect(needs).toBeGreaterThan(100);
  });

  it('are refused under a law that knows none', () => {
    const { parameters } = profile;
    const closed = { ...profile, parameters: { ...parameters, exports: [] } };
    expect(() => planWorld(worldArguments(SMALL), closed)).toThrow(NoExports);
  });
});

/** Messages of export without a record that is refused for its build. */
function soundFiles(): WorldFile[] {
  const { messages, documents } = expectedOf(plan);
  const broken = documents.filter(({ status }) => status === '-301008').map(({ file }) => file);
  const sound = messages.filter(({ file, slots }) => slots === undefined && !broken.includes(file));
  const names = new Set(sound.slice(plan.messages.length).map(({ file }) => `messages/${file}`));
  return files.filter(({ path }) => names.has(path));
}

describe('their messages', () => {
  it('are read without a finding', () => {
    for (const { path, bytes } of soundFiles()) {
      const scanned = scan(Buffer.from(bytes), BOUNDS);
      if (!scanned.ok) throw new Error(`${path}: ${scanned.finding.en}`);
      const decoded = decodeMessage(scanned.doc);
      if (!decoded.ok) throw new Error(`${path}: ${decoded.findings[0]?.en}`);
      const { type, records } = decoded.message;
      const findings = records.flatMap((one) => [...one.findings, ...contentFindings(type, one)]);
      // A sum that is wrong on purpose is one of its own document.
      expect(findings.filter(({ code }) => code !== 'CNT-TOTAL')).toEqual([]);
    }
  });

  it.runIf(shallRunWith('xmllint'))('are valid by the schema of the specification', () => {
    const folder = mkdtempSync(join(tmpdir(), 'onestep-exports-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const names = soundFiles().map(({ path, bytes }, i) => {
      const name = `${i}-${path.slice(-30).replaceAll('/', '-')}`;
      writeFileSync(join(folder, name), bytes);
      return name;
    });
    const args = ['--noout', '--nonet', '--schema', XSD, ...names];
    const run = spawnSync('xmllint', args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
    expect(run.stderr.split('\n').filter((line) => !/validates$|^$/.test(line))).toEqual([]);
    expect(run.status).toBe(0);
  });
});
