import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shallRunWith } from '../../../test/external-tool.ts';
import { present } from '../../base/assert.ts';
import { LIMITS } from '../../base/limits.ts';
import { decodeMessage } from '../../documents/codec.ts';
import type { Profile } from '../../registry/profile.ts';
import { readProfile } from '../../registry/profile-file.ts';
import { scan } from '../../xml/scan.ts';
import { readSignature, verifySignature } from '../../xml/signature.ts';
import { withStock } from '../with-stock.ts';
import { type Credentials, makeCredentials } from './credentials.ts';
import { expectedOf } from './expected.ts';
import { BAD_KINDS, GOOD_KINDS } from './kinds/kinds.ts';
import { DAMAGES } from './parcel.ts';
import { checkCharacter, spoilIdNumber } from './people.ts';
import { planWorld, type WorldPlan, worldArguments } from './plan.ts';
import { taxTotal } from './predict.ts';
import type { WorldFile } from './registry-files.ts';
import { renderWorld } from './render.ts';
import { dutiable } from './sale.ts';

const PROFILE = fileURLToPath(new URL('../../../profiles/cn-zhengzhou', import.meta.url));
const XSD = fileURLToPath(
  new URL('../../../test/contract/xsd/202205/ceb-import-202205.xsd', import.meta.url),
);
const BOUNDS = {
  bytes: LIMITS.messageBytes,
  depth: LIMITS.xmlDepth,
  nodes: LIMITS.xmlNodes,
  attributes: LIMITS.xmlAttributes,
};

let profile: Profile;
let plan: WorldPlan;
let files: WorldFile[];
let credentials: ReadonlyMap<string, Credentials>;

beforeAll(async () => {
  const read = await readProfile(PROFILE);
  if (!read.ok) throw new Error('the profile cannot be read');
  profile = withStock(read.value, true);
  plan = planWorld(worldArguments({ seed: 7n, parcels: 640 }), profile);
  files = [...renderWorld(plan)];
  credentials = makeCredentials(7n);
}, 60_000);

function digest(world: readonly WorldFile[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of world) hash.update(`${path} ${bytes.length} `).update(bytes);
  return hash.digest('hex');
}

function bytesOf(file: string): Uint8Array {
  const found = files.find(({ path }) => path === `messages/${file}`);
  return present(found, file).bytes;
}

/** Messages without damage and without a record that breaks the schema. */
function soundFiles(): string[] {
  const { messages, documents, lists } = expectedOf(plan);
  const refusals = new Set(['-301008', '-401009', '-504011', '-621001']);
  const broken = [...documents, ...lists].filter(({ status }) => refusals.has(status));
  const files = new Set(broken.map(({ file }) => file));
  const sound = messages.filter(({ damage, names, file }) => {
    return damage === null && names === null && !files.has(file);
  });
  return sound.map(({ file }) => file);
}

