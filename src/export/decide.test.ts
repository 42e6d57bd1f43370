import { describe, expect, it } from 'vitest';
import { type Draft, exportCase, KINDS, type Kind } from '../../test/export/documents.ts';
import { exportFacts, type FactsDraft } from '../../test/export/world.ts';
import { DAY } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { parseRate } from '../base/rate.ts';
import { decideAwaiting, decideExports } from './decide.ts';

function decide(kind: Kind, change?: (draft: Draft) => void, facts?: (draft: FactsDraft) => void) {
  return decideExports([exportCase(kind, change)], exportFacts(undefined, facts))[0]!;
}

const gone = (draft: Draft) => draft.arrivals.splice(0);
const elsewhere = (draft: Draft) => (draft.arrivals[0]!.terms.customsCode = '4604');
const heavy = (draft: Draft) => (draft.list.terms.netWeight = 150_001n);
const codes = ({ findings }: { findings: readonly { code: string }[] }) =>
  findings.map(({ code }) => code);

describe('decideExports', () => {
  it.each(KINDS)('releases an ordinary list of %s, and says what it is worth', (kind) => {
    const channel = kind.slice(5);
    // 36.00 and 25.00 dollars at 7.1 yuan.
    const lines = [
      { gnum: 1, fob: 25_560n },
      { gnum: 2, fob: 17_750n },
    ];
    const value = { channel, fob: 43_310n, lines };
    expect(decide(kind)).toMatchObject({ status: '800', findings: [], value });
  });

  it('rounds each line half up, and the sum is that of the lines', () => {
    const half = ({ rates }: FactsDraft) => rates.set('502', parseRate('7.0001')!);
    // 3600 x 7.0001 = 25200.36; 2500 x 7.0001 = 17500.25; 1 cent at 7.5 = 7.5 fen.
    expect(decide('9610 B', undefined, half).value?.fob).toBe(42_700n);
    const cents = (draft: Draft) => {
      for (const lines of [draft.list.terms.lines, draft.order.terms.lines]) {
        for (const line of lines) Object.assign(line, { totalPrice: 1n, price: 1_000n });
      }
      draft.order.terms.goodsValue = 2n;
      draft.collection!.terms.charge = 502n;
    };
    const rate = ({ rates }: FactsDraft) => rates.set('502', parseRate('7.5')!);
    const value = decide('9610 B', cents, rate).value;
    expect(value?.lines.map(({ fob }) => fob)).toEqual([8n, 8n]);
    expect(value?.fob).toBe(16n);
  });

  it('has a list wait that has passed everything but its arrival', () => {
    expect(decide('9610 A', gone)).toMatchObject({ status: '400', value: { fob: 43_310n } });
    expect(codes(decide('9610 A', gone))).toEqual(['ARRIVAL-NONE']);
    expect(codes(decide('9710 L', elsewhere))).toEqual(['ARRIVAL-DIFFERS']);
  });

  it('returns a list with every reason and without a wait', () => {
    const wrong = (draft: Draft) => {
      gone(draft);
      heavy(draft);
      draft.list.terms.ieFlag = 'I';
    };
    const verdict = decide('9610 A', wrong);
    expect(verdict).toMatchObject({ status: '100', value: null });
    expect(codes(verdict)).toEqual(['TRADE-IE', 'DOC-NET-WEIGHT']);
  });

  it('shows no more reasons than there is room for', () => {
    const many = (draft: Draft) => {
      const { lines } = draft.list.terms;
      for (let i = 0; i < LIMITS.findingsShown; i++) lines.push({ ...lines[0]!, gcode: 'none' });
    };
    expect(decide('9610 A', many).findings).toHaveLength(LIMITS.findingsShown);
  });

  it('says what a list out of a special area takes, and what was there', () => {
    expect(decide('9610 B').stock).toBeUndefined();
    const [shirts, lamp] = decide('1210 B').stock ?? [];
    expect(shirts).toMatchObject({ recordNo: '101', quantity: 200_000n });
    expect(lamp).toMatchObject({ recordNo: '102', quantity: 100_000n, line: 1 });
    expect(lamp?.balance).toEqual({ limit: 1_000_000n, pending: 100_000n, posted: 300_000n });
  });

  it('lets no two lists of a batch take the same goods', () => {
    const cases = [
      exportCase('1210 B'),
      exportCase('1210 B', heavy),
      exportCase('1210 B', gone),
      exportCase('1210 B'),
      exportCase('1210 B'),
    ];
    const verdicts = decideExports(cases, exportFacts());
    // Six shirts are free: the second list takes none, the last one finds none.
    expect(verdicts.map(({ status }) => status)).toEqual(['800', '100', '400', '800', '100']);
    expect(codes(verdicts[4]!)).toEqual(['STK-SHORT']);
    expect(verdicts[4]!.stock?.[0]?.balance).toMatchObject({ pending: 700_000n });
  });

  it('decides each list of a batch by itself', () => {
    const cases = [exportCase('9610 A', heavy), exportCase('9610 B'), exportCase('9810 L', gone)];
    const verdicts = decideExports(cases, exportFacts());
    expect(verdicts.map(({ status }) => status)).toEqual(['100', '800', '400']);
  });
});

