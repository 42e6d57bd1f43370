import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partsOf } from '../../src/base/keys.ts';
import type { Deed } from '../../src/sandbox/platform/mock.ts';
import { openSaleBook } from '../../src/sandbox/platform/sales.ts';
import { type Authority, callPlatform, startAuthority } from '../authority.ts';
import { program } from './program.ts';
import { call } from './terminal.ts';

let dir: string;
let world: string;
let authority: Authority;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-platform-'));
  world = join(dir, 'W');
  const made = await call('world', '--seed', '7', '--parcels', '40', '--out', world);
  expect(made.code).toBe(0);
  const cards = readdirSync(join(world, 'keys')).filter((name) => name.endsWith('.crt.pem'));
  const keys = cards.map((name) => {
    const { serialNumber, publicKey } = new X509Certificate(
      readFileSync(join(world, 'keys', name)),
    );
    return [serialNumber.toLowerCase().replace(/^0+/, ''), publicKey] as const;
  });
  authority = await startAuthority(new Map(keys));
});

afterAll(() => {
  authority.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Orders of the world that were paid, by platform and number. */
function ordersOf(): readonly (readonly [string, string])[] {
  const book = openSaleBook();
  for (const name of readdirSync(join(world, 'messages')).sort()) {
    book.add(readFileSync(join(world, 'messages', name)));
  }
  return [...book.sales().keys()].map(partsOf);
}

/** Until each platform of the world has its address on file. */
async function registered(): Promise<void> {
  const codes = new Set(ordersOf().map(([code]) => code));
  while (authority.services.length < codes.size) {
    await new Promise((done) => setTimeout(done, 20));
  }
}

describe('onestep platform', () => {
  it('answers for the platforms of a world until it is ended', async () => {
    authority.services.length = 0;
    const args = ['platform', world, '--url', authority.url, '--port', '0', '--json'];
    const running = program([...args, '--wrong', '40%', '--seed', '3']);
    const orders = ordersOf();
    await registered();
    const tokens = JSON.parse(readFileSync(join(world, 'keys/tokens.json'), 'utf8'));
    const address = (code: string): string => {
      const own = authority.services.find(({ token }) => token === tokens[code]);
      return own?.url ?? '';
    };
    for (const [at, [code, orderNo]] of orders.entries()) {
      await callPlatform(address(code), { orderNo, sessionID: `S${at}`, serviceTime: at });
    }
    const all = new RegExp(`^(?:.*\n){${orders.length}}`);
    await running.says(all);
    running.child.kill('SIGINT');
    const { code, out, err } = await running.ended;
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const summary = lines.pop() as { orders: number; did: Record<string, number> };
    const deeds = lines as Deed[];
    expect(new Set(deeds.map((deed) => deed.orderNo)).size).toBe(orders.length);
    expect(summary).toMatchObject({ orders: orders.length, untaken: 0, unanswered: 0 });
    const { honest = 0, ...wrong } = summary.did;
    expect(honest).toBeGreaterThan(0);
    expect(Object.keys(wrong).length).toBeGreaterThan(3);
    expect(deeds.filter(({ did }) => did === 'honest')).toHaveLength(honest);
    for (const deed of deeds.filter(({ did }) => did === 'honest')) expect(deed.code).toBe('10000');
    expect(err).toContain(`${orders.length} orders can be asked for.`);
    expect(code).toBe(0);
  }, 60_000);

  it('tells each order on a line, and ends with 1 when the truth was not taken', async () => {
    authority.services.length = 0;
    const running = program(['platform', world, '--url', authority.url, '--port', '0']);
    await registered();
    const [{ url } = { url: '' }] = authority.services;
    const own = ordersOf().find(([code]) => url.includes(code));
    const [platform = '', orderNo = ''] = own ?? [];
    authority.faults.push({ status: 200, body: '{"code":"20000","message":"not now"}' });
    await callPlatform(url, { orderNo, sessionID: 'S', serviceTime: 1 });
    await running.says(/\n/);
    running.child.kill('SIGTERM');
    const { code, out } = await running.ended;
    const line = `${orderNo}  ${platform}  honest  -  20000 not now`;
    expect([code, out]).toEqual([1, `${line}\n1 orders: honest 1.\n`]);
  }, 60_000);

  it('ends when the authority takes no address', async () => {
    const finding = { code: 'HOOK-HTTPS', zh: '应为 https', en: 'https is asked for' };
    const body = JSON.stringify({ findings: [finding] });
    authority.faults.push(...Array.from({ length: 9 }, () => ({ status: 422, body })));
    const { code, err } = await call('platform', world, '--url', authority.url, '--port', '0');
    authority.faults.length = 0;
    expect(code).toBe(1);
    expect(err).toContain('HOOK-HTTPS https is asked for');
    expect(err).toContain('The authority has taken none of the addresses.');
  });

  it('ends at once while it waits for the authority', async () => {
    const running = program(['platform', world, '--url', 'http://127.0.0.1:9', '--port', '0']);
    let said = '';
    running.child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    while (!said.includes('Waiting')) await new Promise((done) => setTimeout(done, 20));
    running.child.kill('SIGINT');
    const { code, out } = await running.ended;
    expect([code, out]).toEqual([0, '0 orders: none was asked for.\n']);
  }, 30_000);

  it('says that its port is in use', async () => {
    const { port } = new URL(authority.url);
    const { code, err } = await call('platform', world, '--url', authority.url, '--port', port);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(`Port ${port} of 127.0.0.1 is in use`),
    ]);
  });

  it.each([
    [['--wrong', '1.5'], '--wrong takes a share such as 0.2 or 20%, not 1.5.'],
    [['--wrong', 'half'], '--wrong takes a share such as 0.2 or 20%, not half.'],
    [['--delay', '-1'], "Option '--delay' argument is ambiguous"],
    [['--port', '70000'], '--port takes a whole number from 0 to 65535, not 70000.'],
    [['--url', 'ftp://a'], '--url takes an address such as http://127.0.0.1:1210, not ftp://a.'],
  ])('says how it is called: %s', async (args, sentence) => {
    const { code, err } = await call('platform', world, ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it('wants messages with orders, and keys that are some', async () => {
    const empty = await call('platform', join(dir, 'none'));
    expect([empty.code, empty.err]).toEqual([
      2,
      `There is no file or directory ${join(dir, 'none')}.`,
    ]);
    writeFileSync(join(dir, 'one.xml'), '<a/>');
    const none = await call('platform', join(dir, 'one.xml'));
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('has no paid order')]);
    const [[code] = ['']] = ordersOf();
    const path = join(world, `keys/${code}.key.pem`);
    const key = readFileSync(path);
    writeFileSync(path, 'no key');
    const broken = await call('platform', world);
    writeFileSync(path, key);
    expect([broken.code, broken.err]).toEqual([
      2,
      expect.stringMatching(/key of \w+ cannot be used/),
    ]);
  });
});
