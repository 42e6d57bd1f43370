import { type TSchema, Type } from '@fastify/type-provider-typebox';
import type { CreditView } from '../flows/credit-view.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { found, schemasUnder } from './route.ts';
import { NOT_FOUND } from './schemas.ts';

const text = (description: string) => Type.String({ description });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const CELL = Type.Object({
  chance: text('Percent of lists that are drawn, of an enterprise without findings'),
  most: text('The same of one with as many findings as count'),
  documents: text('Who checks documents: data, or person'),
  place: text('Where parcels are opened: spot or yard'),
});

/** The class of an enterprise. */
export const CREDIT = Type.Unsafe<NonNullable<CreditView>>(
  Type.Object({
    enterprise: text('Its code'),
    class: text('Its class on file'),
    classToday: text('What the order of today calls it'),
    regime: orNull(text('The order on credit of today')),
    exempt: Type.Boolean({ description: 'Whether it need not guarantee tax' }),
    history: Type.Array(
      Type.Object({
        class: text('Its class'),
        since: orNull(text('From this day on')),
        event: orNull(Type.Integer({ description: 'By which event' })),
        at: text('When it was given'),
      }),
      { description: 'The newest first' },
    ),
    events: Type.Array(
      Type.Object({
        serial: Type.Integer(),
        kind: text('smuggling, violation, tax-unpaid, tax-paid, certified …'),
        day: text('On which it counts'),
        paper: text('Number of the judgment, decision, certificate or notice'),
        class: orNull(text('Of a certification')),
        fine: orNull(text('Of a violation, yuan')),
        documents: orNull(Type.Integer({ description: 'Declared in the year before it' })),
        broker: orNull(Type.Boolean({ description: 'Whether it was a customs broker then' })),
        at: text('When it was entered'),
      }),
      { description: 'The newest first' },
    ),
    classes: Type.Array(
      Type.Object({
        class: text('A class of the order of today'),
        goods: orNull(Type.Object({ ORDINARY: CELL, CONDITIONAL: CELL, QUARANTINE: CELL })),
        guarantee: orNull(text('full, or exempt where the enterprise applied for it')),
        priority: orNull(Type.Integer({ description: '1 is inspected first' })),
      }),
      { description: 'The best first' },
    ),
    next: orNull(
      Type.Object({
        class: text('The class above'),
        by: text('certified or rehabilitated: what it takes'),
        overdue: Type.Array(Type.String(), { description: 'Notices to be paid before' }),
      }),
    ),
    violations: Type.Object({
      count: Type.Integer({ description: 'Within twelve months' }),
      fines: text('Their fines, yuan'),
      most: text('Above this, and with more than one in a thousand documents: dishonest'),
    }),
  }),
);

/** `GET /v1/credit`: the class of an enterprise, how it came about, and what it means. */
export function creditRoute(app: App, { platform }: Pick<Parts, 'platform'>): void {
  const schema = schemasUnder('credit', NOT_FOUND)(
    'readCredit',
    'Your credit class today, what it means for your lists, how it came about, and what the ' +
      'class above asks for.',
    '查询本企业信用等级、其适用的管理措施、变更记录与升级条件。',
    { 200: CREDIT },
  );
  app.get('/v1/credit', { schema }, async (request, reply) => {
    return reply.send(found(await platform.credit(viewerOf(request).code)));
  });
}
