import { describe, expect, it } from 'vitest';
import { findName, findText, hashByte, nameId, nameText } from './names.ts';

const hashOf = (bytes: Uint8Array) => bytes.reduce(hashByte, 0);

describe('names', () => {
  it('keep their ids while the table grows', () => {
    const names = Array.from({ length: 3000 }, (_, i) => `grown-name-${i}`);
    const ids = names.map(nameId);
    expect(new Set(ids).size).toBe(names.length);
    const extra = { ids: null, texts: [] };
    names.forEach((name, i) => {
      const bytes = Buffer.from(`<${name}>`);
      expect(findName(extra, bytes, 1, bytes.length - 1, hashOf(Buffer.from(name)))).toBe(ids[i]);
      expect(nameText(extra, ids[i]!)).toBe(name);
    });
    expect(extra.texts).toEqual([]);
  });

  it('of a document stay in the document', () => {
    const one = { ids: null, texts: [] };
    const two = { ids: null, texts: [] };
    const bytes = Buffer.from('unregistered');
    const id = findName(one, bytes, 0, bytes.length, hashOf(bytes));
    expect(findText(one, 'unregistered')).toBe(id);
    expect(nameText(one, id)).toBe('unregistered');
    expect(two.texts).toEqual([]);
    expect(nameId('registered later')).not.toBe(id);
  });

  it('with the same hash are told apart by their bytes', () => {
    const id = nameId('apart');
    const bytes = Buffer.from('other');
    const found = findName({ ids: null, texts: [] }, bytes, 0, 5, hashOf(Buffer.from('apart')));
    expect(found).not.toBe(id);
  });

  it('include the empty one, which means none', () => {
    expect(nameId('')).toBe(0);
  });
});
