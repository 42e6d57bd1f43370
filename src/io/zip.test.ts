import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Packed, zipOf } from '../../test/zip-files.ts';
import { ZIP_LIMITS, type ZipLimits, zipEntries } from './zip.ts';

const LIMITS: ZipLimits = {
  ...{ bytes: 10_000, entries: 3, entryBytes: 1_000, expandedBytes: 2_000 },
  ...{ ratio: 20, ratioFrom: 500 },
};
const all = () => true;

/** `name=content` of what is read, else `name!problem`; `!problem` is of the archive. */
async function said(bytes: Buffer, limits = LIMITS, wanted: (name: string) => boolean = all) {
  const lines: string[] = [];
  for await (const { name, bytes: content, problem } of zipEntries(bytes, limits, wanted)) {
    lines.push(problem === null ? `${name}=${content}` : `${name ?? ''}!${problem}`);
  }
  return lines;
}

const zipSaid = (files: readonly Packed[], limits = LIMITS) => said(zipOf(files), limits);
const noise = (length: number) => {
  return Buffer.from(Array.from({ length }, (_, at) => (at * at * 31 + at * 7) % 251));
};

describe('zipEntries', () => {
  it('reads stored and deflated files in their order, the wanted ones only', async () => {
    const files = [
      { name: 'b/一.xml', content: 'two' },
      { name: 'a.xml', content: 'one', method: 0 },
      { name: 'empty.xml', content: '' },
    ];
    expect(await zipSaid(files)).toEqual(['b/一.xml=two', 'a.xml=one', 'empty.xml=']);
    expect(await said(zipOf(files), LIMITS, (name) => name === 'a.xml')).toEqual(['a.xml=one']);
    expect(await zipSaid([])).toEqual([]);
  });

  it('leaves the others alone when one file is broken, too large or locked', async () => {
    const good = { name: 'good.xml', content: 'good' };
    const one = async (file: Omit<Packed, 'name'>) =>
      (await zipSaid([{ name: 'x', ...file }, good])).join(' ');
    expect(await one({ content: 'x', crc: 1 })).toBe('x!broken good.xml=good');
    expect(await one({ content: 'xx', size: 1 })).toBe('x!broken good.xml=good');
    expect(await one({ content: 'xx', size: 3 })).toBe('x!broken good.xml=good');
    expect(await one({ content: 'x', flags: 1 })).toBe('x!encrypted good.xml=good');
    expect(await one({ content: 'x', method: 12 })).toBe('x!method good.xml=good');
    expect(await one({ content: noise(1_001) })).toBe('x!large good.xml=good');
    expect(await one({ content: Buffer.alloc(900) })).toBe('x!bomb good.xml=good');
    expect(await one({ content: Buffer.alloc(499) })).toContain('good.xml=good');
  });

  it('never expands beyond what the head says, whatever is in the file', async () => {
    const archive = zipOf([{ name: 'x', content: Buffer.alloc(64 * 1024 * 1024), size: 400 }]);
    const before = process.memoryUsage().arrayBuffers;
    expect(await said(archive, { ...LIMITS, bytes: 1e6 })).toEqual(['x!broken']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  it('stops at an archive that is too much as a whole', async () => {
    const file = { content: noise(900) };
    expect(await zipSaid([1, 2, 3].map((n) => ({ name: `${n}`, ...file })))).toEqual([
      expect.stringMatching(/^1=/),
      expect.stringMatching(/^2=/),
      '!bomb',
    ]);
    expect(await zipSaid([1, 2, 3, 4].map((n) => ({ name: `${n}`, content: '' })))).toEqual([
      '!entries',
    ]);
    expect(await said(Buffer.alloc(10_001))).toEqual(['!size']);
  });

  it('has one word for what is no archive, cut off, or climbs out of it', async () => {
    const whole = zipOf([{ name: 'a.xml', content: 'one' }]);
    for (const bytes of [Buffer.alloc(0), Buffer.from('PK'), whole.subarray(0, -5)]) {
      expect(await said(bytes)).toEqual(['!broken']);
    }
    for (const name of ['../a.xml', '/a.xml', 'C:/a.xml']) {
      expect(await zipSaid([{ name, content: 'x' }])).toEqual(['!broken']);
    }
  });

  it('takes any damage calmly', async () => {
    const whole = zipOf([
      { name: 'a.xml', content: '<a/>' },
      { name: 'b.xml', content: noise(300) },
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const damaged = Buffer.from(whole);
          damaged[at] = damaged[at]! ^ by;
          for (const line of await said(damaged)) expect(line).toMatch(/[=!]/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('lets the fullest message through in an archive of messages', async () => {
    const record =
      '<ceb:gname>配方奶粉1段</ceb:gname><ceb:qty>2</ceb:qty><ceb:price>168</ceb:price>';
    const content = Array.from({ length: 20_000 }, (_, n) => record + n).join('');
    const [line] = await said(zipOf([{ name: 'a', content }]), ZIP_LIMITS);
    expect(line?.length).toBe(content.length + 2);
  });
});