describe('bad input', () => {
  it.each([
    ['licence goods as simplified', 'EXP-A-GOODS', '9610 A', '8542390000'],
    ['licence goods behind their heading', 'EXP-HEADING', '9610 A', '8542'],
    ['a heading where the channel takes none', 'EXP-LEVEL', '9610 B', '9405'],
    ['four digits where six are asked for', 'EXP-LEVEL', '9810 L', '9405'],
  ] as const)('%s: %s', (_title, code, kind, gcode) => {
    const verdict = decide(kind, (draft) => (draft.list.terms.lines[1]!.gcode = gcode));
    expect([verdict.status, ...codes(verdict)]).toEqual(['100', code]);
  });

  it('a currency without a rate for the day', () => {
    const verdict = decide('9610 B', undefined, ({ rates }) => rates.clear());
    expect(verdict.status).toBe('100');
    expect(verdict.findings[0]).toMatchObject({
      code: 'EXP-NO-RATE',
      zh: '币制[502]在2026-05-20没有汇率',
    });
  });
});

describe('decideAwaiting', () => {
  const waiting = decide('9610 B', gone);
  const again = (change?: (draft: Draft) => void, day = '2026-05-25') =>
    decideAwaiting([exportCase('9610 B', change)], exportFacts(day), [waiting])[0]!;

  it('releases what has arrived, at the value of its day', () => {
    const rich = exportFacts('2026-05-25', ({ rates }) => rates.clear());
    const [verdict] = decideAwaiting([exportCase('9610 B')], rich, [waiting]);
    expect(verdict).toEqual({ status: '800', findings: [], value: waiting.value });
  });

  it('waits on for what has not, and asks nothing else again', () => {
    const worse = (draft: Draft) => {
      gone(draft);
      heavy(draft);
    };
    expect(codes(again(worse))).toEqual(['ARRIVAL-NONE']);
    expect(again(worse)).toMatchObject({ status: '400', value: waiting.value });
    expect(codes(again(elsewhere))).toEqual(['ARRIVAL-DIFFERS']);
  });

  it('returns what nothing arrived of in time', () => {
    const long = (draft: Draft) => {
      gone(draft);
      draft.list.acceptedAt -= 26 * DAY;
    };
    expect(codes(again(long))).toEqual(['ARRIVAL-LATE']);
    expect(again(long)).toMatchObject({ status: '100', value: null });
  });

  it('is asked of waiting lists only', () => {
    const facts = exportFacts();
    const decided = decide('9610 B');
    expect(() => decideAwaiting([exportCase('9610 B')], facts, [decided])).toThrow(/wait/);
  });
});
