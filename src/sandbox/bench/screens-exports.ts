import type { Screen } from './screen.ts';

const SIDES = [
  { by: 'office', base: '/v1/office/exports/summaries' },
  { by: 'agent', base: '/v1/exports/summaries' },
] as const;

/** The workbench of the summary down to the lines of lists, and statistics. */
export function exportScreens(month: string): Screen[] {
  return [
    ...SIDES.flatMap(({ by, base }): Screen[] => {
      const paged = { by, pages: 'after' } as const;
      return [
        {
          ...{ ...paged, name: `summaries, ${by}`, rows: 'groups' },
          path: () => `${base}?month=${month}`,
        },
        {
          ...{ ...paged, name: `summaries, the largest, ${by}`, rows: 'lines' },
          path: ({ name }) => `${base}/${name('largest group')}`,
        },
        {
          ...{ ...paged, name: `summaries, lists of it, ${by}`, rows: 'lists' },
          path: ({ name }) => `${base}/${name('largest group')}/lists`,
        },
        {
          ...{ ...paged, name: `summaries, lists of a sum, ${by}` },
          path: ({ name }) => `${base}/${name('largest group')}/lists?line=${name('rare sum')}`,
        },
      ];
    }),
    ...['mode', 'heading', 'heading,destination', 'enterprise'].map((by): Screen => {
      const path = () => `/v1/office/exports/statistics?month=${month}&by=${by}`;
      return { name: `statistics by ${by}, office`, by: 'office', path };
    }),
    ...['port', 'heading', 'enterprise'].map((by): Screen => {
      const path = () => `/v1/office/imports/statistics?month=${month}&by=${by}`;
      return { name: `imports by ${by}, office`, by: 'office', path };
    }),
  ];
}

/** What everybody may see. */
export function publicScreens(month: string): Screen[] {
  const paged = { by: 'nobody', pages: 'after', rows: 'inspections' } as const;
  return [
    { ...paged, name: 'published inspections', path: () => '/inspections.json' },
    {
      ...{ name: 'published inspections, page', by: 'nobody' },
      path: () => '/inspections',
    },
    { name: 'published draws', by: 'nobody', path: () => '/draws' },
    ...['heading', 'country'].map((by): Screen => {
      const path = () => `/v1/public/exports/statistics?month=${month}&by=${by}`;
      return { name: `statistics by ${by}, public`, by: 'nobody', path };
    }),
    {
      ...{ name: 'a buyer', by: 'nobody', path: () => '/v1/public/buyer' },
      body: ({ buyer }) => ({ ...buyer }),
    },
  ];
}
