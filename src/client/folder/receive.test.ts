import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { receiveInto } from './receive.ts';

let dir: string;
let server: Server;
let url: string;
/** The stream that the platform has. */
let last = 3;

const message = (cursor: number) => `<CEB312Message><n>${cursor}</n></CEB312Message>`;
const name = (cursor: number) => `CEB312Message_000000000${cursor}.xml`;
const content = (cursor: number) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${message(cursor)}`;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-receive-'));
  mkdirSync(join(dir, '.drafts'));
  last = 3;
  server = createServer((request, response) => {
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
    const cursors = [1, 2, 3].filter((cursor) => cursor > after && cursor <= last);
    // Nothing more is to come: the call stays open, as a long poll does.
    if (cursors.length === 0) return;
    const items = cursors.map((n) => `<Receipt cursor="${n}">${message(n)}</Receipt>`);
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(`<Receipts next="${cursors.at(-1)}">${items.join('\n')}</Receipts>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Receives until a file is there, and gives the files that were told. */
async function receive(upTo: number): Promise<string[]> {
  const stop = new AbortController();
  const told: string[] = [];
  const onReceipt = (path: string): void => {
    told.push(path.slice(dir.length + 1));
    if (path.endsWith(name(upTo))) stop.abort();
  };
  const patience = { seconds: 5 };
  await receiveInto(dir, { url, token: 't' }, { patience, signal: stop.signal, onReceipt });
  return told;
}

const draft = (cursor: number, text = content(cursor)) =>
  writeFileSync(join(dir, '.drafts', name(cursor)), text);
const cursorIs = (cursor: number) => writeFileSync(join(dir, '.cursor'), `${cursor}\n`);

it('writes each receipt whole, under the name of its cursor', async () => {
  expect(await receive(3)).toEqual([1, 2, 3].map(name));
  for (const cursor of [1, 2, 3]) {
    expect(readFileSync(join(dir, name(cursor)), 'utf8')).toBe(content(cursor));
  }
  expect(readFileSync(join(dir, '.cursor'), 'utf8')).toBe('3\n');
});

it('reads again what was killed before its cursor was kept', async () => {
  cursorIs(1);
  draft(2, '<torn');
  draft(3);
  expect(await receive(3)).toEqual([2, 3].map(name));
  expect(readFileSync(join(dir, name(2)), 'utf8')).toBe(content(2));
  expect(existsSync(join(dir, name(1)))).toBe(false);
});

it('delivers what was killed after its cursor was kept, and nothing else', async () => {
  cursorIs(3);
  last = 0;
  draft(2);
  draft(3);
  expect(await receive(3)).toEqual([2, 3].map(name));
  expect(readdirSync(dir).sort()).toEqual(['.cursor', '.drafts', name(2), name(3)]);
});

it('does not begin anew when the cursor cannot be read', async () => {
  writeFileSync(join(dir, '.cursor'), 'lost');
  await expect(receive(3)).rejects.toThrow(/holds no cursor/);
  expect(readdirSync(dir).sort()).toEqual(['.cursor', '.drafts']);
});