describe('a world', () => {
  it('is the same, byte for byte, for the same arguments', () => {
    const again = planWorld(worldArguments({ seed: 7n, parcels: 640 }), profile);
    expect(digest([...renderWorld(again)])).toBe(digest(files));
  }, 60_000);

  it('shares no buyer and no number with another world', () => {
    const small = { parcels: 30, seed: 7n };
    const one = planWorld(worldArguments(small), profile);
    const names = ({ parcels }: WorldPlan) =>
      new Set(
        parcels.flatMap(({ sale, sent }) => [
          sale.buyer.idNumber,
          ...sent.flatMap(({ document: { head } }) => [head.orderNo, head.logisticsNo, head.guid]),
        ]),
      );
    for (const change of [{ seed: 8n }, { parcels: 31 }, { good: 79 }, { recordsPerMessage: 5 }]) {
      const other = planWorld(worldArguments({ ...small, ...change }), profile);
      const shared = names(one).intersection(names(other));
      shared.delete(undefined);
      expect([...shared]).toEqual([]);
    }
  });

  it('does not depend on the time zone of the machine', () => {
    const script = `
      import { planWorld, worldArguments } from './src/sandbox/world/plan.ts';
      import { expectedOf } from './src/sandbox/world/expected.ts';
      import { readProfile } from './src/registry/profile-file.ts';
      const profile = await readProfile('profiles/cn-zhengzhou');
      const plan = planWorld(worldArguments({ seed: 3n, parcels: 40 }), profile.value);
      console.log(JSON.stringify([expectedOf(plan), plan.parcels.map((one) => one.sent.map(
        ({ document }) => document))]));
    `;
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const run = (TZ: string) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: root,
        env: { ...process.env, TZ },
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      });
    expect(run('America/New_York')).toBe(run('Asia/Shanghai'));
  }, 30_000);

  it('has every kind of parcel, four fifths of them good', () => {
    const kinds = new Set(plan.parcels.map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThanOrEqual(new Set([...BAD_KINDS, ...GOOD_KINDS]).size - 9);
    for (const damage of DAMAGES) {
      expect(plan.messages.some((message) => message.damage === damage)).toBe(true);
    }
    const released = plan.parcels.filter(({ outcome }) => outcome.status === '800');
    expect(released.length / plan.parcels.length).toBeGreaterThan(0.79);
    expect(released.length / plan.parcels.length).toBeLessThan(0.9);
  });

  it('places every record once, and what must come after behind it', () => {
    const places = plan.messages
      .filter(({ copyOf }) => copyOf === null)
      .flatMap(({ records }) => records.map(({ parcel, at }) => `${parcel} ${at}`));
    expect(new Set(places).size).toBe(places.length);
    expect(places.length).toBe(plan.parcels.reduce((sum, { sent }) => sum + sent.length, 0));
    plan.messages.forEach((message, place) => {
      if (message.after !== null) expect(message.after.message).toBeLessThan(place);
      expect(message.records.length).toBeLessThanOrEqual(20);
    });
  });

  it('sends lists before and after their other documents', () => {
    const lists = plan.messages.flatMap(({ type }, i) => (type === 'CEB621' ? [i] : []));
    const orders = plan.messages.flatMap(({ type }, i) => (type === 'CEB311' ? [i] : []));
    expect(Math.min(...lists)).toBeLessThan(Math.max(...orders));
    expect(Math.min(...orders)).toBeLessThan(Math.max(...lists));
  });
});

describe('its messages', () => {
  it('are read and verified by the house where they are meant to be', () => {
    for (const file of soundFiles()) {
      const scanned = scan(Buffer.from(bytesOf(file)), BOUNDS);
      if (!scanned.ok) throw new Error(`${file}: ${scanned.finding.en}`);
      const decoded = decodeMessage(scanned.doc);
      if (!decoded.ok) throw new Error(`${file}: ${decoded.findings[0]?.en}`);
      expect(decoded.message.records.flatMap(({ findings }) => findings)).toEqual([]);
      const parts = readSignature(scanned.doc);
      if (!parts.ok) throw new Error(`${file}: ${parts.finding.en}`);
      const sender = present(decoded.message.transfer.copCode, 'copCode');
      const { key, certificate } = present(credentials.get(sender), sender);
      expect(verifySignature(scanned.doc, parts.parts, key.privateKey)).toMatchObject({ ok: true });
      expect(parts.parts.keyName).toBe(certificate.serial);
    }
  });

  it('are not, where they are damaged', () => {
    for (const { file, damage } of expectedOf(plan).messages) {
      if (damage === null || damage === 'foreign-key') continue;
      const scanned = scan(Buffer.from(bytesOf(file)), BOUNDS);
      if (!scanned.ok) continue;
      const decoded = decodeMessage(scanned.doc);
      if (!decoded.ok || !decoded.message.signed) continue;
      const parts = readSignature(scanned.doc);
      const sender = present(decoded.message.transfer.copCode, 'copCode');
      const { key } = present(credentials.get(sender), sender);
      const trusted = parts.ok && verifySignature(scanned.doc, parts.parts, key.privateKey).ok;
      expect({ file, trusted }).toEqual({ file, trusted: false });
    }
  });

  describe('outside programs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'onestep-world-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.runIf(shallRunWith('xmllint'))(
      'xmllint finds them valid by the schema',
      () => {
        const sound = soundFiles();
        for (const file of sound) writeFileSync(join(folder, file), bytesOf(file));
        const run = spawnSync('xmllint', ['--noout', '--nonet', '--schema', XSD, ...sound], {
          cwd: folder,
          encoding: 'utf8',
          maxBuffer: 2 ** 26,
        });
        const faults = run.stderr.split('\n').filter((line) => !/validates$|^$/.test(line));
        expect(faults).toEqual([]);
        expect(run.status).toBe(0);
      },
      60_000,
    );

    it.runIf(shallRunWith('xmlsec1'))(
      'xmlsec1 finds their signatures good',
      () => {
        const bySender = new Map(soundFiles().map((file) => [file.slice(14).slice(0, -4), file]));
        for (const [sender, file] of bySender) {
          const { party } = present(credentials.get(sender.replace('-again', '')), sender);
          // It knows no SM2.
          if (party.algorithm === 'sm2-sm3') continue;
          const card = present(credentials.get(sender.replace('-again', '')), sender).certificate;
          writeFileSync(join(folder, 'card.pem'), card.pem);
          writeFileSync(join(folder, file), bytesOf(file));
          const args = [
            '--verify',
            '--enabled-key-data',
            'rsa',
            '--pubkey-cert-pem',
            'card.pem',
            file,
          ];
          const run = spawnSync('xmlsec1', args, { cwd: folder, encoding: 'utf8' });
          expect({ file, status: run.status }).toEqual({ file, status: 0 });
        }
      },
      60_000,
    );
  });
});

