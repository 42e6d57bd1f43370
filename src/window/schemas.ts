import { type TSchema, Type } from '@fastify/type-provider-typebox';

/** The shapes of the answers, for the description at /openapi.json and for fast writing. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const yuan = (description: string) =>
  Type.String({ description: `${description}, CNY with two decimals`, examples: ['31.67'] });
const time = (description: string) =>
  Type.String({ description, examples: ['2026-11-23T20:12:15.000+08:00'] });

export const FINDING = Type.Object(
  {
    code: Type.String({ description: 'Number of the trade (1313, -621001) or ours (FLD-LENGTH)' }),
    zh: Type.String(),
    en: Type.String(),
    path: orNull(Type.String({ description: 'Element or part of the request', examples: ['qty'] })),
    line: Type.Optional(Type.Integer({ description: 'Line in the sent bytes, from 1' })),
    law: orNull(Type.String({ description: 'Announcement and article' })),
    hint: orNull(Type.String({ description: 'What would mend it' })),
    hintZh: Type.Optional(orNull(Type.String())),
  },
  { $id: 'Finding', title: 'Finding' },
);

export const PROBLEM = Type.Object(
  {
    type: Type.String({ examples: ['urn:onestep:fault:refused'] }),
    title: Type.String(),
    titleZh: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    retryable: Type.Boolean({ description: 'Whether the same request may succeed later' }),
    requestId: orNull(Type.String({ description: 'As the log of the platform has it' })),
    findings: Type.Array(Type.Ref('Finding'), { minItems: 1 }),
    findingsLeftOff: Type.Optional(Type.Integer({ description: 'Findings not shown' })),
  },
  { $id: 'Problem', title: 'Problem (RFC 9457)' },
);

export const RECEIPT = Type.Object(
  {
    cursor: Type.Integer({ minimum: 1, description: 'Place in your stream; never skips' }),
    type: Type.String({ examples: ['CEB622'] }),
    status: Type.String({ description: 'returnStatus', examples: ['120', '800', '-621001'] }),
    info: Type.String({ description: 'returnInfo', examples: ['[Code:2600;Desc:放行]'] }),
    at: time('When it was given'),
    keys: Type.Record(Type.String(), Type.String(), {
      description: 'The elements that name the document, as in the receipt message',
      examples: [{ ebpCode: '4101W60001', ebcCode: '4101960002', orderNo: 'SO20261123001' }],
    }),
    findings: Type.Array(Type.Ref('Finding')),
    parts: Type.Optional(
      Type.Record(Type.String(), Type.Array(Type.Record(Type.String(), Type.String())), {
        description: 'Of a document of a zone: its groups, as in the receipt message',
      }),
    ),
    recordGuid: orNull(
      Type.String({ description: 'guid of your record, or your number of a document of a zone' }),
    ),
  },
  { $id: 'Receipt', title: 'Receipt' },
);

export const SHARED_SCHEMAS = [FINDING, PROBLEM, RECEIPT];

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
});

/** Answers that any address under /v1 may give. */
export const COMMON_PROBLEMS = {
  400: problem('The request is not as described'),
  401: problem('No valid token'),
  500: problem('Something is broken here'),
  503: problem('Try again later; see Retry-After'),
};

export const NOT_FOUND = { 404: problem('Nothing under this number that is yours to see') };
export const FORBIDDEN = { 403: problem('Not for this enterprise') };
export const NOT_ACCEPTABLE = { 406: problem('No answer in an accepted form') };
export const NOT_READY = { 503: problem('Work cannot be taken; the findings say why') };

/** Answers to a message that is not taken. */
export const PROBLEM_ANSWERS = {
  ...COMMON_PROBLEMS,
  ...FORBIDDEN,
  408: problem('Too slow'),
  409: problem('Other content under a key that is stored'),
  413: problem('Too large'),
  415: problem('Content type, character set or encoding not taken'),
  422: problem('The message itself is refused: structure, signature, sender'),
  429: problem('Too much at once; see Retry-After'),
};

