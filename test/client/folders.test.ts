/** Filing by folder as firms do it, with the program as a process of its own. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { buildFromValues } from '../../src/client/build.ts';
import { ask } from '../../src/client/door.ts';
import { signerFrom, signMessage } from '../../src/client/sign.ts';
import { type Program, program } from '../cli/program.ts';
import { ORDER_HEAD, ORDER_LINES, TRANSFER } from '../fixtures/documents/messages.ts';
import { type ClientPlatform, clientPlatform, FIRM, FIRM_TOKEN } from './platform.ts';

const KILLS = 6;

let platform: ClientPlatform;
let [home, messages, receipts] = ['', '', ''];
let watching: Program[] = [];
let place = 0;

beforeAll(async () => {
  platform = await clientPlatform();
});
afterAll(() => platform?.close());

beforeEach(() => {
  place += 1;
  home = join(platform.dir, `firm-${place}`);
  [messages, receipts] = [join(home, 'OutBox'), join(home, 'InBox')];
  mkdirSync(messages, { recursive: true });
  writeFileSync(join(messages, 'tokens.json'), JSON.stringify({ [FIRM]: FIRM_TOKEN }));
  watching = [];
  return async () => {
    for (const { child, ended } of watching) {
      child.kill('SIGKILL');
      await ended;
    }
  };
});

function watch(...more: string[]): Program {
  const folders = ['--watch', messages, '--receipts', receipts];
  const started = program(['send', ...folders, '--url', platform.url, ...more]);
  watching.push(started);
  return started;
}

/** A signed message with one order. */
function order(orderNo: string, transfer = TRANSFER): Uint8Array {
  const guid = crypto.randomUUID().toUpperCase();
  const head = { ...ORDER_HEAD, guid, orderNo };
  const records = [{ head, lines: ORDER_LINES }];
  const built = buildFromValues('CEB311', { guid, transfer, records });
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  const { key, certificate } = platform.rsa;
  return signMessage(
    built.value,
    signerFrom(readFileSync(key, 'utf8'), readFileSync(certificate, 'utf8')),
  );
}

/** Puts a file into the folder as a careful writer does. */
function put(name: string, bytes: Uint8Array | string): void {
  writeFileSync(join(messages, `${name}.part`), bytes);
  renameSync(join(messages, `${name}.part`), join(messages, name));
}

const inside = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const xmlIn = (folder: string) => inside(folder).filter((name) => name.endsWith('.xml'));
const json = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(join(messages, folder, name), 'utf8'));

async function until(what: string, holds: () => boolean, every = 50): Promise<void> {
  const end = performance.now() + 40_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await sleep(every);
  }
}

/** Every receipt that the platform has for the firm, by cursor. */
async function receiptAt(cursor: number): Promise<string | null> {
  const door = { url: platform.url, token: FIRM_TOKEN };
  const path = `/v1/receipts/${cursor}`;
  const { status, body } = await ask(door, { method: 'GET', path, accept: 'xml' }, { seconds: 30 });
  return status === 200 ? Buffer.from(body as Uint8Array).toString('utf8') : null;
}

