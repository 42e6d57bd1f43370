/** What tables of statistics may be asked by: the column of each, or what is taken of it. */
export const DIMENSIONS = {
  mode: { column: 'trade_mode', zh: '监管方式', en: 'Trade mode' },
  channel: { column: 'channel', zh: '通道', en: 'Channel' },
  chapter: { column: 'left(heading, 2)', zh: '章', en: 'Chapter' },
  heading: { column: 'heading', zh: '品目', en: 'Heading' },
  country: { column: 'country', zh: '运抵国', en: 'Country of arrival' },
  destination: { column: 'destination', zh: '最终目的国', en: 'Country of final destination' },
  origin: { column: 'origin', zh: '原产国', en: 'Country of origin' },
  enterprise: { column: 'ebc_code', zh: '电商企业', en: 'Enterprise' },
  office: { column: 'customs_code', zh: '申报地海关', en: 'Customs office' },
  port: { column: 'port_code', zh: '口岸海关', en: 'Port of entry' },
  unit: { column: 'unit', zh: '法定单位', en: 'Statutory unit' },
  currency: { column: 'currency', zh: '币制', en: 'Currency' },
} as const;

export type Dimension = keyof typeof DIMENSIONS;
export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as readonly Dimension[];

/** What the rows of a cube are told apart by. */
export type KeptDimension = Exclude<Dimension, 'chapter'>;

/** How a sum is written: whole, with two decimals, or with up to five. */
type Form = 'count' | 'money' | 'scaled';

/** The sums, each by the name of its column. */
export const MEASURES = {
  lists: { zh: '清单票数', en: 'Lists', form: 'count' },
  lines: { zh: '商品项数', en: 'List lines', form: 'count' },
  packs: { zh: '件数', en: 'Packages', form: 'count' },
  gross: { zh: '毛重（千克）', en: 'Gross weight (kg)', form: 'scaled' },
  net: { zh: '净重（千克）', en: 'Net weight (kg)', form: 'scaled' },
  quantity: { zh: '法定数量', en: 'Quantity in the statutory unit', form: 'scaled' },
  amount: { zh: '申报金额（原币）', en: 'Declared value in the currency', form: 'money' },
  fob: { zh: '离岸价格（人民币元）', en: 'FOB value (CNY)', form: 'money' },
  dutiable: { zh: '完税价格（人民币元）', en: 'Dutiable value (CNY)', form: 'money' },
  duty: { zh: '关税（元）', en: 'Duty (CNY)', form: 'money' },
  consumption: { zh: '消费税（元）', en: 'Consumption tax (CNY)', form: 'money' },
  vat: { zh: '增值税（元）', en: 'VAT (CNY)', form: 'money' },
} as const satisfies Readonly<Record<string, { zh: string; en: string; form: Form }>>;

export type Measure = keyof typeof MEASURES;

/**
 * A table that statistics are kept in, with the dimensions that its rows are told apart by beside
 * the month, and the sums in them. The order of the dimensions is that of the keys.
 */
export type Cube = {
  readonly name: string;
  readonly dimensions: readonly KeptDimension[];
  readonly measures: readonly Measure[];
  /** What a sum has to be told apart by to mean anything, where it does not at once. */
  readonly needs: Readonly<Partial<Record<Measure, Dimension>>>;
};

/** What goes one way over the border, as it is counted. */
export type Trade = {
  readonly id: 'EXPORTS' | 'IMPORTS';
  readonly zh: string;
  readonly en: string;
  /** The schema that has the tables. */
  readonly schema: string;
  /** The first has whole lists, and so the total; every cube has `lines` and the value. */
  readonly cubes: readonly [Cube, ...Cube[]];
  /** By what a row is large or small. */
  readonly value: 'fob' | 'dutiable';
  /** What everybody may ask by. */
  readonly open: readonly Dimension[];
  /** Which dimensions go together, for messages. */
  readonly together: string;
};

/** A month, as `2026-10`. */
export type Month = string;

/** The table of a cube, and that of months that were revised. */
export const tableOf = ({ schema }: Trade, { name }: Pick<Cube, 'name'>): string =>
  `${schema}.statistics_${name}`;

/** The dimensions that some cube of a trade has, with the chapter of those with headings. */
export function dimensionsOf({ cubes }: Trade): readonly Dimension[] {
  const kept = new Set<Dimension>(cubes.flatMap(({ dimensions }) => dimensions));
  return DIMENSION_NAMES.filter((one) => kept.has(one === 'chapter' ? 'heading' : one));
}
