import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawText, makeDraw } from '../../src/inspection/draw.ts';
import { INPUT } from '../draw/cases.ts';
import { ROUND, VALUE } from '../draw/chain.ts';
import { secondVerdict } from '../draw/verifier.ts';
import { call } from './terminal.ts';

const DAY_OF = '2023-09-15T';
const NAMED = {
  source: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  round: ROUND.round,
  at: '2023-09-15T19:00:03.000+08:00',
};

let dir: string;
const file = (name: string) => join(dir, name);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-draw-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const sample = (out: string, ...more: string[]) =>
  call('draw', 'sample', '--seed-hex', '2A', '--out', file(out), ...more);

describe('onestep draw', () => {
  it('makes the same sample again, byte for byte, and finds it sound', async () => {
    const made = await sample('a.json', '--targets', '1000', '--officers', '20');
    expect([made.code, made.err]).toEqual([0, '']);
    await sample('b.json');
    const bytes = readFileSync(file('a.json'));
    expect(readFileSync(file('b.json'))).toEqual(bytes);
    expect(secondVerdict(bytes)).toBe('');
    const { code, out } = await call('draw', 'verify', file('a.json'));
    expect(code).toBe(0);
    expect(out).toMatch(/a\.json: sound\n {2}draw 1 of 2020-09-18, zone sample\n {2}\d+ of 1000 /);
  });

  it('makes others of other arguments', async () => {
    await sample('a.json');
    await call('draw', 'sample', '--seed-hex', '2b', '--out', file('c.json'));
    expect(readFileSync(file('c.json'))).not.toEqual(readFileSync(file('a.json')));
  });

  it('tells what is wrong with an altered file, in sentences and as JSON', async () => {
    await sample('a.json');
    const text = readFileSync(file('a.json'), 'utf8');
    writeFileSync(file('bad.json'), text.replace('"sequence":1', '"sequence":2'));
    const { code, out } = await call('draw', 'verify', file('a.json'), file('bad.json'));
    expect(code).toBe(1);
    expect(out).toMatch(/bad\.json: NOT SOUND/);
    expect(out).toMatch(/step 2 {2}DRAW-HASH {2}hash: .+ \/ .+;/);
    const told = await call('draw', 'verify', file('bad.json'), '--json');
    expect(told.code).toBe(1);
    const { ok, files } = told.json() as { ok: boolean; files: { findings: object[] }[] };
    expect(ok).toBe(false);
    expect(files[0]).toMatchObject({ file: file('bad.json'), ok: false });
    expect(files[0]?.findings[0]).toMatchObject({ step: 2, code: 'DRAW-HASH', path: 'hash' });
  });

  /** Writes the file of a draw whose terms name that round. */
  function writeNamed(name: string, beacon: string, source = NAMED.source): void {
    const { terms, ...rest } = JSON.parse(JSON.stringify(INPUT).replaceAll('2026-11-28T', DAY_OF));
    const drawn = { ...terms, body: { ...terms.body, beacon: { ...NAMED, source } } };
    const input = { ...rest, terms: drawn, beacon };
    writeFileSync(file(name), drawText(makeDraw(input, '2023-09-15T19:00:04.000+08:00')));
    expect(secondVerdict(readFileSync(file(name)))).toBe('');
  }

  it('tells a forged beacon, sound by itself, by the round that its chain signed', async () => {
    writeNamed('true.json', VALUE);
    writeNamed('forged.json', '0'.repeat(64));
    writeFileSync(file('round.json'), JSON.stringify(ROUND));
    const verify = (name: string, ...more: string[]) =>
      call('draw', 'verify', file(name), '--json', ...more);
    const round = ['--beacon', file('round.json')];
    const codes = [verify('forged.json'), verify('true.json', ...round)];
    expect((await Promise.all(codes)).map(({ code }) => code)).toEqual([0, 0]);
    const forged = await verify('forged.json', ...round);
    expect(forged.code).toBe(1);
    const findings = [{ code: 'DRAW-ROUND', path: 'beacon', step: 6 }];
    expect(forged.json()).toMatchObject({ ok: false, files: [{ findings }] });
    const two = await call('draw', 'verify', file('a.json'), file('a.json'), ...round);
    expect([two.code, two.err]).toEqual([2, expect.stringContaining('give one FILE')]);
  });

  it('gets the round that a draw names from the first relay that has it', async () => {
    writeNamed('true.json', VALUE);
    let asked = '';
    const server = createServer(({ url }, reply) => {
      asked = url ?? '';
      reply.end(JSON.stringify({ ...ROUND, randomness: '0'.repeat(64) }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const relay = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const get = (name: string, ...relays: string[]) =>
      call(
        ...['draw', 'round', file(name), '--out', file('got.json')],
        ...relays.flatMap((one) => ['--relay', one]),
      );
    const got = await get('true.json', 'http://127.0.0.1:1', relay);
    server.close();
    expect([got.code, got.err]).toEqual([0, '']);
    expect(got.out).toMatch(/got\.json: round 657413, signed by quicknet$/);
    expect(asked).toBe(`/${NAMED.source}/public/${ROUND.round}`);
    const verified = await call('draw', 'verify', file('true.json'), '--beacon', file('got.json'));
    expect(verified.code).toBe(0);
    const none = await get('true.json', 'http://127.0.0.1:1');
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('ECONNREFUSED')]);
    expect(none.err).toContain(`round 657413, which comes out at ${NAMED.at}`);
  });

  it('gets no round where the file names none that it knows', async () => {
    await sample('a.json');
    writeNamed('other.json', VALUE, 'a'.repeat(64));
    writeFileSync(file('odd.json'), '{}');
    const get = (name: string) => call('draw', 'round', file(name), '--out', file('none.json'));
    for (const [name, reason] of [
      ['a.json', 'name no round of a beacon'],
      ['other.json', 'is not known here'],
      ['odd.json', 'is no draw'],
    ] as const) {
      const { code, err } = await get(name);
      expect([code, err]).toEqual([1, expect.stringContaining(reason)]);
    }
    expect(existsSync(file('none.json'))).toBe(false);
  });

  it('tells of a pool of officers that is too small', async () => {
    const { code, out } = await sample('small.json', '--targets', '2000', '--officers', '1');
    expect(code).toBe(1);
    expect(out.match(/^ {2}step 8 {2}DRAW-POOL/gm)).toHaveLength(20);
    expect(out).toMatch(/^ {2}and \d+ more; --json prints them all$/m);
  });

  it.each([
    ['fly'],
    ['verify'],
    ['verify', 'F', '--targets', '3'],
    ['sample', '--out', 'F'],
    ['sample', '--seed-hex', 'xyz', '--out', 'F'],
    ['sample', '--seed-hex', '1', '--out', 'F', '--targets', '0'],
    ['verify', '/no/such/file'],
    ['round', 'F'],
    ['round', 'F', '--out', 'R', '--relay', 'ftp://relay.example'],
    ['round', 'F', 'G', '--out', 'R'],
  ])('is called wrongly with %s %s', async (...args) => {
    const { code, err } = await call('draw', ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(/\.$|--help$/)]);
  });
});
