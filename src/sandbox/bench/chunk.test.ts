import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../base/limits.ts';
import { type DecodedMessage, decodeMessage } from '../../documents/codec.ts';
import { contentFindings } from '../../documents/content.ts';
import { readProfile } from '../../registry/profile-file.ts';
import { scan } from '../../xml/scan.ts';
import { type Credentials, makeCredentials } from '../world/credentials.ts';
import { DEFAULT_START } from '../world/plan.ts';
import { worldLaw } from '../world/rates.ts';
import { buyerAt } from './buyers.ts';
import { makeChunk } from './chunk.ts';
import { streamOf } from './stream.ts';
import { requestOf, wagonsOf } from './wagon.ts';
import { openYard, stock } from './yard.ts';

const SEED = 4n;
const BOUNDS = {
  bytes: LIMITS.messageBytes,
  depth: LIMITS.xmlDepth,
  nodes: LIMITS.xmlNodes,
  attributes: LIMITS.xmlAttributes,
};
const PROFILE_DIR = new URL('../../../profiles/cn-zhengzhou', import.meta.url).pathname;
let credentials: ReadonlyMap<string, Credentials>;
beforeAll(() => {
  credentials = makeCredentials(SEED);
});

const yardOf = (records: number) =>
  openYard({ seed: SEED, records, profileDir: PROFILE_DIR, credentials });

function decoded(request: Uint8Array): DecodedMessage {
  const bytes = Buffer.from(request);
  const scanned = scan(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4), BOUNDS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  const message = decodeMessage(scanned.doc);
  if (!message.ok) throw new Error(message.findings[0]?.en);
  return message.message;
}

describe('freight', () => {
  it('leaves the country in five messages a wagon, each of which can be read', async () => {
    const profile = await readProfile(PROFILE_DIR);
    if (!profile.ok) throw new Error('the profile is sound');
    const order = { seed: SEED, number: 5, parcels: 25, records: 10, freight: 'export' } as const;
    const chunk = makeChunk(order, profile.value, credentials);
    expect([chunk.messages, chunk.ends.length]).toEqual([5, 15]);
    const again = makeChunk(order, profile.value, credentials);
    expect(Buffer.from(again.bytes).equals(chunk.bytes)).toBe(true);
    for (const wagon of wagonsOf([chunk])) {
      const told = [0, 1, 2, 3, 4].map((i) => decoded(requestOf(wagon, i)));
      const types = ['CEB303', 'CEB403', 'CEB505', 'CEB507', 'CEB603'];
      expect(told.map(({ type }) => type)).toEqual(types);
      const findings = told.flatMap(({ type, records }) =>
        records.flatMap((record) => [...record.findings, ...contentFindings(type, record)]),
      );
      expect(findings).toEqual([]);
      const [orders, , waybills, arrivals, lists] = told.map(({ records }) => records);
      const parcels = lists!.map(({ head }) => head.logisticsNo);
      expect(waybills!.map(({ head }) => head.logisticsNo)).toEqual(parcels);
      expect(arrivals!.flatMap((one) => one.lines.map((line) => line.logisticsNo))).toEqual(
        parcels,
      );
      expect(lists!.map(({ head }) => head.orderNo)).toEqual(
        orders!.map(({ head }) => head.orderNo),
      );
    }
  });

  it('is whole requests, four a wagon, every wagon full but the last', async () => {
    const profile = await readProfile(PROFILE_DIR);
    if (!profile.ok) throw new Error('the profile is sound');
    const order = { seed: SEED, number: 37, parcels: 25, records: 10, freight: 'mixed' } as const;
    const chunk = makeChunk(order, profile.value, credentials);
    expect([...chunk.parcelEnds]).toEqual([10, 20, 25]);
    const again = makeChunk(order, profile.value, credentials);
    expect(Buffer.from(again.bytes).equals(chunk.bytes)).toBe(true);
    const copNos: string[] = [];
    let raw = 0;
    for (const wagon of wagonsOf([chunk])) {
      const texts = [0, 1, 2, 3].map((i) => Buffer.from(requestOf(wagon, i)).toString());
      for (const [i, text] of texts.entries()) {
        const [head = '', body = ''] = text.split('\r\n\r\n');
        expect(head).toMatch(/^POST \/v1\/messages HTTP\/1\.1\r\n/);
        expect(head).toMatch(new RegExp(`\r\ncontent-length: ${Buffer.byteLength(body)}$`));
        expect(body).toContain(`CEB${['311', '411', '511', '621'][i]}Message`);
        raw += Buffer.byteLength(body);
      }
      copNos.push(...[...texts[3]!.matchAll(/<ceb:copNo>(\w+)/g)].map(([, copNo]) => copNo!));
    }
    expect(raw).toBe(chunk.rawBytes);
    expect(copNos).toEqual(
      Array.from({ length: 25 }, (_, i) => `L000011${String(i).padStart(5, '0')}`),
    );
  });

  it('has buyers of its own in every chunk, none beyond the annual limit', async () => {
    const profile = await readProfile(PROFILE_DIR);
    if (!profile.ok) throw new Error('the profile is sound');
    const { annualLimit } = worldLaw(profile.value, DEFAULT_START);
    const ids = [0, 1].map((number) => {
      const order = { seed: SEED, number, parcels: 400, records: 100, freight: 'mixed' } as const;
      const chunk = makeChunk(order, profile.value, credentials);
      const spent = new Map<string, bigint>();
      for (const wagon of wagonsOf([chunk])) {
        const text = Buffer.from(requestOf(wagon, 0)).toString();
        const ORDERS =
          /<ceb:goodsValue>([\d.]+)<.*?<ceb:freight>([\d.]+)<.*?<ceb:buyerIdNumber>(\w+)/gs;
        for (const [, goods = '', freight = '', id = ''] of text.matchAll(ORDERS)) {
          const fen = BigInt(Math.round((Number(goods) + Number(freight)) * 100));
          spent.set(id, (spent.get(id) ?? 0n) + fen);
        }
      }
      expect([...spent.values()].every((sum) => sum <= annualLimit)).toBe(true);
      return [...spent.keys()];
    });
    expect(ids[0]!.length).toBeGreaterThan(50);
    expect(ids[0]!.filter((id) => ids[1]!.includes(id))).toEqual([]);
    expect(() => buyerAt(SEED, 17_500, 0)).toThrow(/run out of buyers/);
  });

  it('is made by threads, in stock or as a stream', async () => {
    const yard = yardOf(100);
    try {
      const progress: number[] = [];
      const chunks = await stock(yard, { parcels: 4_100, records: 100 }, (n) => progress.push(n));
      expect(chunks.map(({ number }) => number)).toEqual([0, 1, 2]);
      expect(progress.at(-1)).toBe(4_100);
      const stream = streamOf(yard, { records: 100, parcels: 2_300, ahead: 2 });
      const lanes = Array.from({ length: 5 }, async () => {
        const taken: string[] = [];
        for (;;) {
          const wagon = await stream.take();
          if (wagon === null) return taken;
          taken.push(`${wagon.chunk.number} ${wagon.place}`);
        }
      });
      const taken = (await Promise.all(lanes)).flat();
      expect(new Set(taken).size).toBe(23);
      expect(stream.made().parcels).toBe(2_300);
      expect(yard.nextChunk()).toBe(5);
    } finally {
      await yard.close();
    }
  });
});
