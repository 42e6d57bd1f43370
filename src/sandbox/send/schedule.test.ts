import { describe, expect, it } from 'vitest';
import { type Step, schedule } from './schedule.ts';

const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

function step(log: string[], name: string, ready: () => boolean = () => true): Step {
  return {
    ready,
    send: async () => {
      await tick();
      log.push(name);
    },
  };
}

describe('schedule', () => {
  it('sends in order, one at a time when told so', async () => {
    const log: string[] = [];
    await schedule(
      ['a', 'b', 'c'].map((name) => step(log, name)),
      1,
    ).done;
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('lets others pass one that is not ready', async () => {
    const log: string[] = [];
    const steps = [step(log, 'late', () => log.includes('c')), step(log, 'b'), step(log, 'c')];
    await schedule(steps, 2).done;
    expect(log).toEqual(['b', 'c', 'late']);
  });

  it('says what it holds, and sends it when released', async () => {
    const log: string[] = [];
    const sending = schedule([step(log, 'never', () => false), step(log, 'b')], 4);
    await tick();
    await tick();
    await tick();
    expect(log).toEqual(['b']);
    expect(sending.held()).toBe(1);
    sending.release();
    await sending.done;
    expect(log).toEqual(['b', 'never']);
  });

  it('gives up what is lost, and nothing else', async () => {
    const log: string[] = [];
    const [never, yes] = [() => false, () => true];
    const lost = (name: string, ready: () => boolean, is: () => boolean): Step => {
      return { ...step(log, name, ready), lost: is };
    };
    let open = false;
    const steps = [lost('lost', never, yes), lost('late', () => open, never), step(log, 'a')];
    const sending = schedule(steps, 1);
    await tick();
    await tick();
    await tick();
    sending.drop();
    expect([log, sending.held()]).toEqual([['a'], 1]);
    open = true;
    sending.drop();
    await sending.done;
    expect(log).toEqual(['a', 'late']);
  });

  it('sends when poked about what became ready', async () => {
    const log: string[] = [];
    let open = false;
    const sending = schedule([step(log, 'a', () => open)], 1);
    await tick();
    expect(log).toEqual([]);
    open = true;
    sending.poke();
    await sending.done;
    expect(log).toEqual(['a']);
  });

  it('ends with the first error', async () => {
    const log: string[] = [];
    const bad: Step = {
      ready: () => true,
      send: async () => {
        throw new Error('no');
      },
    };
    await expect(schedule([bad, step(log, 'b')], 1).done).rejects.toThrow('no');
    expect(log).toEqual([]);
  });

  it('is done at once with nothing to send', async () => {
    await schedule([], 4).done;
  });
});
