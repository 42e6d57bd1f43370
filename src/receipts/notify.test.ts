import { afterEach, describe, expect, test } from 'vitest';
import { type ReceiptNews, receiptNews } from './notify.ts';

const never = new AbortController().signal;
const opened: ReceiptNews[] = [];
const open = (stored = new Map<string, bigint>(), pollMs = 60_000) => {
  const looks: string[][] = [];
  const news = receiptNews({
    pollMs,
    latest: async (enterprises) => {
      looks.push([...enterprises]);
      if (stored.has('broken') && looks.length === 1) throw new Error('the database is away');
      return new Map([...stored].filter(([code]) => enterprises.includes(code)));
    },
  });
  opened.push(news);
  return { news, looks };
};
afterEach(() => {
  for (const news of opened.splice(0)) {
    news.close();
    expect(news.waiting()).toBe(0);
  }
});

describe('news of receipts', () => {
  test('a commit wakes those it concerns and nobody else', async () => {
    const { news } = open();
    const a = news.wait('A', 4n, 5_000, never);
    const b = news.wait('B', 4n, 40, never);
    const ahead = news.wait('A', 9n, 40, never);
    news.announce(new Map([['A', 5n]]));
    expect(await a).toBe(true);
    expect(await Promise.all([b, ahead])).toEqual([false, false]);
  });

  test('what was announced between the look and the wait is not missed', async () => {
    const { news } = open();
    news.announce(new Map([['A', 5n]]));
    news.announce(new Map([['A', 3n]]));
    expect(await news.wait('A', 4n, 5_000, never)).toBe(true);
    expect(await news.wait('A', 5n, 0, never)).toBe(false);
  });

  test('commits of other processes are found by looking, for all at once', async () => {
    const stored = new Map([['A', 2n]]);
    const { news, looks } = open(stored, 15);
    const both = Promise.all([news.wait('A', 1n, 5_000, never), news.wait('B', 0n, 5_000, never)]);
    setTimeout(() => stored.set('B', 1n), 30);
    expect(await both).toEqual([true, true]);
    expect(looks[0]?.sort()).toEqual(['A', 'B']);
  });

  test('without anybody waiting nothing is looked up', async () => {
    const { news, looks } = open(new Map(), 5);
    await news.wait('A', 0n, 20, never);
    const before = looks.length;
    await new Promise((done) => setTimeout(done, 40));
    expect(looks.length).toBeLessThanOrEqual(before + 1);
  });

  test('a failing look does not end the wait', async () => {
    const { news } = open(
      new Map([
        ['broken', 0n],
        ['A', 1n],
      ]),
      10,
    );
    expect(await news.wait('A', 0n, 5_000, never)).toBe(true);
  });

  test('a client that goes away and a closing server end the wait', async () => {
    const { news } = open();
    const gone = new AbortController();
    const first = news.wait('A', 0n, 60_000, gone.signal);
    const second = news.wait('A', 0n, 60_000, never);
    gone.abort();
    expect(await first).toBe(false);
    expect(news.waiting()).toBe(1);
    news.close();
    expect(await second).toBe(false);
    expect(await news.wait('A', 0n, 60_000, never)).toBe(false);
  });
});
