import { Type } from '@fastify/type-provider-typebox';
import { NOTICE_STATES, type NoticeState } from '../clearance/notice-json.ts';

const text = (description: string) => Type.String({ description });
const yuan = (description: string) => Type.String({ description, examples: ['31.67'] });
const count = (description: string) => Type.Integer({ description });
const orNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });
const NEXT = orNull('Give this as `after` for what follows; null at the end');

const SUMS = {
  duty: yuan('Duty'),
  consumptionTax: yuan('Consumption tax'),
  vat: yuan('VAT'),
  total: yuan('Their sum'),
};

export const GUARANTEE = Type.Object({
  limit: yuan('What may be frozen: the guarantees in force'),
  used: yuan('Frozen for tax that is not paid'),
  left: yuan('What is left'),
  exempt: Type.Boolean({ description: 'Whether it need not guarantee, by its class' }),
  lodged: Type.Array(
    Type.Object({
      amount: yuan('Lodged'),
      from: text('First day'),
      until: orNull('First day without it; null: without an end'),
      inForce: Type.Boolean(),
    }),
  ),
  months: Type.Array(
    Type.Object({
      month: text('In which lists were released'),
      openBills: count('Bills that no notice collects yet'),
      uncollected: yuan('What they ask for'),
      notices: count('Payment notices, without void ones'),
      due: yuan('In notices that are not paid'),
      paid: yuan('In notices that are paid'),
      total: yuan('All of it'),
    }),
    { description: 'The last two years, the newest month first' },
  ),
});

const NOTICE_FIELDS = {
  dutyNo: text('Its number'),
  assureCode: text('Who pays'),
  document: orNull('What it is of where it collects no bills, such as a stock-take'),
  releasedDay: text('When its lists were released'),
  issuedAt: text('When it was issued'),
  due: text('The last day to pay in time'),
  bills: count('How many it collects'),
  ...SUMS,
  lateFee: yuan('0.05 % a day since then'),
  state: Type.Unsafe<NoticeState>(Type.String({ enum: [...NOTICE_STATES] })),
  paidAt: orNull('When it was paid'),
};
export const NOTICES = Type.Object({ notices: Type.Array(Type.Object(NOTICE_FIELDS)), next: NEXT });
export const NOTICE = Type.Object({
  ...NOTICE_FIELDS,
  hash: text('SHA-256 of its content; see docs/CONSOLE.md#tax-papers'),
});

const BILL_FIELDS = {
  taxNo: text('Its number: that of the list, and which of its bills it is'),
  listNo: text('The list'),
  state: text('1 generated, 2 collected in a payment notice, 3 void'),
  releasedDay: text('When the list was released'),
  issuedAt: text('When it was issued'),
  dutyNo: orNull('The notice that collects it'),
  ...SUMS,
};
export const BILLS = Type.Object({ bills: Type.Array(Type.Object(BILL_FIELDS)), next: NEXT });
export const BILL = Type.Object({
  ...BILL_FIELDS,
  hash: orNull('SHA-256 of its content; null of a void bill'),
  lines: Type.Array(
    Type.Object({
      gnum: count('Number of the line in the list'),
      gcode: text('Commodity code'),
      dutiablePrice: yuan('Dutiable price'),
      ...SUMS,
    }),
    { description: 'None of a void bill: its list was billed anew' },
  ),
});

const AFTER = Type.Optional(Type.String({ pattern: '^\\w{1,40}$' }));
const LIMIT = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }));
const MONTH = Type.String({ description: 'In which lists were released', examples: ['2026-10'] });

export const NOTICES_QUERY = Type.Object({
  month: MONTH,
  state: Type.Optional(Type.Unsafe<NoticeState>(Type.String({ enum: [...NOTICE_STATES] }))),
  ...{ after: AFTER, limit: LIMIT },
});
export const BILLS_QUERY = Type.Object({ month: MONTH, after: AFTER, limit: LIMIT });
export const PAGE_QUERY = Type.Object({ after: AFTER, limit: LIMIT });
export const NOTICE_NO = Type.Object({ dutyNo: Type.String({ pattern: '^\\w{1,40}$' }) });
export const BILL_NO = Type.Object({ taxNo: Type.String({ pattern: '^\\w{18}\\d{2}$' }) });

export const PDF = {
  200: {
    description: 'The paper',
    content: { 'application/pdf': { schema: Type.String({ format: 'binary' }) } },
  },
};
