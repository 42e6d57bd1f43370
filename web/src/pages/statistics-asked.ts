/** What statistics are asked for: read from the address, so that it holds them. */

export const WAYS = ['exports', 'imports'] as const;
export type Way = (typeof WAYS)[number];

/** Everybody, or officers, who see single enterprises and the month that runs. */
export type Side = 'public' | 'office';

/** By what each side may ask, the first when nothing is chosen. */
export const BY = {
  public: {
    exports: ['country', 'mode', 'channel', 'chapter', 'heading'],
    imports: ['mode', 'office', 'port', 'origin', 'chapter', 'heading'],
  },
  office: {
    exports: [
      ...['mode', 'channel', 'office', 'country', 'destination', 'chapter', 'heading'],
      ...['enterprise', 'unit', 'currency'],
    ],
    imports: ['mode', 'office', 'port', 'origin', 'chapter', 'heading', 'enterprise'],
  },
} as const satisfies Readonly<Record<Side, Readonly<Record<Way, readonly string[]>>>>;
export type By = (typeof BY)[Side][Way][number];

/** The calls that give them. */
export const CALLS = {
  public: { exports: 'readPublicExportStatistics', imports: 'readPublicImportStatistics' },
  office: { exports: 'readExportStatistics', imports: 'readImportStatistics' },
} as const;

/** The sum by which a row is large or small. */
export const VALUE: Readonly<Record<Way, string>> = { exports: 'fob', imports: 'dutiable' };

const SHANGHAI = 8 * 3_600_000;

/** A month in Shanghai as `2026-10`: this one, or so many before. */
export function monthAgo(months: number): string {
  const now = new Date(Date.now() + SHANGHAI);
  const then = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months);
  return new Date(then).toISOString().slice(0, 7);
}

export type StatisticsAsked = { readonly way: Way; readonly month: string; readonly by: By };

/** What an address asks for; what it does not say or says wrongly is as usual. */
export function statisticsAsked(side: Side, search: URLSearchParams): StatisticsAsked {
  const way = WAYS.find((one) => one === search.get('of')) ?? 'exports';
  const all: readonly By[] = BY[side][way];
  const by = all.find((one) => one === search.get('by')) ?? all[0] ?? 'mode';
  const asked = search.get('month') ?? '';
  const latest = monthAgo(side === 'public' ? 1 : 0);
  return { way, by, month: /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) ? asked : latest };
}
