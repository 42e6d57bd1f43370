import { type Instant, isoShanghai } from '../base/dates.ts';
import { sumText } from './csv.ts';
import type { Label, Labels } from './labels.ts';
import type { StatisticsTable } from './table.ts';
import { DIMENSIONS, type Dimension, MEASURES, type Measure, type Trade } from './trade.ts';

const SCHEMA =
  'https://raw.githubusercontent.com/sdmx-twg/sdmx-json/v2.0.0/data-message/tools/schemas/' +
  '2.0.0/sdmx-json-data-schema.json';

/** Under which the answer is sent. */
export const SDMX_TYPE = 'application/vnd.sdmx.data+json; version=2.0.0';

/** What a message says beside the table. */
export type SdmxOptions = {
  readonly labels: Labels;
  /** When it was made. */
  readonly at: Instant;
  /** Whether the month is not over yet. */
  readonly isProvisional: boolean;
};

/**
 * A table as an SDMX-JSON 2.0 data message: all dimensions but the month are at the observations,
 * which are named by the places of their codes. Counts are numbers; sums with decimals are texts,
 * as the format has it for decimals, so that every fen is there however large the sum.
 */
export function statisticsSdmx(table: StatisticsTable, options: SdmxOptions): object {
  const { trade, month, dimensions, rows } = table;
  const codes = dimensions.map((_, i) => [...new Set(rows.map(({ keys }) => keys[i]!))].sort());
  const places = codes.map((own) => new Map(own.map((code, place) => [code, place])));
  const observations = rows.map(({ keys, sums }) => {
    const key = keys.map((code, i) => places[i]!.get(code)).join(':');
    return [key, sums.map((sum, i) => jsonOf(table.measures[i]!, sum))] as const;
  });
  const dataSet = {
    structure: 0,
    action: 'Information',
    links: [{ urn: urnOf(trade, dimensions), rel: 'DataStructure' }],
    attributes: [0],
    observations: Object.fromEntries(observations),
  };
  return {
    meta: {
      schema: SCHEMA,
      id: idOf([trade.id, ...dimensions, month]),
      prepared: isoShanghai(options.at),
      test: false,
      contentLanguages: ['en', 'zh'],
      sender: { id: 'ONESTEP', ...namedBy({ zh: '单一窗口', en: 'Onestep single window' }) },
    },
    // A dimension has one code at least, so a table without rows is a message without data.
    data:
      rows.length === 0
        ? NOTHING
        : { structures: [structureOf(table, codes, options)], dataSets: [dataSet] },
  };
}

const NOTHING = { structures: [], dataSets: [] };

function structureOf(
  { trade, month, dimensions, measures, revisedOn }: StatisticsTable,
  codes: readonly (readonly string[])[],
  { labels, isProvisional }: SdmxOptions,
) {
  const status = isProvisional ? STATUSES.P : revisedOn === null ? STATUSES.A : STATUSES.R;
  return {
    dataSets: [0],
    links: [{ urn: urnOf(trade, dimensions), rel: 'DataStructure' }],
    ...namedBy(trade),
    dimensions: {
      dataSet: [timeDimension(month)],
      observation: dimensions.map((one, i) => dimensionOf(one, i + 1, codes[i] ?? [], labels)),
    },
    measures: { observation: measures.map(measureOf) },
    attributes: {
      dataSet: [
        {
          id: 'OBS_STATUS',
          ...namedBy({ zh: '数据状态', en: 'Observation status' }),
          relationship: { dataflow: {} },
          values: [status],
        },
      ],
    },
  };
}

/** Codes of the SDMX code list of observation status. */
const STATUSES = {
  A: { id: 'A', ...namedBy({ zh: '正常值', en: 'Normal value' }) },
  P: {
    id: 'P',
    ...namedBy({ zh: '初步值，该月尚未结束', en: 'Provisional: the month is not over' }),
  },
  R: { id: 'R', ...namedBy({ zh: '修订值', en: 'Revised' }) },
} as const;

function timeDimension(month: string) {
  return {
    id: 'TIME_PERIOD',
    ...namedBy({ zh: '时间', en: 'Time period' }),
    keyPosition: 0,
    roles: ['TIME_PERIOD'],
    format: { dataType: 'GregorianYearMonth' },
    values: [{ value: month }],
  };
}

function dimensionOf(
  dimension: Dimension,
  keyPosition: number,
  codes: readonly string[],
  labels: Labels,
) {
  return {
    id: dimension.toUpperCase(),
    ...namedBy(DIMENSIONS[dimension]),
    keyPosition,
    values: codes.map((code) => {
      return { id: code, ...namedBy(labels(dimension, code) ?? { zh: code, en: code }) };
    }),
  };
}

function measureOf(measure: Measure) {
  const isCount = MEASURES[measure].form === 'count';
  return {
    id: measure.toUpperCase(),
    ...namedBy(MEASURES[measure]),
    format: { dataType: isCount ? 'Count' : 'Decimal' },
  };
}

function namedBy({ zh, en }: Label) {
  return { name: en, names: { en, zh } };
}

const idOf = (parts: readonly string[]) => parts.join('_').toUpperCase();

const urnOf = (trade: Trade, dimensions: readonly Dimension[]) =>
  'urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=' +
  `ONESTEP:${idOf([trade.id, ...dimensions])}(1.0.0)`;

/** Counts stay far below what a number of JSON holds exactly. */
function jsonOf(measure: Measure, sum: bigint): number | string {
  return MEASURES[measure].form === 'count' ? Number(sum) : sumText(measure, sum);
}