export const ACCEPTED = Type.Object(
  {
    messageId: Type.String({ description: 'Derived from the bytes: a UUID' }),
    type: Type.String({ examples: ['CEB621'] }),
    records: Type.Integer(),
    duplicate: Type.Boolean({ description: 'The same bytes were accepted before' }),
  },
  { description: 'Stored durably' },
);

export const MESSAGE = Type.Object({
  messageId: Type.String(),
  type: Type.String({ examples: ['CEB621'] }),
  sender: Type.String({ description: 'Code of the enterprise that sent it' }),
  receivedAt: time('When it was stored'),
  signature: orNull(Type.String({ description: 'How it was signed and verified' })),
  certificate: orNull(Type.String({ description: 'Serial number of the certificate' })),
  records: Type.Array(
    Type.Object({
      record: Type.Integer({ description: 'Place in the message, from 1' }),
      key: Type.Record(Type.String(), Type.String(), { description: 'Elements of its key' }),
      state: Type.String({ description: 'filed, deleted, changed, draft, refused, quarantined' }),
      codes: Type.Array(Type.String(), { description: 'Why it was refused' }),
      preNo: orNull(Type.String({ description: 'Pre-entry number' })),
    }),
  ),
});

export const RECEIPT_PAGE = Type.Object({
  receipts: Type.Array(Type.Ref('Receipt')),
  next: Type.Integer({ description: 'Give this as `after` the next time' }),
});

/** A refund that customs accepted, until it ended and how. */
export const REFUND = Type.Object({
  listNo: Type.String(),
  preNo: Type.String({ description: 'As CEB626 has it' }),
  state: Type.String({ description: 'open, closed (relief given), lapsed or refused' }),
  acceptedAt: time('When customs accepted the request'),
  due: Type.String({ description: 'Last day on which the goods may arrive' }),
  endedAt: orNull(time('When it ended')),
  reason: orNull(Type.String({ description: 'Why it ended without relief' })),
  lines: Type.Array(Type.Object({ gnum: Type.Integer(), qty: Type.String() })),
  relief: Type.Object({
    dutiablePrice: yuan('Given back to the quota of the buyer'),
    duty: yuan('Duty given back'),
    consumptionTax: yuan('Consumption tax given back'),
    vat: yuan('VAT given back'),
  }),
});

const RETURN = Type.Object({
  listNo: Type.String(),
  preNo: Type.String({ description: 'As CEB214 has it' }),
  state: Type.String({
    description: 'open, closed (the goods are back), lapsed, refused, or withdrawn by its sender',
  }),
  acceptedAt: time('When customs accepted the request (CEB213)'),
  due: Type.String({ description: 'Last day on which the goods may be back' }),
  endedAt: orNull(time('When it ended')),
  reason: orNull(Type.String({ description: 'Why it ended without its goods' })),
  bookNo: orNull(Type.String({ description: 'Book that the goods go back to' })),
  waybill: Type.Object({ logisticsCode: Type.String(), logisticsNo: Type.String() }),
  lines: Type.Array(Type.Object({ gnum: Type.Integer(), qty: Type.String() })),
});

const EXPORT_PART = Type.Object(
  {
    tradeMode: Type.String(),
    statisticsFlag: Type.String({ description: 'A simplified, B to be declared in a summary' }),
    ieDate: Type.String({ description: 'Day of export as it was declared' }),
    country: Type.String({ description: 'Country of arrival' }),
    passage: orNull(
      Type.Object({
        channel: orNull(Type.String({ description: 'A, B, or L: list of a sale to a firm' })),
        fob: orNull(yuan('Free on board')),
        billNo: orNull(Type.String({ description: 'Of the master waybill (CEB607)' })),
        releasedAt: orNull(time('When it was released')),
        closedAt: orNull(time('When a departure (CEB509) closed it')),
      }),
    ),
    returns: Type.Array(RETURN, { description: 'That customs accepted, the oldest first' }),
  },
  { description: 'Of a parcel that leaves; null of one that comes in' },
);

