/** A made-up article that sellers of a world send abroad. Names are invented. */
export type ExportArticle = {
  readonly itemNo: string;
  /** 10-digit code. */
  readonly hs: string;
  readonly name: string;
  readonly model: string;
  /** Declared unit, for example 011 piece. */
  readonly unit: string;
  /** FOB price of one declared unit, fen. */
  readonly price: bigint;
  /** Net grams of one declared unit. */
  readonly grams: bigint;
  /** First legal unit and its quantity in one declared unit, 0.00001 units. */
  readonly unit1: string;
  readonly perUnit1: bigint;
  readonly unit2: string | null;
  readonly perUnit2: bigint | null;
};

type Legal = 'piece' | 'kg' | 'piece+kg' | 'pair';
type Row = readonly [
  hs: string,
  name: string,
  model: string,
  unit: string,
  yuan: number,
  grams: number,
  legal: Legal,
];

const PIECE = { unit: '011', per: 100_000n };
const PAIR = { unit: '025', per: 100_000n };

/** hs, name, model, declared unit, FOB price in yuan, net grams, legal units. */
const ROWS: readonly Row[] = [
  ['6109100010', '素织纯棉T恤衫', '女款 M码', '011', 39, 180, 'piece+kg'],
  ['6204430000', '云裳涤纶连衣裙', '女款 S码', '011', 118, 320, 'piece+kg'],
  ['6404110000', '轻羽运动鞋', '纺织面 38码', '025', 139, 700, 'pair'],
  ['4202220000', '行止帆布手提包', '帆布面', '007', 69, 450, 'piece+kg'],
  ['9503008900', '积木城塑料积木', '320粒/盒', '140', 58, 620, 'piece+kg'],
  ['8518300000', '听岚蓝牙耳机', '无线', '011', 129, 90, 'piece+kg'],
  ['8516310000', '风吟电吹风机', '1200瓦', '011', 95, 640, 'piece+kg'],
  ['7117190000', '拾光合金项链', '锌合金', '011', 25, 40, 'kg'],
  ['3926400000', '小满塑料摆件', '树脂', '011', 19, 150, 'kg'],
  ['9405421000', '星野LED台灯', '5瓦', '011', 76, 800, 'piece+kg'],
  ['6704200000', '豫见人发假发', '45厘米', '011', 460, 160, 'kg'],
  ['9004100000', '晴川太阳镜', '偏光', '011', 45, 60, 'piece+kg'],
];

/** Every article of export of a world, each with its number; the same list for every seed. */
export const EXPORT_ARTICLES: readonly ExportArticle[] = ROWS.map(article);

function article(row: Row, index: number): ExportArticle {
  const [hs, name, model, unit, yuan, grams, legal] = row;
  const kilos = { unit: '035', per: BigInt(grams) * 100n };
  const first = legal === 'kg' ? kilos : legal === 'pair' ? PAIR : PIECE;
  const second = legal === 'piece+kg' ? kilos : null;
  return {
    itemNo: `CK${hs.slice(0, 6)}${String(index + 1).padStart(4, '0')}`,
    ...{ hs, name, model, unit },
    price: BigInt(Math.round(yuan * 100)),
    grams: BigInt(grams),
    ...{ unit1: first.unit, perUnit1: first.per },
    ...{ unit2: second?.unit ?? null, perUnit2: second?.per ?? null },
  };
}
