import { describe, expect, it } from 'vitest';
import { LIMITS } from '../base/limits.ts';
import { type DoorOptions, openDoor } from './door.ts';

const bytes = new Uint8Array(1_000);

/** A door whose work takes `each` milliseconds of a clock that only work moves. */
function door(each: number, over: Partial<DoorOptions<string, string>> = {}) {
  let now = 0;
  const seen: string[] = [];
  const own = openDoor<string, string>({
    work: async (_bytes, sender) => {
      now += each;
      seen.push(sender);
      return `done ${sender}`;
    },
    codeOf: (sender) => sender.slice(0, 1),
    now: () => now,
    room: () => true,
    hungry: () => false,
    lag: () => 0,
    ...over,
  });
  return { own, seen };
}

describe('the door', () => {
  it('answers everything, each enterprise in its order, all in turn', async () => {
    const { own, seen } = door(0);
    const heavy = Array.from({ length: 300 }, (_, i) => own.submit(bytes, `h${i}`));
    const gentle = [own.submit(bytes, 'g0'), own.submit(bytes, 'g1')];
    expect(seen).toEqual([]);
    expect(own.state()).toMatchObject({ queued: 302, messages: 302 });
    expect(await Promise.all(gentle)).toEqual(['done g0', 'done g1']);
    await Promise.all(heavy);
    const turn = Math.ceil(LIMITS.turnBytes / bytes.length);
    expect(seen.indexOf('g1')).toBeLessThan(turn + 2);
    expect(seen.filter((one) => one.startsWith('h'))).toEqual(
      Array.from({ length: 300 }, (_, i) => `h${i}`),
    );
    expect(own.state()).toMatchObject({ queued: 0, messages: 0, bytes: 0 });
  });

  it('lets others have the event loop between two slices', async () => {
    const { own, seen } = door(2);
    const all = Array.from({ length: 20 }, () => own.submit(bytes, 'h'));
    const steps: number[] = [];
    for (let before = -1; before !== seen.length; ) {
      before = seen.length;
      await new Promise(setImmediate);
      steps.push(seen.length - before);
    }
    await Promise.all(all);
    expect(Math.max(...steps)).toBeLessThanOrEqual(Math.ceil(LIMITS.sliceMilliseconds / 2));
  });

  it('waits while what comes after has no room, but never for ever', async () => {
    const finish: (() => void)[] = [];
    let room = true;
    const { own } = door(0, {
      room: () => room,
      work: (_bytes, sender) => new Promise((done) => finish.push(() => done(sender))),
    });
    room = false;
    const all = ['a', 'b', 'c'].map((sender) => own.submit(bytes, sender));
    for (let i = 0; i < 3; i += 1) {
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      expect(finish).toHaveLength(1);
      finish.shift()!();
      await Promise.resolve();
    }
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  });

  it('turns away without a look, counts why, and hands an error on', async () => {
    const work = async (_bytes: Uint8Array, sender: string): Promise<string> => {
      if (sender === 'bad') throw new Error('broken');
      return sender;
    };
    const { own } = door(0, { work });
    const large = new Uint8Array(LIMITS.messageBytes);
    const first = own.submit(large, 'h');
    expect(own.refusal('h', 10)).toMatchObject({ status: 429, retryAfterSeconds: 1 });
    expect(await own.submit(large, 'h')).toMatchObject({ accepted: false, status: 429 });
    expect(await first).toBe('h');
    expect(own.refusal('h', 10)).toBeNull();
    await expect(own.submit(bytes, 'bad')).rejects.toThrow('broken');
    expect(own.state()).toMatchObject({
      messages: 0,
      refused: { overload: 2, share: 0, bytes: 0 },
    });
  });
});