describe('onestep send --watch', () => {
  it('sends what is put there, says why it failed, and writes the receipts', async () => {
    const { says, child, ended } = watch();
    const changed = Buffer.from(order('W-2')).toString('utf8').replace('>W-2<', '>W-3<');
    put('good.xml', order('W-1'));
    put('changed.xml', changed);
    put('stranger.xml', order('W-4', { ...TRANSFER, copCode: '4101000009' }));
    put('no-xml.XML', 'hello');
    put('not-mine.txt', 'hello');
    await says(/^receipt {2}.+\n(.*\n)*receipt {2}/m);
    await until(
      'all are moved',
      () => xmlIn(messages).length === 0 && !existsSync(join(messages, 'no-xml.XML')),
    );
    expect(inside(join(messages, 'sent')).sort()).toEqual(['good.xml', 'good.xml.json']);
    expect(json('sent', 'good.xml.json')).toMatchObject({
      accepted: true,
      sender: FIRM,
      records: 1,
    });
    const failed = ['changed.xml', 'no-xml.XML', 'stranger.xml'];
    expect(inside(join(messages, 'failed')).sort()).toEqual(
      failed.flatMap((name) => [name, `${name}.json`, `${name}.txt`]).sort(),
    );
    const codes = failed
      .map((name) => json('failed', `${name}.json`))
      .map((why) => {
        const { status, findings } = why as { status: number; findings: { code: string }[] };
        return [status, findings[0]?.code];
      });
    expect(codes).toEqual([
      [403, 'SIGNATURE-DIGEST'],
      [null, 'FOLDER-TOKEN'],
      [null, 'FOLDER-TOKEN'],
    ]);
    const text = readFileSync(join(messages, 'failed', 'changed.xml.txt'), 'utf8');
    expect(text).toMatch(
      /^changed\.xml: 未被受理 \/ not accepted\nSIGNATURE-DIGEST \(Signature, line 2\)\n/,
    );
    const names = ['CEB312Message_0000000001.xml', 'CEB312Message_0000000002.xml'];
    expect(xmlIn(join(receipts, FIRM)).sort()).toEqual(names);
    for (const [i, name] of names.entries()) {
      const file = readFileSync(join(receipts, FIRM, name), 'utf8');
      expect(file).toBe(await receiptAt(i + 1));
    }
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(readdirSync(messages).sort()).toEqual(['failed', 'not-mine.txt', 'sent', 'tokens.json']);
  }, 60_000);

  it('waits for a writer that writes slowly, and keeps files of the same name apart', async () => {
    const bytes = order('SLOW-1');
    const { says } = watch('--json');
    const path = join(messages, 'slow.xml');
    writeFileSync(path, bytes.subarray(0, 1_000));
    await sleep(2_500);
    expect(inside(join(messages, 'failed'))).toEqual([]);
    appendFileSync(path, bytes.subarray(1_000));
    await says(/"event":"posted","file":"slow.xml".*"accepted":true/);
    put('slow.xml', bytes);
    await says(/"event":"posted".*"duplicate":true/);
    expect(xmlIn(join(messages, 'sent')).sort()).toEqual(['slow.2.xml', 'slow.xml']);
    expect(readFileSync(join(messages, 'sent', 'slow.2.xml'))).toEqual(Buffer.from(bytes));
  }, 60_000);

  it('leaves the folders to the process that has them', async () => {
    await watch().says(/^/);
    await until('it is at work', () => existsSync(join(receipts, '.onestep.lock')));
    const second = await watch().ended;
    expect([second.code, second.err]).toEqual([1, expect.stringMatching(/^Another onestep send/)]);
  }, 30_000);

  it('keeps the files where they are while its token opens nothing', async () => {
    const { child, ended, says } = watch('--token', 'wrong', '--json');
    put('early.xml', order('EARLY-1'));
    await says(/"event":"trouble","what":"early.xml","reason":"answered 401 /);
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    expect([xmlIn(messages), inside(join(messages, 'failed'))]).toEqual([['early.xml'], []]);
    await watch('--token', FIRM_TOKEN).says(/^sent {5}early\.xml/m);
    expect(inside(receipts)).toContain('.cursor');
  }, 60_000);

  it('goes on sending while the disk takes no receipts', async () => {
    mkdirSync(receipts);
    writeFileSync(join(receipts, FIRM), 'in the way');
    const { says } = watch('--json');
    await says(/"event":"trouble","what":"[^"]+","reason":"E(NOTDIR|EXIST)/);
    put('disk.xml', order('DISK-1'));
    await says(/"event":"posted","file":"disk.xml".*"accepted":true/);
  }, 60_000);

  it('loses and doubles nothing when it and the platform die again and again', async () => {
    const random = seededRandom(20_261_128n);
    const files = Array.from({ length: 60 }, (_, i) => `kill-${String(i).padStart(2, '0')}.xml`);
    for (const [i, name] of files.entries()) put(name, order(`KILL-${i}`));
    const taken = new Map<string, string>();
    // The firm's own program takes each receipt away as soon as it is there.
    const take = (): void => {
      for (const name of xmlIn(join(receipts, FIRM))) {
        expect(taken.has(name)).toBe(false);
        const path = join(receipts, FIRM, name);
        taken.set(name, readFileSync(path, 'utf8'));
        renameSync(path, join(home, name));
      }
    };
    const taking = setInterval(take, 5);
    const sent = (): number => xmlIn(join(messages, 'sent')).length;
    const drafts = join(receipts, FIRM, '.drafts');
    for (let kill = 1; kill <= KILLS; kill++) {
      const { child, ended } = watch();
      const share = Math.floor((files.length * kill) / (KILLS + 2));
      await until('it is at work', () => sent() >= share, 1);
      // Every other blow falls while receipts are between the platform and the folder.
      if (kill % 2 === 0) await until('drafts', () => inside(drafts).length > 0, 0);
      else await sleep(random.below(8));
      child.kill('SIGKILL');
      await ended;
      expect(sent()).toBeLessThan(files.length);
      if (kill % 3 === 1) await platform.restart(0);
    }
    watch();
    await sleep(300);
    await platform.restart(1_000);
    await until('all are sent', () => xmlIn(messages).length === 0);
    const names = xmlIn(join(messages, 'sent')).sort();
    expect(names).toEqual(files);
    expect(inside(join(messages, 'failed'))).toEqual([]);
    let last = 0;
    while ((await receiptAt(last + 1)) !== null) last += 1;
    await until('all receipts are taken', () => taken.size >= last);
    clearInterval(taking);
    for (let cursor = 1; cursor <= last; cursor++) {
      const name = `CEB312Message_${String(cursor).padStart(10, '0')}.xml`;
      expect(taken.get(name)).toBe(await receiptAt(cursor));
    }
    expect(taken.size).toBe(last);
    expect(last).toBeGreaterThanOrEqual(files.length * 2);
    expect(inside(drafts)).toEqual([]);
  }, 120_000);
});
