/** What is counted without a network: kept in order, sent once, nothing lost. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import {
  type Counted,
  CountQueue,
  countedWith,
  decimal,
  exact,
  memoryShelf,
  type Outcome,
  type Waiting,
} from '../../web/src/pages/count-queue.ts';
import { meant, type SheetLot, wrongQuantity } from '../../web/src/pages/count-sheet.ts';

const counted = (scanId: string, more: Partial<Counted> = {}): Counted => ({
  ...{ scanId, location: 'A-1', lot: 'L1', recordNo: '', quantity: '1', sets: false, ...more },
});
const ids = (all: readonly Waiting[]): string[] => all.map(({ scanId }) => scanId);

describe('the queue', () => {
  it('keeps what was counted through a reload, in order, each stock-take for itself', () => {
    const shelf = memoryShelf();
    const queue = new CountQueue(shelf, 'F.PD1');
    for (let i = 0; i < 12; i += 1) queue.add(counted(`s${11 - i}`));
    new CountQueue(shelf, 'F.PD2').add(counted('other'));
    shelf.setItem('onestep.count.F.PD1.00000003.junk', '{"scanId":');
    const reloaded = new CountQueue(shelf, 'F.PD1');
    expect(ids(reloaded.all())).toEqual(Array.from({ length: 12 }, (_, i) => `s${11 - i}`));
    reloaded.add(counted('last'));
    expect(ids(queue.all()).at(-1)).toBe('last');
    expect(JSON.stringify(queue.all()[0])).not.toMatch(/account|name/);
  });

  it('sends in order, stops where the platform is away, and keeps what is refused', async () => {
    const queue = new CountQueue(memoryShelf(), 'F.PD1');
    for (const id of ['a', 'b', 'c', 'd']) queue.add(counted(id));
    const told: string[] = [];
    const answers: Record<string, Outcome> = {
      b: { refused: ['不在盘点范围内', 'no'] },
      d: 'away',
    };
    const one = async ({ scanId }: Waiting): Promise<Outcome> => {
      told.push(scanId);
      return answers[scanId] ?? null;
    };
    expect(await queue.send(one)).toBe('away');
    expect(told).toEqual(['a', 'b', 'c', 'd']);
    expect(ids(queue.all())).toEqual(['b', 'd']);
    answers.d = 'over';
    expect(await queue.send(one)).toBe('over');
    answers.d = null;
    expect(await queue.send(one)).toBe('told');
    expect(told).toEqual(['a', 'b', 'c', 'd', 'd', 'd']);
    const [refused] = queue.all();
    expect(refused?.refused).toEqual(['不在盘点范围内', 'no']);
    queue.refuse(refused!, null);
    answers.b = null;
    expect(await queue.send(one)).toBe('told');
    expect(queue.all()).toEqual([]);
  });

  it('ends with the sums of whoever counted, however often the network goes', async () => {
    const { below } = seededRandom(7n);
    for (let round = 0; round < 30; round += 1) {
      const shelf = memoryShelf();
      let queue = new CountQueue(shelf, 'F.PD1');
      const taken = new Map<string, Waiting>();
      const server = async (one: Waiting): Promise<Outcome> => {
        if (below(3) === 0) return 'away';
        taken.set(one.scanId, one);
        // The answer may be lost when the platform has it already.
        return below(3) === 0 ? 'away' : null;
      };
      let sum = 0n;
      for (let i = 0; i < 20; i += 1) {
        const quantity = decimal(BigInt(below(500_000)));
        const sets = below(4) === 0;
        sum = (sets ? 0n : sum) + exact(quantity)!;
        queue.add(counted(`${round}-${i}`, { quantity, sets }));
        if (below(2) === 0) await queue.send(server);
        if (below(5) === 0) queue = new CountQueue(shelf, 'F.PD1');
      }
      while (queue.all().length > 0) await queue.send(server);
      expect(countedWith(null, [...taken.values()])).toBe(decimal(sum));
      expect(taken.size).toBe(20);
    }
  });

  it('adds decimals exactly', () => {
    expect([exact('12.5'), exact('0.00001'), exact('1e3'), exact('1.000001')]).toEqual([
      ...[12_50000n, 1n, null, null],
    ]);
    expect(
      countedWith('0.1', [{ ...counted('a', { quantity: '0.2' }), key: '', refused: null }]),
    ).toBe('0.3');
    const refused = { ...counted('b'), key: '', refused: ['', ''] as const };
    expect(countedWith(null, [refused])).toBeNull();
    expect([decimal(-150000n), decimal(0n)]).toEqual(['-1.5', '0']);
  });
});

const lot = (lotNo: string, location: string, more: Partial<SheetLot> = {}): SheetLot => ({
  ...{ lotNo, location, recordNo: '101', itemNo: '6901234567892', name: '奶粉', unit: '122' },
  ...{ unitZh: '罐', unitEn: 'can', expiresOn: null, ...more },
});

describe('a code', () => {
  const sheet = [
    lot('L1@A-1', 'A-1'),
    lot('L2', 'A-1'),
    lot('L2', 'A-2'),
    lot('L3', 'A-2', { recordNo: '102', itemNo: 'X1' }),
  ];
  const lots = (code: string, place: string): string[] => {
    const found = meant(code, place, sheet);
    return found.kind === 'lots' ? found.lots.map((one) => `${one.lotNo} ${one.location}`) : [];
  };

  it('is a place, a lot, or goods: first what lies there', () => {
    expect(meant('A-2', 'A-1', sheet)).toEqual({ kind: 'place', location: 'A-2' });
    expect(lots('L1', 'A-1')).toEqual(['L1@A-1 A-1']);
    expect(lots('L2', 'A-2')).toEqual(['L2 A-2']);
    expect(lots('6901234567892', 'A-1')).toEqual(['L1@A-1 A-1', 'L2 A-1']);
    expect(meant('X1', 'A-1', sheet)).toMatchObject({ kind: 'lots', isHere: false });
    expect(meant('L9', 'A-1', sheet)).toEqual({ kind: 'unknown' });
  });

  it('is no quantity', () => {
    expect(wrongQuantity('6901234567892', sheet)).toBe('code');
    expect(wrongQuantity('12345678', [])).toBe('code');
    expect(['1,5', '-1', '', '1.000001'].map((text) => wrongQuantity(text, sheet))).toEqual([
      ...['number', 'number', 'number', 'number'],
    ]);
    expect(['101', '12.5', '0'].map((text) => wrongQuantity(text, sheet))).toEqual([
      null,
      null,
      null,
    ]);
  });
});
