/** The program of docs/guide/payment-data-platform.md compiles, and answers a call. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { makeCertificate } from '../../src/sandbox/world/certificate.ts';
import { makeKey } from '../../src/sandbox/world/keys.ts';
import { type Authority, callPlatform, startAuthority } from '../authority.ts';
import { EXAMPLE } from '../fixtures/documents/payment-data.ts';
import { page, ROOT } from './markdown.ts';

let dir: string;
let authority: Authority;
const key = makeKey(seededRandom(5n), 1_024);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-guide-'));
  authority = await startAuthority(new Map([['1a2b3c4d', key.publicKey]]));
  const { text } = page('docs/guide/payment-data-platform.md');
  const [, program = ''] = /^```ts\n([\s\S]*?)^```/m.exec(text) ?? [];
  const library = join(ROOT, 'src/client/main.ts');
  writeFileSync(
    join(dir, 'program.ts'),
    program.replace('onestep/client', () => library),
  );
  writeFileSync(join(dir, 'package.json'), '{"type": "module"}');
  writeFileSync(join(dir, 'key.pem'), key.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const holder = { serial: '1a2b3c4d', code: '4404840022', name: '测试平台' };
  const { pem } = makeCertificate(key, { ...holder, from: '2015-06-01', until: '2045-05-31' });
  writeFileSync(join(dir, 'card.pem'), pem);
});

afterAll(() => {
  authority.close();
  rmSync(dir, { recursive: true, force: true });
});

it('compiles', () => {
  const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'esnext'];
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const flags = [...strict, ...types, '--allowImportingTsExtensions'];
  execFileSync(process.execPath, [tsc, ...flags, 'program.ts'], { cwd: dir, stdio: 'pipe' });
}, 60_000);

it('answers for the order of the interface document', async () => {
  const { payExchangeInfoHead: head, payExchangeInfoLists: orders } = EXAMPLE;
  const { ebpCode, payCode, payTransactionId } = head;
  const paid = {
    ...{ request: head.initalRequest, response: head.initalResponse, orders },
    ...{ ebpCode, payCode, payTransactionId, fen: 10_000, time: '2018-12-12T04:18:03+08:00' },
  };
  const orderNo = orders[0]!.orderNo;
  writeFileSync(join(dir, 'payments.json'), JSON.stringify({ [orderNo]: paid }));
  const port = await freePort();
  const files = ['key.pem', 'card.pem', 'payments.json'].map((name) => join(dir, name));
  const args = [join(dir, 'program.ts'), authority.url, ...files, String(port)];
  const child = spawn(process.execPath, args);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const until = async (pattern: RegExp) => {
    while (!pattern.test(said) && child.exitCode === null) {
      await new Promise((done) => setTimeout(done, 20));
    }
    expect(said).toMatch(pattern);
  };
  try {
    await until(/ready/);
    const address = `http://127.0.0.1:${port}/`;
    const request = { orderNo, sessionID: EXAMPLE.sessionID, serviceTime: 1 };
    const answer = await callPlatform(address, request);
    expect(await answer.json()).toMatchObject({ code: '10000', message: '' });
    await until(/ 10000 上传成功/);
    await callPlatform(address, { ...request, orderNo: 'other' });
    await until(/other is not in the books/);
  } finally {
    child.kill();
  }
  const [{ read } = {}, ...more] = authority.uploads;
  const { totalAmount, tradingTime } = head;
  const told = { ebpCode, payCode, payTransactionId, totalAmount, tradingTime, payType: '1' };
  expect(read).toMatchObject({
    ok: true,
    value: {
      sessionID: EXAMPLE.sessionID,
      payExchangeInfoHead: told,
      payExchangeInfoLists: orders,
    },
  });
  expect(more).toEqual([]);
}, 60_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
