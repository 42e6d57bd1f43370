import { describe, expect, it } from 'vitest';
import { assert, Bug, present } from './assert.ts';
import { LIMITS } from './limits.ts';
import { fail, ok } from './result.ts';

describe('limits', () => {
  it('are positive whole numbers', () => {
    for (const value of Object.values(LIMITS)) {
      expect(Number.isSafeInteger(value) && value > 0).toBe(true);
    }
  });

  it('let the fullest message of the schemas through', () => {
    const elements = LIMITS.recordsPerMessage * (40 + LIMITS.linesPerRecord * 23) + 20;
    expect(elements).toBeLessThanOrEqual(LIMITS.xmlNodes);
  });
});

describe('assert and present', () => {
  it('throw a Bug with the message', () => {
    expect(() => assert(false, 'broken')).toThrow(Bug);
    expect(() => present(null, 'the book')).toThrow('the book is missing');
    expect(() => present(undefined, 'the book')).toThrow(Bug);
  });

  it('let what holds pass, also when it is falsy', () => {
    expect(() => assert(true, 'fine')).not.toThrow();
    expect([present(0, 'a'), present('', 'b'), present(false, 'c')]).toEqual([0, '', false]);
  });
});

describe('result', () => {
  it('is a value or an error', () => {
    expect(ok(1)).toEqual({ ok: true, value: 1 });
    expect(fail('no')).toEqual({ ok: false, error: 'no' });
  });
});
