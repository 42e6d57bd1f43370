import { formatFen } from '../base/fen.ts';
import { multiply, ONE, parseRational, type Rate, rate } from '../base/rate.ts';
import {
  cell,
  digitsCell,
  fenCell,
  periodCells,
  positiveCell,
  type RowReader,
  rateCell,
  refuseCell,
  requiredCell,
} from './cells.ts';
import type { Columns } from './csv-table.ts';
import { intersect, type Period } from './dated.ts';
import type { Consumption, Parameters, TariffLine } from './profile.ts';

/** The columns of `tariff.csv`; amounts in yuan. */
export const TARIFF_COLUMNS: Columns = {
  required: ['hs', 'name', 'vat', 'mfn_duty'],
  optional: [
    'name_en',
    'ct_kind',
    'ct_rate',
    'ct_specific',
    'ct_unit',
    'ct_litres_per_tonne',
    'ct_per_content',
    'ct_per_piece',
    'from',
    'until',
    'note',
  ],
};

/** What a row refers to: the two VAT classes and the day the profile begins. */
export type TariffContext = Pick<Parameters, 'standardVat' | 'lowVat'> & {
  readonly begins: string;
};

const FEN_PER_YUAN = rate(100n, 1n);
const UNITS = ['t', 'kg', 'l'];
/** MFN duties reach 0.65 in the real tariff; retaliatory ones have passed 1. */
export const DUTY_LIMIT = rate(10n, 1n);

/**
 * The tariff lines of one row: one, or one for each period of the VAT class it names.
 * Empty when the row has findings, which went to the reader's sink.
 */
export function readTariffRow(reader: RowReader, context: TariffContext): TariffLine[] {
  const before = reader.sink.length;
  const hs = digitsCell(reader, 'hs', [8, 10]);
  const name = requiredCell(reader, 'name');
  const nameEn = cell(reader, 'name_en');
  const mfnDuty = rateCell(reader, 'mfn_duty', DUTY_LIMIT);
  const period = periodCells(reader, context.begins);
  const consumption = readConsumption(reader);
  const vats = period === null ? [] : readVat(reader, period, context);
  if (reader.sink.length > before) return [];
  if (hs === null || name === null || mfnDuty === null || consumption === null) return [];
  return vats.map(({ vat, from, until }) => ({
    hs,
    name,
    ...(nameEn === '' ? {} : { nameEn }),
    vat,
    consumption,
    mfnDuty,
    from,
    until,
  }));
}

function readVat(
  reader: RowReader,
  period: Period,
  context: TariffContext,
): (Period & { vat: Rate })[] {
  const text = cell(reader, 'vat');
  if (text !== 'standard' && text !== 'low') {
    const vat = rateCell(reader, 'vat', ONE);
    return vat === null ? [] : [{ ...period, vat }];
  }
  const classes = text === 'standard' ? context.standardVat : context.lowVat;
  return classes.flatMap((dated) => {
    const shared = intersect(period, dated);
    return shared === null ? [] : [{ ...shared, vat: dated.value }];
  });
}

function readConsumption(reader: RowReader): Consumption | null {
  const kind = cell(reader, 'ct_kind');
  switch (kind) {
    case '':
    case 'none':
      return noConsumption(reader);
    case 'advalorem':
      return withRate(reader, (share) => ({ kind, rate: share }));
    case 'specific':
      return withUnit(reader, (perUnit) => ({ kind, ...perUnit }));
    case 'compound':
      return withRate(reader, (share) =>
        withUnit(reader, (perUnit) => ({ kind, rate: share, ...perUnit })),
      );
    case 'highend':
      return withRate(reader, (share) => readHighEnd(reader, share));
    default:
      return refuseCell(
        reader,
        'ct_kind',
        `"${kind}"; known are none, advalorem, specific, compound, highend`,
      );
  }
}

// A rate beside an empty kind would silently tax nothing.
function noConsumption(reader: RowReader): Consumption | null {
  const filled = TARIFF_COLUMNS.optional.find(
    (column) => column.startsWith('ct_') && !['', 'none', '0'].includes(cell(reader, column)),
  );
  if (filled === undefined) return { kind: 'none' };
  return refuseCell(reader, filled, 'filled although ct_kind says there is no consumption tax');
}

function withRate(
  reader: RowReader,
  make: (share: Rate) => Consumption | null,
): Consumption | null {
  const share = rateCell(reader, 'ct_rate', ONE);
  return share === null ? null : make(share);
}

type PerUnit = {
  readonly perUnit: Rate;
  readonly unit: string;
  readonly litresPerTonne?: Rate;
};

function withUnit(
  reader: RowReader,
  make: (perUnit: PerUnit) => Consumption | null,
): Consumption | null {
  const yuan = positiveCell(reader, 'ct_specific');
  const unit = cell(reader, 'ct_unit');
  if (!UNITS.includes(unit)) return refuseCell(reader, 'ct_unit', `"${unit}"; known are t, kg, l`);
  const perTonne = cell(reader, 'ct_litres_per_tonne');
  const litresPerTonne = perTonne === '' ? null : positiveCell(reader, 'ct_litres_per_tonne');
  if (yuan === null || (perTonne !== '' && litresPerTonne === null)) return null;
  const perUnit = multiply(yuan, FEN_PER_YUAN);
  return make({ perUnit, unit, ...(litresPerTonne === null ? {} : { litresPerTonne }) });
}

function readHighEnd(reader: RowReader, share: Rate): Consumption | null {
  const fenPerContent = fenCell(reader, 'ct_per_content');
  const fenPerPiece = fenCell(reader, 'ct_per_piece');
  if (fenPerContent === null || fenPerPiece === null) return null;
  return { kind: 'highend', rate: share, fenPerContent, fenPerPiece };
}

/** A rate as a cell: "13/100". */
export function formatRate(value: Rate): string {
  return `${value.n}/${value.d}`;
}

/** The cells of a tariff line, such that reading them gives the line again. */
export function tariffCells(line: TariffLine): Record<string, string> {
  return {
    hs: line.hs,
    name: line.name,
    ...(line.nameEn === undefined ? {} : { name_en: line.nameEn }),
    vat: formatRate(line.vat),
    ...consumptionCells(line.consumption),
    mfn_duty: formatRate(line.mfnDuty),
    from: line.from,
    ...(line.until === null ? {} : { until: line.until }),
  };
}

function consumptionCells(consumption: Consumption): Record<string, string> {
  if (consumption.kind === 'none') return {};
  const cells: Record<string, string> = { ct_kind: consumption.kind };
  if (consumption.kind !== 'specific') cells.ct_rate = formatRate(consumption.rate);
  if (consumption.kind === 'specific' || consumption.kind === 'compound') {
    cells.ct_specific = formatRate(multiply(consumption.perUnit, rate(1n, 100n)));
    cells.ct_unit = consumption.unit;
    const density = consumption.litresPerTonne;
    if (density !== undefined) cells.ct_litres_per_tonne = formatRate(density);
  }
  if (consumption.kind === 'highend') {
    cells.ct_per_content = formatFen(consumption.fenPerContent);
    cells.ct_per_piece = formatFen(consumption.fenPerPiece);
  }
  return cells;
}

/** Reads a rate as this file writes it; null when it is none. */
export function readRate(text: unknown): Rate | null {
  return typeof text === 'string' ? parseRational(text) : null;
}
