import type { SaidField } from './fields.ts';
import type { SaidTables } from './said.ts';

const text = { kind: 'text', required: true, otherwise: null } as const;

/** What is asked with `POST /v1/exports/channel`: a ticket before it is declared. */
export const CHANNEL_FIELDS = {
  head: [
    { ...text, path: 'mode', zh: '监管方式', en: 'trade mode', example: '9710' },
    {
      ...{ path: 'date', zh: '申报日期', en: 'day of the declaration; else today' },
      ...{ kind: 'day', required: false, otherwise: null, example: '2026-11-28' },
    },
    {
      ...{ path: 'licenseNo', zh: '许可证号', en: 'licence, if there is one' },
      ...{ ...text, required: false, example: '' },
    },
  ],
  goods: [
    { ...text, path: 'hs', zh: '商品编码', en: 'code of ten digits', example: '6109100021' },
    {
      ...{ path: 'total', zh: '总价', en: 'FOB price of the line' },
      ...{ kind: 'money', required: true, otherwise: null, example: '4000.00' },
    },
    {
      ...{ path: 'currency', zh: '币制', en: 'its currency; else the yuan' },
      ...{ ...text, required: false, otherwise: '142', example: '502' },
    },
  ] satisfies readonly SaidField[],
} satisfies SaidTables;