export const DECLARATION = Type.Object({
  preNo: Type.String(),
  invtNo: orNull(Type.String()),
  copNo: orNull(Type.String()),
  ebpCode: Type.String(),
  ebcCode: Type.String(),
  agentCode: Type.String(),
  orderNo: Type.String(),
  logisticsCode: Type.String(),
  logisticsNo: Type.String(),
  customsCode: Type.String(),
  declDate: Type.String(),
  status: Type.String({ description: 'The newest returnStatus' }),
  timeline: Type.Array(
    Type.Object({
      at: time('When'),
      status: Type.String({
        description: 'A returnStatus; S for what the carrier told: the parcel was signed for',
      }),
      info: Type.String(),
    }),
  ),
  refunds: Type.Array(REFUND),
  bills: Type.Array(
    Type.Object({
      taxNo: Type.String(),
      state: Type.String({ description: '1 generated, 2 collected in a payment notice, 3 void' }),
      issuedAt: time('When it was issued'),
      dutyNo: orNull(Type.String({ description: 'The payment notice' })),
      duty: yuan('Duty'),
      consumptionTax: yuan('Consumption tax'),
      vat: yuan('VAT'),
    }),
  ),
  verdict: orNull(
    Type.Object({
      status: Type.String(),
      decidedAt: time('When clearance decided'),
      profileVersion: Type.String({ description: 'The law as it was used' }),
      findings: Type.Array(Type.Ref('Finding')),
      tax: orNull(
        Type.Object({
          channel: Type.String({ description: 'preferential (70 % composite tax) or full' }),
          dutiablePrice: yuan('Dutiable price'),
          total: yuan('Tax of the list'),
          lines: Type.Array(
            Type.Object({
              gnum: Type.Integer(),
              dutiablePrice: yuan('Dutiable price'),
              duty: yuan('Duty'),
              consumptionTax: yuan('Consumption tax'),
              vat: yuan('VAT'),
            }),
          ),
        }),
      ),
    }),
  ),
  export: orNull(EXPORT_PART),
});

export const QUOTA = Type.Object({
  year: Type.Integer(),
  limit: yuan('Annual limit'),
  used: yuan('Used by released parcels'),
  reserved: yuan('Reserved by parcels under way'),
  remaining: yuan('What is left'),
  counters: Type.Array(
    Type.Object({
      code: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      unit: Type.String(),
      limit: Type.String(),
      used: Type.String(),
    }),
  ),
});

/** For the reader of the description only; `receiptXml` writes it. */
const RECEIPT_MESSAGE = Type.Object(
  {
    version: Type.String({ examples: ['1.0'], xml: { attribute: true } }),
    guid: Type.String({ examples: ['36 characters'], xml: { attribute: true } }),
    InventoryReturn: Type.Object({
      guid: Type.String({ examples: ['36 characters'] }),
      customsCode: Type.String({ examples: ['4612'] }),
      preNo: Type.String({ examples: ['B20261123000000001'] }),
      invtNo: Type.String({ examples: ['46122026I000000001'] }),
      returnStatus: Type.String({ examples: ['800'] }),
      returnTime: Type.String({ examples: ['20261123120506007'] }),
      returnInfo: Type.String({ examples: ['[Code:2600;Desc:放行]'] }),
    }),
  },
  {
    description: 'The receipt message; here of a list, shortened',
    xml: { name: 'CEB622Message', namespace: 'http://www.chinaport.gov.cn/ceb' },
  },
);

/** A receipt as the bare message. */
export const RECEIPT_XML = { schema: RECEIPT_MESSAGE };

/** A page of receipts, each message whole. */
export const RECEIPT_PAGE_XML = {
  schema: Type.Object(
    {
      next: Type.String({ examples: ['7'], xml: { attribute: true } }),
      Receipt: Type.Object({
        cursor: Type.String({ examples: ['7'], xml: { attribute: true } }),
        CEB622Message: RECEIPT_MESSAGE,
      }),
    },
    { description: 'A list of receipt messages', xml: { name: 'Receipts' } },
  ),
};
