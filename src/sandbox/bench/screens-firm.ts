import { WEBHOOK } from './pages-firm.ts';
import type { Screen } from './screen.ts';

const paged = { by: 'agent', pages: 'after' } as const;
const received = { by: 'agent', pages: 'before', rows: 'receipts' } as const;

/** Months such as `2026-10`: of open bills and of notices. */
type Months = { readonly now: string; readonly notices: string };

/** What a firm has and sees: receipts, tax, repairs, keys, webhooks. */
export function firmScreens(months: Months): Screen[] {
  return [
    {
      ...received,
      ...{ name: 'receipts', path: () => '/v1/receipts/search' },
    },
    {
      ...received,
      ...{ name: 'receipts by type', path: () => '/v1/receipts/search?type=CEB622&status=800' },
    },
    {
      ...{ name: 'receipts by number', by: 'agent' },
      path: ({ list }) => `/v1/receipts/search?number=${list.listNo}`,
    },
    {
      ...{ name: 'receipts, not found', by: 'agent', rows: 'receipts', isEmpty: true },
      path: () => '/v1/receipts/search?number=NOBODY1',
    },
    ...taxScreens(months),
    { ...paged, name: 'repairs', rows: 'repairs', path: () => '/v1/repairs' },
    { name: 'repairs, causes', by: 'agent', rows: 'causes', path: () => '/v1/repairs/causes' },
    {
      ...{ ...paged, name: 'repairs, lists of a cause', rows: 'lists' },
      path: ({ name }) => `/v1/repairs/causes/${name('cause')}/lists`,
    },
    {
      ...{ name: 'repairs, causes of orders', by: 'agent', rows: 'causes' },
      path: () => '/v1/repairs/causes?direction=import&document=order',
    },
    {
      ...{ ...paged, name: 'repairs, orders of a cause', rows: 'lists' },
      path: ({ name }) => `/v1/repairs/causes/${name('cause of orders')}/lists`,
    },
    {
      ...{ name: 'repairs, one', by: 'agent' },
      path: ({ name }) => `/v1/repairs/${name('largest repair')}`,
    },
    {
      ...{ ...paged, name: 'repairs, lists of one', rows: 'lists' },
      path: ({ name }) => `/v1/repairs/${name('largest repair')}/lists`,
    },
    {
      ...{ ...paged, name: 'repairs, what was refused of one' },
      path: ({ name }) => `/v1/repairs/${name('largest repair')}/lists?result=refused`,
    },
    { name: 'credit', by: 'agent', path: () => '/v1/credit' },
    { name: 'keys, tokens', by: 'agent', rows: 'tokens', path: () => '/v1/tokens' },
    { name: 'keys, requests', by: 'agent', path: () => '/v1/certificates/requests' },
    { name: 'webhooks', by: 'agent', rows: 'webhooks', path: () => '/v1/webhooks' },
    {
      ...{ name: 'webhooks, attempts', by: 'agent', rows: 'attempts' },
      path: () => `/v1/webhooks/${WEBHOOK}/attempts`,
    },
    {
      ...{ name: 'payment data', by: 'platform', rows: 'pulls', pages: 'after', key: 'sessionID' },
      path: () => '/v1/payment-data/pulls',
    },
    {
      ...{ name: 'exports due', by: 'agent' },
      path: () => '/v1/exports/due',
    },
  ];
}

function taxScreens(months: Months): Screen[] {
  return [
    { name: 'tax, guarantee and months', by: 'agent', path: () => '/v1/tax/guarantee' },
    {
      ...{ ...paged, name: 'tax, notices', rows: 'notices' },
      path: () => `/v1/tax/notices?month=${months.notices}`,
    },
    {
      ...{ ...paged, name: 'tax, paid notices' },
      path: () => `/v1/tax/notices?month=${months.notices}&state=paid`,
    },
    {
      ...{ ...paged, name: 'tax, bills to collect', rows: 'bills' },
      path: () => `/v1/tax/bills?month=${months.now}`,
    },
    {
      ...{ name: 'tax, a notice', by: 'agent' },
      path: ({ name }) => `/v1/tax/notices/${name('notice')}`,
    },
    {
      ...{ ...paged, name: 'tax, bills of a notice', rows: 'bills' },
      path: ({ name }) => `/v1/tax/notices/${name('notice')}/bills`,
    },
    {
      ...{ name: 'tax, a bill', by: 'agent' },
      path: ({ name }) => `/v1/tax/bills/${name('bill')}`,
    },
  ];
}
