import { Type } from '@fastify/type-provider-typebox';

const words = (description: string) =>
  Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() }, { description });
const proof = (description: string) =>
  Type.Union([Type.String({ examples: ['/draws/2026-11-28/7.json'] }), Type.Null()], {
    description,
  });
const next = Type.Union([Type.String(), Type.Null()], {
  description: '`after` of the next page; null on the last one',
});

export const INSPECTION_PAGE = Type.Object({
  inspections: Type.Array(
    Type.Object({
      listNo: Type.String({ description: 'Customs number of the list' }),
      serial: Type.Integer({ description: '1; 2 and more when it was inspected again or ended' }),
      ends: Type.Union([Type.Integer(), Type.Null()], {
        description: 'The serial of the result, detained or handed over, that this one ends',
      }),
      enterprise: Type.String({ description: 'Whose goods: name of the enterprise' }),
      matter: words('What was looked at'),
      label: words('Drawn at random, or chosen'),
      result: words('What came of it'),
      concludedOn: Type.String({ examples: ['2026-11-28'] }),
      publishedAt: Type.String(),
      officers: Type.Array(Type.String(), { description: 'Numbers, masked' }),
      targetsDraw: proof('The draw of targets'),
      officersDraw: proof('The draw of officers'),
    }),
  ),
  next,
});

export const DRAW_PAGE = Type.Object({
  draws: Type.Array(
    Type.Object({
      day: Type.String(),
      sequence: Type.Integer(),
      series: Type.String({ description: '`line`: parcels; `officers`' }),
      openedAt: Type.String({ description: 'When its registries were closed' }),
      state: Type.String({ description: '`open`, `drawn` or `void`' }),
      size: Type.Integer({ description: 'Targets' }),
      targetsHash: Type.String(),
      officersHash: Type.String(),
    }),
  ),
  next,
});
