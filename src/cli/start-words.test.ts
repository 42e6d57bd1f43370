import { describe, expect, it } from 'vitest';
import type { SendProgress } from '../sandbox/send/journey.ts';
import type { SendReport } from '../sandbox/send-world.ts';
import type { ExpectedMessage } from '../sandbox/world/expected.ts';
import { nextLines, outcomeOf } from './start-words.ts';

function message(duplicate: boolean): ExpectedMessage {
  const more = {
    file: 'x',
    type: 'CEB621',
    sender: 'A',
    records: 1,
    after: null,
    damage: null,
    names: null,
  };
  return { ...more, answer: 'accepted', duplicate };
}

function row(ok: boolean): SendReport['rows'][number] {
  const base = { file: 'x', record: 0, type: 'CEB621', key: 'P/1', kind: 'ordinary' };
  return { ...base, expected: '800', got: '100 1313', ok, why: 'w', whyZh: '', tax: null };
}

function progress(duplicates: number): SendProgress {
  const counts = { messages: 3, sent: 3, refused: 0, records: 3, settled: 3 };
  return { ...counts, duplicates, lists: {}, reasons: [] };
}

const MESSAGES = { messages: [message(false), message(false), message(true)] };

describe('outcomeOf', () => {
  it('says that all came as predicted', () => {
    const outcome = outcomeOf({ rows: [row(true)], progress: progress(1) }, MESSAGES);
    expect(outcome).toEqual({
      ok: true,
      lines: ['All 1 outcomes are what the sample predicted, taxes to the fen.'],
    });
  });

  it('says what was known already, beside the duplicates of the sample itself', () => {
    const { ok, lines } = outcomeOf({ rows: [row(true)], progress: progress(3) }, MESSAGES);
    expect(ok).toBe(true);
    expect(lines[0]).toMatch(/^2 of 3 messages were known from an earlier start/);
  });

  it('names outcomes that differ', () => {
    const { ok, lines } = outcomeOf(
      { rows: [row(true), row(false)], progress: progress(1) },
      MESSAGES,
    );
    expect(ok).toBe(false);
    expect(lines).toEqual([
      '1 of 2 outcomes differ from what the sample predicted:',
      '  CEB621 P/1: expected 800, got 100 1313  w',
    ]);
  });
});

describe('nextLines', () => {
  it('shows commands that can be typed as they are', () => {
    const example = { token: 'sandbox_x', listNo: 'B1', code: '1313' };
    const text = nextLines('http://127.0.0.1:1210', ' --data-dir d', example, null).join('\n');
    expect(text).toContain('curl -H "Authorization: Bearer sandbox_x" "http://127.0.0.1:1210/v1/');
    expect(text).toContain('npx onestep explain B1 --data-dir d');
    expect(text).toContain('npx onestep audit --data-dir d');
  });

  it('does without an example', () => {
    expect(nextLines('http://x', '', null, null).join('\n')).toContain('explain LIST_NO');
  });
});
