import { maskIdentity } from '../../documents/masking.ts';
import type { Screen } from './screen.ts';

const GROUPS = ['submitted', 'action', 'inspection', 'released', 'returned'] as const;
const KINDS = ['listNo', 'preNo', 'orderNo', 'logisticsNo'] as const;
const SIDES = [
  { by: 'office', base: '/v1/office/declarations' },
  { by: 'agent', base: '/v1/declarations' },
] as const;

/** Lists of imports and exports, and what finds one of them. */
export const LIST_SCREENS: readonly Screen[] = [
  ...SIDES.flatMap(({ by, base }): Screen[] => [
    ...GROUPS.map((state): Screen => {
      const rows = state === 'submitted' ? {} : { rows: 'lists' };
      const path = () => `${base}?state=${state}`;
      return { name: `lists, ${state}, ${by}`, by, path, pages: 'after', ...rows };
    }),
    ...KINDS.map((kind): Screen => {
      const path: Screen['path'] = ({ list }) => `${base}?number=${list[kind]}`;
      return { name: `lists by ${kind}, ${by}`, by, path, rows: 'lists' };
    }),
    { name: `a list, ${by}`, by, path: ({ list }) => `${base}/${list.listNo}` },
    { name: `its documents, ${by}`, by, path: ({ list }) => `${base}/${list.listNo}/documents` },
    {
      ...{ name: `lists of a person, ${by}`, by, path: () => `${base}/search` },
      body: ({ buyer: { idNumber } }) => ({ idNumber }),
    },
    {
      ...{ name: `lists of a masked number, ${by}`, by, path: () => `${base}/search` },
      body: ({ buyer: { idNumber } }) => ({ idNumber: maskIdentity(idNumber) }),
    },
  ]),
  {
    ...{ name: 'lists of nobody, office', by: 'office', rows: 'lists', isEmpty: true },
    ...{ path: () => '/v1/office/declarations?number=NOBODY1' },
  },
  {
    ...{ name: 'goods, found', by: 'agent', rows: 'goods' },
    path: () => '/v1/goods?search=bench',
  },
  {
    ...{ name: 'goods, by number', by: 'agent', rows: 'goods' },
    path: () => '/v1/goods?search=BG000000042',
  },
  {
    ...{ name: 'goods, not found', by: 'agent', rows: 'goods', isEmpty: true },
    path: () => '/v1/goods?search=zzqx',
  },
  {
    ...{ name: 'goods, of the tariff', by: 'agent', rows: 'goods' },
    path: () => '/v1/goods?search=3304',
  },
];
