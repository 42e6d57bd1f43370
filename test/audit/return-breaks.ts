import { first } from './breaks.ts';

const one = (state: string): string => first('export.returns', 'pre_no', `state = '${state}'`);

/** What is altered of returns of exported goods, and the law that is broken by it alone. */
export const RETURN_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  ['a return is gone', 'export-returns', `delete from export.returns where ${one('open')}`],
  [
    'more comes back than was declared',
    'export-returns',
    `update export.returns set quantities[1] = quantities[1] + 1 where ${one('open')}`,
  ],
  [
    'goods come back that the list does not have',
    'export-returns',
    `update export.returns set gnums[1] = 99 where ${one('closed')}`,
  ],
  [
    'goods came into a book by a return that there is not',
    'export-returns',
    `update bonded.movements set document = 'return B0' where document like 'return %'`,
  ],
  [
    'less came back to the book than was returned',
    'export-returns stock',
    `update bonded.movements set quantity = quantity - 1 where document like 'return %'`,
  ],
  [
    'a return was asked for too late',
    'export-returns',
    `update export.returns set due_day = due_day - 400 where ${one('open')}`,
  ],
  [
    'goods may come back after their year',
    'export-returns',
    `update export.returns set due_day = due_day + 1 where ${one('open')}`,
  ],
];
