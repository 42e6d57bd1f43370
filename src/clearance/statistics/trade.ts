import type { Measure, Trade } from '../../statistics/trade.ts';

const MONEY: readonly Measure[] = ['dutiable', 'duty', 'consumption', 'vat'];

/**
 * What came in. Seller times heading times origin would have nearly as many rows as there are
 * lists, so these are tables of their own; each tells sellers apart, of which small numbers are.
 */
export const IMPORTS: Trade = {
  ...{ id: 'IMPORTS', zh: '跨境电商进口月度统计', en: 'Monthly statistics of e-commerce imports' },
  ...{ schema: 'clearance', value: 'dutiable' },
  cubes: [
    {
      name: 'lists',
      dimensions: ['office', 'mode', 'port', 'enterprise'],
      measures: ['lists', 'lines', 'packs', 'gross', 'net', ...MONEY],
      needs: {},
    },
    {
      name: 'headings',
      dimensions: ['office', 'mode', 'heading', 'enterprise'],
      measures: ['lists', 'lines', ...MONEY],
      needs: { lists: 'heading' },
    },
    {
      name: 'origins',
      dimensions: ['office', 'mode', 'origin', 'enterprise'],
      measures: ['lists', 'lines', ...MONEY],
      needs: { lists: 'origin' },
    },
  ],
  open: ['mode', 'office', 'port', 'origin', 'chapter', 'heading'],
  together:
    'port with office, mode, enterprise; heading or chapter with those but port; ' +
    'origin with those but port',
};
