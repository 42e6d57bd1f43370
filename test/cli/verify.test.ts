import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/limits.ts';
import { zipOf } from '../zip-files.ts';
import { call } from './terminal.ts';

// A small world: most of its messages are sound, some are damaged.
let dir: string;
let sound: string;

type Report = {
  ok: boolean;
  files: { file: string; ok: boolean; type: string | null; findings: { code: string }[] }[];
};

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-verify-'));
  const { code, json } = await call(
    'world',
    '--parcels',
    '20',
    '--good',
    '100',
    '--out',
    dir,
    '--json',
  );
  expect([code, json()]).toEqual([0, expect.objectContaining({ parcels: 20 })]);
  const { files } = (await call('verify', join(dir, 'messages'), '--json')).json() as Report;
  sound = files.find(({ type }) => type === 'CEB621')?.file ?? '';
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('onestep verify', () => {
  it('says that a sound message is sound', async () => {
    const { code, out, err } = await call('verify', sound);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^\S+: CEB621, \d+ records?, sound\n {2}signature: valid/);
    expect(out).not.toContain('\u001b');
  });

  it('goes into directories, takes each file once, and sums up', async () => {
    const { code, out } = await call('verify', join(dir, 'messages'), sound, dir);
    expect(code).toBe(0);
    const count = out
      .split('\n')
      .filter((line) => /: (CEB\d11|CEB621|INV101|SAS121)/.test(line)).length;
    expect(out).toMatch(new RegExp(`${count} of ${count} files are sound\\.$`));
  });

  it('names what is wrong, with its line, and ends with 1', async () => {
    const path = join(dir, 'altered.xml');
    const text = readFileSync(sound, 'utf8');
    writeFileSync(path, text.replace(/<([\w:]*)netWeight>[\d.]+</, '<$1netWeight>-7<'));
    const { code, out } = await call('verify', path);
    expect(code).toBe(1);
    expect(out).toMatch(/SIGNATURE-DIGEST/);
    expect(out).toMatch(/record 1, line \d+, InventoryHead\/netWeight: /);
    const report = (await call('verify', path, sound, '--json')).json() as Report;
    expect(report.ok).toBe(false);
    expect(report.files.map(({ ok }) => ok)).toEqual([false, true]);
    expect(report.files[0]?.findings.map(({ code }) => code)).toContain('SIGNATURE-DIGEST');
  });

  it('reads no more of a huge file than it needs', async () => {
    const path = join(dir, 'huge.xml');
    writeFileSync(path, Buffer.alloc(LIMITS.messageBytes + 10, 0x20));
    const { code, out } = await call('verify', path);
    expect([code, out]).toEqual([1, expect.stringContaining('XML-SIZE')]);
  });

  it('has a finding for an empty file and for a text that is no message', async () => {
    writeFileSync(join(dir, 'empty.xml'), '');
    writeFileSync(join(dir, 'text.xml'), 'hello');
    for (const name of ['empty.xml', 'text.xml']) {
      const { code, json } = await call('verify', join(dir, name), '--json');
      const [file] = (json() as Report).files;
      expect([code, file?.type, file?.findings.length]).toEqual([1, null, 1]);
    }
  });

  it('trusts only the certificates it is given', async () => {
    const code = /-(\w{10})\.xml$/.exec(sound)?.[1] ?? '';
    const own = join(dir, 'keys', `${code}.crt.pem`);
    expect((await call('verify', sound, '--certificate', own)).code).toBe(0);
    const other = join(dir, 'keys', '4101960P01.crt.pem');
    const { code: ended, out } = await call('verify', sound, '--certificate', other);
    expect([ended, out]).toEqual([1, expect.stringContaining('unknown-certificate')]);
  });

  it('looks at the days of the certificate when it is given one', async () => {
    expect((await call('verify', sound, '--at', '2026-09-18')).code).toBe(0);
    expect((await call('verify', sound, '--at', '1999-12-31')).out).toContain('SIGNATURE-EARLY');
    expect((await call('verify', sound, '--at', '2099-12-31')).out).toContain('SIGNATURE-EXPIRED');
    expect((await call('verify', sound, '--at', '2026-02-30')).code).toBe(2);
  });

  it('says that a directory holds nothing to verify', async () => {
    mkdirSync(join(dir, 'nothing'));
    const { code, err } = await call('verify', join(dir, 'nothing'));
    expect([code, err]).toEqual([2, `There are no .xml or .zip files in ${join(dir, 'nothing')}.`]);
  });

  it('goes into archives, file by file, and names what is wrong with them', async () => {
    const folder = join(dir, 'archives');
    mkdirSync(folder);
    const whole = readFileSync(sound);
    const altered = whole.toString().replace('packNo>1<', 'packNo>2<');
    const archive = zipOf([
      { name: 'in/sound.xml', content: whole },
      { name: 'in/\u001b[31maltered.XML', content: altered },
      { name: '__MACOSX/in/._sound.xml', content: 'no message' },
      { name: 'readme.txt', content: 'no message' },
      { name: 'more.zip', content: 'PK' },
      { name: 'bomb.xml', content: Buffer.alloc(4 << 20, 0x20) },
    ]);
    writeFileSync(join(folder, 'a.zip'), archive);
    writeFileSync(join(folder, 'b.zip'), archive.subarray(0, -30));
    writeFileSync(join(folder, 'c.zip'), zipOf([{ name: 'readme.txt', content: '' }]));
    const { code, json } = await call('verify', folder, '--json');
    const told = (json() as Report).files.map(({ file, findings }) => {
      return [file.slice(folder.length + 1), findings[0]?.code];
    });
    expect(code).toBe(1);
    expect(told).toEqual([
      ['a.zip!/in/sound.xml', undefined],
      ['a.zip!/in/\ufffd[31maltered.XML', 'SIGNATURE-DIGEST'],
      ['a.zip!/more.zip', 'ZIP-NESTED'],
      ['a.zip!/bomb.xml', 'ZIP-BOMB'],
      ['b.zip', 'ZIP-BROKEN'],
      ['c.zip', 'ZIP-EMPTY'],
    ]);
  });

  it('judges the structure alone when asked, by the schemas of either edition', async () => {
    const path = join(dir, 'structure.xml');
    const text = readFileSync(sound, 'utf8');
    writeFileSync(
      path,
      text.replace('packNo>1<', 'packNo>0<').replace('tradeMode>', 'tradeMode> '),
    );
    expect((await call('verify', path)).code).toBe(1);
    const { files } = (
      await call('verify', path, '--only', 'structure', '--json')
    ).json() as Report;
    expect(files[0]?.findings.map(({ code }) => code)).toEqual(['FLD-LENGTH']);
    expect((await call('verify', sound, '--only', 'structure')).out).toContain('unchecked');
    const official = join(import.meta.dirname, '../contract/samples/official-202205/export');
    const by = async (year: string) =>
      (await call('verify', join(official, 'CEB213Message.xml'), '--schema', year)).out;
    expect(await by('202205')).not.toContain('MSG-EDITION');
    expect(await by('2018')).toContain('MSG-EDITION');
    for (const wrong of [
      ['--only', 'fields'],
      ['--schema', '2019'],
      ['--schema', '2018', '--edition', '202205'],
      ['--only', 'structure', '--certificate', sound],
    ]) {
      expect((await call('verify', sound, ...wrong)).code).toBe(2);
    }
  });

  it('writes the run as JUnit XML', async () => {
    const file = join(dir, 'out', 'junit.xml');
    const { code } = await call('verify', sound, join(dir, 'altered.xml'), '--junit', file);
    const written = readFileSync(file, 'utf8');
    expect(code).toBe(1);
    expect(written).toMatch(/<testsuite name="onestep verify" tests="2" failures="1"/);
    expect(written).toMatch(/altered\.xml:\d+: signature SIGNATURE-DIGEST ds:Signature/);
  });
});