describe('its expectations', () => {
  it('keep every buyer within the year and every single sale within the limit', () => {
    const used = new Map<string, bigint>();
    for (const { sale, set, outcome } of plan.parcels) {
      if (set !== null || outcome.status !== '800') continue;
      const sum = (used.get(sale.buyer.idNumber) ?? 0n) + dutiable(sale);
      used.set(sale.buyer.idNumber, sum);
      expect(sum).toBeLessThanOrEqual(2_600_000n);
      const single = sale.bought.length === 1 && sale.bought[0]?.quantity === 1n;
      if (!single) expect(dutiable(sale)).toBeLessThanOrEqual(500_000n);
    }
    expect([...used.values()].some((sum) => sum > 500_000n)).toBe(true);
  });

  it('state the tax the order carries, and amounts that add up', () => {
    for (const { kind, sent, outcome } of plan.parcels) {
      if (kind !== 'ordinary') continue;
      const head = present(sent[0], 'an order').document.head;
      const fen = (name: string) => BigInt(Math.round(Number(head[name]) * 100));
      expect(fen('taxTotal')).toBe(taxTotal(present(outcome.tax, 'tax')));
      expect(fen('acturalPaid')).toBe(fen('goodsValue') + fen('freight') + fen('taxTotal'));
    }
  });

  it('say of races how many pass, not which', () => {
    const { sets, lists } = expectedOf(plan);
    expect(sets.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['annual-limit', 'annual-limit-exact', 'weight-over-orders']),
    );
    for (const { set, released, returned } of sets) {
      expect(lists.filter((list) => list.set === set).length).toBe(released + returned);
      expect(returned).toBeGreaterThan(0);
    }
  });

  it('name every file and every record there is', () => {
    const { messages, documents, lists } = expectedOf(plan);
    const written = files.flatMap(
      ({ path }) => path.match(/^(?:messages|requests)\/(.*)/)?.[1] ?? [],
    );
    expect(messages.map(({ file }) => file)).toEqual(written);
    const guids = [...documents, ...lists].map(({ guid }) => guid);
    expect(new Set(guids).size).toBe(guids.length);
    expect(lists.filter(({ status }) => status === '800').every(({ tax }) => tax !== null)).toBe(
      true,
    );
  });
});

describe('its people', () => {
  it('have identity numbers with the right check character, or a wrong one on purpose', () => {
    expect(checkCharacter('11010519491231002')).toBe('X');
    expect(spoilIdNumber('11010519491231002X')).not.toBe('11010519491231002X');
    for (const { idNumber } of plan.people) {
      expect(idNumber).toMatch(/^\d{17}[\dX]$/);
      expect(idNumber[17]).toBe(checkCharacter(idNumber.slice(0, 17)));
    }
  });
});
