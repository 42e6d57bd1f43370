import { expect, test } from 'vitest';
import { lastComplaint } from './cluster.ts';

const LOGS: readonly (readonly [string, string | null])[] = [
  ['2026-11-23 12:00:00 UTC [7] LOG:  starting\n', null],
  [
    'LOG:  a\n2026 UTC [7] FATAL:  could not open file "x": Permission denied\n',
    'could not open file "x": Permission denied',
  ],
  [
    'FATAL:  data directory is damaged.\nLOG:  database system is shut down\n',
    'data directory is damaged',
  ],
  [
    'initdb: error: could not look up effective user ID 7: user does not exist\n',
    'could not look up effective user ID 7: user does not exist',
  ],
  ['PANIC:  could not write: No space left on device\nFATAL:  cannot abort\n', 'the disk is full'],
];

test.each(LOGS)('the reason in %j', (log, reason) => {
  expect(lastComplaint(log)).toBe(reason);
});
