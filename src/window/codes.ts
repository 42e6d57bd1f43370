import { Type } from '@fastify/type-provider-typebox';
import type { CodeTable } from '../registry/profile.ts';
import type { App, Parts } from './app.ts';
import { schemasUnder } from './route.ts';

const CODE = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() });

/** The codes of one table. */
export const CODES = Type.Array(CODE);

/** A code table as it is told. */
export const codesJson = (table: CodeTable | undefined) =>
  [...(table ?? [])].map(([code, { zh, en }]) => ({ code, zh, en }));

/** `GET /v1/public/codes`: what the codes in documents and figures mean, without an account. */
export function codesRoute(app: App, { platform }: Parts): void {
  const schema = schemasUnder('declarations')(
    'readCodes',
    'Read the code tables of the zone by the name of each: unit, country, currency, customs, ' +
      'tradeMode, trafMode, wrapType. Needs no token.',
    '读取代码表：计量单位、国别（地区）、币制、关区、监管方式、运输方式、包装种类；无需令牌。',
    { 200: Type.Record(Type.String(), CODES) },
  );
  app.get('/v1/public/codes', { schema }, async (_, reply) => {
    const tables = Object.entries(platform.codes());
    return reply.send(Object.fromEntries(tables.map(([name, of]) => [name, codesJson(of)])));
  });
}
