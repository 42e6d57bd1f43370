import type { Trade } from '../../statistics/trade.ts';

const HEAD = ['office', 'mode', 'channel'] as const;

/**
 * What left the country. Four tables and not one, because seller times heading times country would
 * have nearly as many rows as there are lists.
 */
export const EXPORTS: Trade = {
  ...{ id: 'EXPORTS', zh: '跨境电商出口月度统计', en: 'Monthly statistics of e-commerce exports' },
  ...{ schema: 'export', value: 'fob' },
  cubes: [
    {
      name: 'lists',
      dimensions: [...HEAD, 'country', 'enterprise'],
      measures: ['lists', 'lines', 'packs', 'gross', 'net', 'fob'],
      needs: {},
    },
    {
      name: 'headings',
      dimensions: [...HEAD, 'heading', 'enterprise'],
      measures: ['lists', 'lines', 'fob'],
      needs: { lists: 'heading' },
    },
    {
      name: 'goods',
      dimensions: [...HEAD, 'destination', 'heading', 'unit'],
      measures: ['lines', 'quantity', 'fob'],
      needs: { quantity: 'unit' },
    },
    {
      name: 'currencies',
      dimensions: [...HEAD, 'currency'],
      measures: ['lines', 'amount', 'fob'],
      needs: { amount: 'currency' },
    },
  ],
  open: ['mode', 'channel', 'country', 'chapter', 'heading'],
  together:
    'country with office, mode, channel, enterprise; enterprise with heading or chapter too; ' +
    'destination with heading or chapter, and unit; currency with office, mode, channel',
};
