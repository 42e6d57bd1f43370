import { Type } from '@fastify/type-provider-typebox';

const count = Type.Integer({ minimum: 0 });
const standing = Type.Integer({ description: 'Now' });
const fen = (description: string) => Type.String({ description, examples: ['1234.50'] });
const counts = (description: string) => Type.Record(Type.String(), count, { description });

const PERCENTILES = Type.Object(
  { count, p50: count, p95: count, p99: count },
  { description: 'Milliseconds, each the upper bound of its bucket; 0 when count is 0' },
);

const WAY = Type.Object({
  ...{ declared: count, matched: count, released: count, returned: count },
  ...{ withdrawn: count, departed: count },
  waiting: Type.Object({
    documents: Type.Integer({ description: 'For other documents; 10,000 means as many or more' }),
    arrival: standing,
    held: standing,
  }),
  inHands: Type.Object({
    ...{ review: standing, inspection: standing, detained: standing, handedOver: standing },
  }),
  latency: Type.Object(
    { recent: PERCENTILES, day: PERCENTILES },
    { description: 'From the acceptance of a list to its first verdict' },
  ),
});

const SERIES = Type.Record(
  Type.String({ description: 'Start of the second or minute, seconds since 1970' }),
  Type.Array(count, { minItems: 4, maxItems: 4 }),
  { description: 'Declared and released imports, declared and released exports' },
);

/** What the cockpit shows. */
export const COCKPIT = Type.Object({
  at: Type.String({ description: 'When it was read' }),
  day: Type.String({ description: 'The business day (Shanghai) that is counted' }),
  ways: Type.Object({ import: WAY, export: WAY }),
  refusals: Type.Record(
    Type.String({ examples: ['import QUOTA-YEAR'] }),
    Type.Object({
      ...{ way: Type.String(), code: Type.String(), zh: Type.String(), en: Type.String(), count },
    }),
    { description: 'Why lists were returned today: the 20 most frequent causes' },
  ),
  tax: Type.Object({
    dutiable: fen('Dutiable price of the imports released today, yuan'),
    ...{ duty: fen('Duty'), consumption: fen('Consumption tax'), vat: fen('VAT') },
  }),
  guarantees: Type.Object({ lodged: fen('In force, yuan'), used: fen('Of these in use') }),
  lanes: Type.Object({
    scans: counts('Scans of the day by instruction'),
    byLane: counts('Scans of the day by site and lane'),
    alarms: counts('Open alarms by kind'),
  }),
  gates: Type.Object({ in: count, out: count, stopped: count }),
  offices: Type.Record(
    Type.String({ description: 'Code of a customs office', examples: ['4612'] }),
    Type.Object({
      ...{ zh: Type.String(), en: Type.String() },
      imports: Type.Integer({ description: 'Parcels that came in, released today' }),
      exports: Type.Integer({ description: 'Parcels that leave, released today' }),
      ...{ returned: count, inspection: count },
    }),
  ),
  tasks: Type.Record(Type.String(), Type.Object({ open: count, overdue: count })),
  health: Type.Object({
    intake: Type.Integer({ description: 'Records that wait in this process' }),
    clearance: Type.Integer({ description: 'Lists that wait to be looked at in this process' }),
    oldestSeconds: Type.Integer({ description: 'Age of the oldest batch under way' }),
    webhooks: Type.Object({ endpoints: count, behind: count }),
    archivedThrough: Type.String({ description: 'Last archived day; empty before the first' }),
  }),
  series: Type.Object({ seconds: SERIES, minutes: SERIES }),
});
