import { describe, expect, it } from 'vitest';
import { judgeResult, outcomeOf, type Part, type Said, type SaidResult } from './result.ts';

const said = (customs: Said['customs'], quarantine: Said['quarantine'], findings = ''): Said => ({
  customs,
  quarantine,
  findings,
});
const kept = (part: Part, officer: string, what: Said): SaidResult => {
  return { part, officer, at: 0, ...what };
};
const codes = (judged: ReturnType<typeof judgeResult>) =>
  judged.ok ? [] : judged.error.map(({ code }) => code);

describe('the first officer', () => {
  it('says both halves, and the second comes', () => {
    expect(judgeResult('first', [], 'A', said('release', 'release'))).toEqual({
      ok: true,
      value: {
        ...{ part: 'first', next: 'second', outcome: 'release' },
        said: said('release', 'release'),
      },
    });
  });

  it('may say one half before the other, and changes nothing of it', () => {
    const half = judgeResult('first', [], 'A', said('release', null));
    expect(half).toMatchObject({ value: { next: 'first', outcome: 'hold' } });
    const before = [kept('first', 'A', said('release', null))];
    expect(judgeResult('first', before, 'A', said(null, 'detain', 'weevils'))).toMatchObject({
      value: { said: said('release', 'detain', 'weevils'), next: 'second', outcome: 'detain' },
    });
    expect(codes(judgeResult('first', before, 'A', said('detain', null, 'x')))).toEqual([
      'OFF-CHANGED',
    ]);
    const other = judgeResult('first', before, 'B', said(null, 'release'));
    expect(other).toMatchObject({ value: { said: said('release', 'release'), next: 'second' } });
  });

  it.each(['amend', 'return', 'destroy', 'detain', 'transfer', 'again'] as const)(
    'describes what was found with %s',
    (outcome) => {
      expect(codes(judgeResult('first', [], 'A', said('release', outcome)))).toEqual(['OFF-TEXT']);
      expect(codes(judgeResult('first', [], 'A', said(outcome, null, '  ')))).toEqual(['OFF-TEXT']);
      expect(judgeResult('first', [], 'A', said(outcome, null, 'x')).ok).toBe(true);
    },
  );
});

it('takes no result that says nothing', () => {
  expect(codes(judgeResult('first', [], 'A', said(null, null, 'x')))).toEqual(['OFF-NOTHING']);
});

describe('the second officer', () => {
  const before = [kept('first', 'A', said('release', 'detain', 'weevils'))];

  it('confirms by saying nothing or the same', () => {
    for (const what of [said(null, null), said('release', 'detain', 'seen')]) {
      const judged = judgeResult('second', before, 'B', what);
      expect(judged).toMatchObject({ value: { part: 'second', next: null, outcome: 'detain' } });
    }
  });

  it('differs, and a supervisor comes', () => {
    expect(judgeResult('second', before, 'B', said(null, 'destroy', 'many'))).toMatchObject({
      value: { said: said('release', 'destroy', 'many'), next: 'supervisor' },
    });
    expect(codes(judgeResult('second', before, 'B', said(null, 'destroy')))).toEqual(['OFF-TEXT']);
  });

  it('is not who made the first result whole', () => {
    const halves = [
      kept('first', 'A', said('release', null)),
      kept('first', 'B', said('release', 'release')),
    ];
    expect(codes(judgeResult('second', halves, 'B', said(null, null)))).toEqual(['OFF-ALONE']);
    expect(judgeResult('second', halves, 'A', said(null, null)).ok).toBe(true);
  });

  it('is not the first', () => {
    expect(codes(judgeResult('second', before, 'A', said(null, null)))).toEqual(['OFF-ALONE']);
  });
});

describe('the supervisor', () => {
  const before = [
    kept('first', 'A', said('release', 'detain', 'weevils')),
    kept('second', 'B', said('release', 'release', 'none')),
  ];

  it('settles it with both halves and a text', () => {
    const word = said('release', 'release', 'dust');
    expect(judgeResult('supervisor', before, 'S', word)).toMatchObject({
      value: { part: 'supervisor', next: null, outcome: 'release' },
    });
    expect(codes(judgeResult('supervisor', before, 'S', said('release', null, 'x')))).toEqual([
      'OFF-NOTHING',
    ]);
    expect(codes(judgeResult('supervisor', before, 'S', said('release', 'release')))).toEqual([
      'OFF-TEXT',
    ]);
  });
});

it('takes nothing before there is a pair', () => {
  for (const stage of ['unassigned', 'open', 'second', 'supervisor'] as const) {
    expect(codes(judgeResult(stage, [], 'A', said('release', 'release')))).toEqual(['OFF-STAGE']);
  }
});

it('knows the outcome by the last word', () => {
  expect(outcomeOf([])).toBe('hold');
  const words = [said('release', 'detain'), said('release', 'release')];
  expect(outcomeOf(words)).toBe('release');
});
