/**
 * The tables that statistics are kept in, each with the dimensions that its rows are told apart by,
 * beside the month, and the sums in them. The order of the dimensions is that of the keys.
 */
export const CUBES = {
  lists: {
    dimensions: ['office', 'mode', 'channel', 'country', 'enterprise'],
    measures: ['lists', 'lines', 'packs', 'gross', 'net', 'fob'],
  },
  headings: {
    dimensions: ['office', 'mode', 'channel', 'heading', 'enterprise'],
    measures: ['lists', 'lines', 'fob'],
  },
  goods: {
    dimensions: ['office', 'mode', 'channel', 'destination', 'heading', 'unit'],
    measures: ['lines', 'quantity', 'fob'],
  },
  currencies: {
    dimensions: ['office', 'mode', 'channel', 'currency'],
    measures: ['lines', 'amount', 'fob'],
  },
} as const satisfies Readonly<
  Record<string, { dimensions: readonly KeptDimension[]; measures: readonly Measure[] }>
>;

export type CubeName = keyof typeof CUBES;
export const CUBE_NAMES = Object.keys(CUBES) as readonly CubeName[];

/** What the rows of a cube are told apart by. */
export type KeptDimension = Exclude<Dimension, 'chapter'>;

/** What tables of statistics may be asked by. */
export const DIMENSIONS = {
  mode: { column: 'trade_mode', zh: '监管方式', en: 'Trade mode' },
  channel: { column: 'channel', zh: '通道', en: 'Channel' },
  chapter: { column: 'left(heading, 2)', zh: '章', en: 'Chapter' },
  heading: { column: 'heading', zh: '品目', en: 'Heading' },
  country: { column: 'country', zh: '运抵国', en: 'Country of arrival' },
  destination: { column: 'destination', zh: '最终目的国', en: 'Country of final destination' },
  enterprise: { column: 'ebc_code', zh: '电商企业', en: 'Enterprise' },
  office: { column: 'customs_code', zh: '申报地海关', en: 'Customs office' },
  unit: { column: 'unit', zh: '法定单位', en: 'Statutory unit' },
  currency: { column: 'currency', zh: '币制', en: 'Currency' },
} as const;

export type Dimension = keyof typeof DIMENSIONS;
export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as readonly Dimension[];

/** How a sum is written: whole, with two decimals, or with up to five. */
type Form = 'count' | 'money' | 'scaled';

/** The sums, each with the column that has it. */
export const MEASURES = {
  lists: { zh: '清单票数', en: 'Lists', form: 'count' },
  lines: { zh: '商品项数', en: 'List lines', form: 'count' },
  packs: { zh: '件数', en: 'Packages', form: 'count' },
  gross: { zh: '毛重（千克）', en: 'Gross weight (kg)', form: 'scaled' },
  net: { zh: '净重（千克）', en: 'Net weight (kg)', form: 'scaled' },
  quantity: { zh: '法定数量', en: 'Quantity in the statutory unit', form: 'scaled' },
  amount: { zh: '申报金额（原币）', en: 'Declared value in the currency', form: 'money' },
  fob: { zh: '离岸价格（人民币元）', en: 'FOB value (CNY)', form: 'money' },
} as const satisfies Readonly<Record<string, { zh: string; en: string; form: Form }>>;

export type Measure = keyof typeof MEASURES;

/** The table of a cube. */
export const tableOf = (name: CubeName): string => `export.statistics_${name}`;
