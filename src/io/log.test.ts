import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ to: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

const ID = '41152519900101123X';
const PHONE = '13800138000';

test('a line has a level, a time, its fields and its sentence', () => {
  const line = logged((log) => log.child({ part: 'window' }).info({ records: 3 }, 'Accepted.'));
  expect(JSON.parse(line)).toMatchObject({
    level: 'info',
    part: 'window',
    records: 3,
    msg: 'Accepted.',
  });
});

test('what is personal or secret does not come out, however it is passed', () => {
  const text = logged((log) => {
    log.info({ buyerName: 'Zhang San', consigneeAddress: 'Street 1', token: 't0ken' }, 'a');
    log.warn({ deep: [{ payerIdNumber: ID, note: `id ${ID}` }], phone: PHONE }, `call ${PHONE}`);
    log.error({ err: new Error(`row ${ID}`), cause: { error: new Error(PHONE) } }, 'b');
    log.child({ note: ID }).info({ body: '<xml/>', bytes: Buffer.from('Zhang San') }, 'c');
    log.info(new Error(`broken ${ID}`) as never, 'd');
  });
  expect(text).not.toMatch(/Zhang|Street|t0ken|13800|411525|xml/);
  expect(text.split('\n').filter(Boolean)).toHaveLength(5);
});

test('what is not personal stays', () => {
  const line = logged((log) =>
    log.info({ buyerKey: 'k1', listNo: '46052026I000000001', preNo: 'B20260101000000001' }, 'x'),
  );
  expect(JSON.parse(line)).toMatchObject({
    buyerKey: 'k1',
    listNo: '46052026I000000001',
    preNo: 'B20260101000000001',
  });
});

test('an error shows its kind, sentence and place', () => {
  const line = JSON.parse(logged((log) => log.error({ err: new TypeError('bad') }, 'x')));
  expect(line.err).toMatchObject({ type: 'TypeError', message: 'bad' });
  expect(line.err.stack[0]).toMatch(/log\.test\.ts/);
});
