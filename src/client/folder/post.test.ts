import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnexpectedAnswer } from '../wire.ts';
import { markOf } from './inbox.ts';
import { postFile } from './post.ts';

let dir: string;
let server: Server;
let url: string;
/** What the platform is about to answer, and what happens before it does. */
let answer: { status: number; body: unknown };
let meanwhile: () => void;
let came: string[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-post-'));
  answer = { status: 202, body: { messageId: 'm', type: 'CEB311', records: 1, duplicate: false } };
  meanwhile = () => undefined;
  came = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      came.push(body);
      meanwhile();
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

const A = join('sent', 'a.xml');
const inside = () => readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();

async function post(still = 60_000) {
  const path = join(dir, 'a.xml');
  const file = { name: 'a.xml', path, mark: (await markOf(path)) ?? '', still };
  const { signal } = new AbortController();
  const doorOf = () => ({ url, token: 't' });
  return postFile(file, { dir, doorOf, patience: { seconds: 5 }, signal });
}

describe('postFile', () => {
  it('puts what was sent aside, the answer beside it', async () => {
    writeFileSync(join(dir, 'a.xml'), '<a/>');
    expect(await post()).toMatchObject({ file: 'a.xml', accepted: true, messageId: 'm' });
    expect(inside()).toEqual(['sent', A, `${A}.json`]);
  });

  it('does not put aside what came under the name while it was sent', async () => {
    writeFileSync(join(dir, 'a.xml'), '<a/>');
    meanwhile = () => writeFileSync(join(dir, 'a.xml'), '<another/>');
    await post();
    expect(inside()).toEqual(['a.xml']);
    meanwhile = () => undefined;
    await post();
    expect(came).toEqual(['<a/>', '<another/>']);
    expect(readFileSync(join(dir, A), 'utf8')).toBe('<another/>');
  });

  it('waits for the rest of a message, but not for ever', async () => {
    for (const torn of ['', '<a><b>']) {
      writeFileSync(join(dir, 'a.xml'), torn);
      expect(await post(2_000)).toBeNull();
    }
    expect(came).toEqual([]);
    answer = { status: 400, body: { findings: [] } };
    expect(await post()).toMatchObject({ accepted: false, status: 400 });
    expect(inside()).toContain(join('failed', 'a.xml.txt'));
  });

  it.each([401, 404, 500])('leaves the file where it is after %s', async (status) => {
    writeFileSync(join(dir, 'a.xml'), '<a/>');
    answer = { status, body: {} };
    await expect(post()).rejects.toThrow(UnexpectedAnswer);
    expect(inside()).toEqual(['a.xml']);
  });

  it('has nothing to say of a file that is gone', async () => {
    expect(await post()).toBeNull();
  });
});
