import { type TSchema, Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import {
  DECLARATION_FIELDS,
  type DeclarationField,
  GOODS_FIELDS,
} from '../documents/declaration/fields.ts';
import { isRepeatable } from '../flows/copy-declaration.ts';
import type { Choices, FoundGoods } from '../flows/declaring.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { CODES, codesJson } from './codes.ts';
import { LIST_ID } from './declarations.ts';
import { AS_IT_CAME } from './declare.ts';
import { found, REFUSED, schemasUnder, taken } from './route.ts';
import { NOT_FOUND } from './schemas.ts';

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const yuan = (description: string) => Type.String({ description: `${description}, yuan` });
const texts = (description: string) => Type.Array(Type.String(), { description });

const FIELD = Type.Object({
  path: Type.String({ description: 'In the body, dotted' }),
  zh: Type.String(),
  en: Type.String({ description: 'A name; after a semicolon, what may be said' }),
  kind: Type.String({ description: 'text, enterprise, integer, decimal, yuan, moment' }),
  required: Type.Boolean(),
  otherwise: orNull(
    Type.String({ description: 'What stands when it is left out; =path: as there' }),
  ),
  personal: Type.Boolean(),
  repeatable: Type.Boolean({ description: 'Another declaration may say the same' }),
});
const PRINCIPAL = Type.Object({
  code: Type.String(),
  name: Type.String(),
  documents: texts('What you may send for it: order, payment, waybill, list'),
});
const CHOICES = Type.Object({
  now: Type.String(),
  date: Type.String({ description: 'The day whose law this is' }),
  head: Type.Array(FIELD),
  goods: Type.Array(FIELD),
  modes: texts('Trade modes that are open'),
  customs: texts('Customs offices a list may be declared at'),
  singleLimit: yuan('What one list may be worth'),
  annualLimit: yuan('What a person may buy in a year'),
  principals: Type.Array(PRINCIPAL, { description: 'You, and those you have undertakings for' }),
  codes: Type.Object({
    ...{ unit: CODES, country: CODES, customs: CODES },
    ...{ tradeMode: CODES, trafMode: CODES, wrapType: CODES },
  }),
  uploadDeclarations: Type.Integer({ description: 'Declarations in one file' }),
  uploadRows: Type.Integer({ description: 'Rows of one file' }),
});

const GOODS = Type.Object({
  goods: Type.Array(
    Type.Object({
      source: Type.String({ description: 'filed: an article on file; tariff: a line of it' }),
      enterprise: orNull(Type.String({ description: 'Whose article it is' })),
      itemNo: orNull(Type.String()),
      hs: Type.String({ description: '8 or 10 digits' }),
      name: Type.String(),
      nameEn: orNull(Type.String()),
      vat: orNull(Type.String({ description: 'Rate, such as 13/100; null: no rate is in force' })),
      duty: orNull(Type.String({ description: 'Rate over the single limit' })),
      consumption: orNull(
        Type.String({ description: 'none, advalorem, specific, compound, highend' }),
      ),
      consumptionUnit: orNull(Type.String({ description: 'What it counts: t, kg, l' })),
      isListed: Type.Boolean({ description: 'On the positive list of retail import' }),
      remarks: texts('On its line of that list'),
    }),
    { description: 'The best first' },
  ),
});

const BASKET = Type.Object(
  {
    date: Type.Optional(Type.String({ description: 'Day of the declaration; else today' })),
    freight: Type.Optional(yuan('Of the whole basket')),
    insurance: Type.Optional(yuan('Of the whole basket')),
    annualRemaining: Type.Optional(yuan('What the buyer has left of the annual limit')),
    channel: Type.Optional(
      Type.String({ description: 'preferential or full; else as limits say' }),
    ),
    seller: Type.Optional(Type.String({ description: 'Whose articles `itemNo` names' })),
    lines: Type.Array(
      Type.Object({
        price: yuan('Retail price of the line, in total'),
        qty: Type.String({ description: 'Quantity' }),
        goods: Type.Optional(Type.String({ description: 'HS code; or the rates themselves' })),
        itemNo: Type.Optional(Type.String()),
        unit: Type.Optional(Type.String({ description: 'Codes of units' })),
        quantity1: Type.Optional(Type.String({ description: 'Statutory quantity' })),
        unit1: Type.Optional(Type.String()),
        quantity2: Type.Optional(Type.String()),
        unit2: Type.Optional(Type.String()),
        specificUnits: Type.Optional(
          Type.String({ description: 'In the unit of a specific rate' }),
        ),
        content: Type.Optional(Type.String({ description: 'ml or g of the line' })),
        pieces: Type.Optional(Type.String()),
        vatRate: Type.Optional(Type.String()),
        consumptionRate: Type.Optional(Type.String()),
        specificPerUnit: Type.Optional(Type.String()),
        dutyRate: Type.Optional(Type.String()),
      }),
      { minItems: 1, maxItems: LIMITS.linesPerRecord },
    ),
  },
  { description: 'A basket; all values are texts' },
);
const PRICED = Type.Object({
  channel: Type.String({ description: 'preferential or full' }),
  lines: Type.Array(
    Type.Object({
      ...{ dutiablePrice: yuan('With its share of freight and insurance'), duty: yuan('Duty') },
      ...{ consumptionTax: yuan('Consumption tax'), vat: yuan('VAT') },
    }),
  ),
  total: yuan('All taxes'),
});

const SAID = Type.Record(Type.String(), Type.String(), { description: 'By the path of the field' });
const COPY = Type.Object({ head: SAID, goods: Type.Array(SAID) });

const QUERY = Type.Object({
  search: Type.String({
    ...{ minLength: 1, maxLength: 100 },
    description: 'Words: beginning of a code, part of a name (Chinese or English) or item number',
  }),
  seller: Type.Optional(
    Type.String({ maxLength: 20, description: 'Only articles of this enterprise' }),
  ),
});

/** What helps whoever fills in a declaration: choices, goods, tax, and an earlier list. */
export function declaringRoutes(app: App, { platform: { declaring } }: Parts): void {
  const schemaOf = schemasUnder('declarations');
  const choices = schemaOf(
    'readDeclarationChoices',
    'What a declaration may say today: fields, code tables, and for whom you may send.',
    '申报表单：字段、代码表以及可代为传输的企业。',
    { 200: CHOICES },
  );
  app.get('/v1/declarations/choices', { schema: choices }, async (request, reply) =>
    reply.send(choicesJson(await declaring.choices(viewerOf(request)))),
  );
  const goods = schemaOf(
    'searchGoods',
    'Search goods by code, name or item number: articles on file of those you declare for, then ' +
      `the tariff in force; the ${LIMITS.goodsFound} best, each with its rates. Of more than ` +
      '40,000 articles those beyond are found by how their item number begins.',
    '按商品编码、名称或货号查找已备案商品和税则商品，附税率和正面清单备注。',
    { 200: GOODS },
  );
  const schema = { ...goods, querystring: QUERY };
  app.get('/v1/goods', { schema }, async (request, reply) => {
    const { search, seller = null } = request.query;
    const all = await declaring.goods(search, seller, viewerOf(request));
    return reply.send({ goods: all.map(goodsJson) });
  });
  const tax = schemaOf(
    'askTax',
    'Price a basket: which channel, and duty, consumption tax and VAT of each line, exact to the ' +
      'fen, by the law of its day. Nothing is kept.',
    '试算税款：适用渠道及各行关税、消费税、增值税，精确到分。',
    { 200: PRICED, ...REFUSED },
  );
  const taxing = { schema: { ...tax, body: BASKET }, ...AS_IT_CAME };
  app.post<{ Body: unknown }>('/v1/tax', taxing, async (request, reply) => {
    const { channel, lines, total } = taken(await declaring.tax(request.body, viewerOf(request)));
    return reply.send({ channel, lines: [...lines], total });
  });
  const copy = schemasUnder('declarations', NOT_FOUND)(
    'copyDeclaration',
    'A list of imports as the beginning of another declaration: goods, firms, weights and the ' +
      'like of those of its documents that you sent; without numbers, times, and the buyer.',
    '以已有清单为蓝本：返回商品、企业、重量等内容，不含编号、时间和订购人信息。',
    { 200: COPY },
  );
  const copying = { schema: { ...copy, params: LIST_ID } };
  app.get('/v1/declarations/:listNo/copy', copying, async (request, reply) => {
    const said = found(await declaring.copy(request.params.listNo, viewerOf(request)));
    const goods = said.goods.map((line) => Object.fromEntries(line));
    return reply.send({ head: Object.fromEntries(said.head), goods });
  });
}

function fieldJson(field: DeclarationField) {
  const { path, zh, en, kind, required, otherwise, personal } = field;
  return {
    ...{ path, zh, en, kind, required, otherwise },
    personal: personal !== null,
    repeatable: isRepeatable(field),
  };
}

function choicesJson({ now, codes, principals, modes, customs, ...rest }: Choices) {
  const table = (name: string) => codesJson(codes[name]);
  return {
    ...rest,
    now: isoShanghai(now),
    head: DECLARATION_FIELDS.map(fieldJson),
    goods: GOODS_FIELDS.map(fieldJson),
    ...{ modes: [...modes], customs: [...customs] },
    principals: principals.map((one) => ({ ...one, documents: [...one.documents] })),
    codes: {
      ...{ unit: table('unit'), country: table('country'), customs: table('customs') },
      ...{ tradeMode: table('tradeMode'), trafMode: table('trafMode') },
      wrapType: table('wrapType'),
    },
    uploadDeclarations: LIMITS.uploadDeclarations,
    uploadRows: LIMITS.uploadRows,
  };
}

const goodsJson = ({ remarks, ...rest }: FoundGoods) => ({ ...rest, remarks: [...remarks] });
