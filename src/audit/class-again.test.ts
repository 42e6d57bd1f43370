import { describe, expect, it } from 'vitest';
import { answeringOf, cellOf, classOf, goodsClassOf, readClasses } from './class-again.ts';

const ROW = { documents: 'data', guarantee: 'full', priority: 5, place: 'spot' };
const LAW = {
  enterprises: {
    ADV: { ...ROW, rate: '0.004', floor: '0.001' },
    ROUTINE: { ...ROW, rate: '0.025', floor: '0.01' },
    DISHONEST: { ...ROW, rate: '0.8', floor: '0.8', documents: 'person', place: 'yard' },
  },
  goods: {
    ORDINARY: { times: '1', documents: 'data', place: 'spot' },
    CONDITIONAL: { times: '1.5', documents: 'data', place: 'spot' },
    QUARANTINE: { times: '2', documents: 'data', place: 'yard' },
  },
  quarantine: ['21', '3304'],
  history: { times: '2', days: 180, cap: '5' },
};
const CLASSES = readClasses(LAW, '251');

describe('classes worked out again', () => {
  it.each([
    ['ROUTINE', 'ORDINARY', 0, 25_000],
    ['ROUTINE', 'CONDITIONAL', 0, 37_500],
    ['ROUTINE', 'QUARANTINE', 1, 100_000],
    ['ROUTINE', 'ORDINARY', 2, 100_000],
    ['ROUTINE', 'ORDINARY', 3, 125_000],
    ['ROUTINE', 'ORDINARY', 99, 125_000],
    ['ADV', 'ORDINARY', 0, 4_000],
    ['DISHONEST', 'QUARANTINE', 0, 1_000_000],
  ])('%s %s after %d findings: %d millionths', (enterprise, goods, hits, weight) => {
    expect(cellOf(CLASSES, enterprise, goods)?.weight(hits)).toBe(weight);
  });

  it('never weighs less than the floor', () => {
    const low = { ...LAW.enterprises.ADV, rate: '0.0001' };
    const law = { ...LAW, enterprises: { ...LAW.enterprises, ADV: low } };
    expect(cellOf(readClasses(law, '251'), 'ADV', 'ORDINARY')?.weight(0)).toBe(1_000);
  });

  it('takes the stricter of two rows', () => {
    expect(cellOf(CLASSES, 'ROUTINE', 'QUARANTINE')).toMatchObject({
      ...{ documents: 'data', place: 'yard' },
    });
    expect(cellOf(CLASSES, 'DISHONEST', 'ORDINARY')).toMatchObject({ documents: 'person' });
    expect(cellOf(CLASSES, 'GENERAL', 'ORDINARY')).toBeNull();
  });

  it('knows who answers, and its class under another order', () => {
    const of = (code: string, creditClass: string, overseas = false) => {
      return { code, creditClass, overseas, exempt: false };
    };
    const all = [
      of('S', 'GEN_CERT'),
      of('A', 'ADV'),
      of('O', 'GENERAL', true),
      of('D', 'DISHONEST'),
    ];
    expect(answeringOf('S', 'A', all)).toBe('S');
    expect(answeringOf('O', 'A', all)).toBe('A');
    expect(answeringOf('S', 'D', all)).toBe('D');
    expect(answeringOf('D', 'A', all)).toBe('D');
    expect(answeringOf('X', 'A', all)).toBe('X');
    expect(classOf(CLASSES, all[0])).toBe('ROUTINE');
    expect(classOf(readClasses(LAW, '237'), all[0])).toBe('GEN_CERT');
    expect(classOf(readClasses(LAW, '237'), undefined)).toBe('GENERAL');
  });

  it('takes the strictest article', () => {
    const isConditional = (code: string) => code === '1';
    const of = (...codes: string[]) => goodsClassOf(CLASSES, codes, isConditional, '2022-01-01');
    expect(of('9', '8')).toBe('ORDINARY');
    expect(of('9', '1')).toBe('CONDITIONAL');
    expect(of('1', '3304100093')).toBe('QUARANTINE');
  });

  it('does not read a law of another form', () => {
    expect(() => readClasses({ ...LAW, history: { times: 'x' } }, '251')).toThrow('no number');
  });
});
