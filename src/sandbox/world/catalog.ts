/** A made-up article that sellers of a world offer. Names and brands are invented. */
export type Article = {
  readonly itemNo: string;
  /** 10-digit declared code. */
  readonly hs: string;
  readonly name: string;
  readonly model: string;
  readonly country: string;
  /** Declared unit, for example 122 tin. */
  readonly unit: string;
  /** Price of one declared unit, fen. */
  readonly price: bigint;
  /** Net grams of one declared unit; also what is filed for the yearly weight counters. */
  readonly grams: bigint;
  /** First legal unit and its quantity in one declared unit, 0.00001 units. */
  readonly unit1: string;
  readonly perUnit1: bigint;
  readonly unit2: string | null;
  readonly perUnit2: bigint | null;
  /** Millilitres or grams of one declared unit as filed, for the high-end threshold (TAX-9). */
  readonly content: bigint | null;
  readonly pieces: bigint | null;
  /** How an order may carry it: `any`, only from bonded stock, or only in its own bad case. */
  readonly use: 'any' | 'bonded' | 'special';
};

type Row = readonly [
  hs: string,
  name: string,
  model: string,
  country: string,
  unit: string,
  yuan: number,
  grams: number,
  legal: 'kg' | 'l' | 'piece' | 'kg+piece' | 'l+kg',
  content: number | null,
  use: Article['use'],
];

/** hs, name, model, origin, unit, price in yuan, net grams, legal units, content, use. */
const ROWS: readonly Row[] = [
  ['1901101000', '云牧婴儿配方奶粉1段', '900g/罐', '609', '122', 168, 900, 'kg', 900, 'any'],
  ['1901101000', '云牧婴儿配方奶粉3段', '800g/罐', '309', '122', 239, 800, 'kg', 800, 'any'],
  ['9619001100', '柔朵婴儿纸尿裤L码', '54片/包', '116', '125', 89, 3_200, 'kg', null, 'any'],
  ['9619001100', '柔朵拉拉裤XL码', '38片/包', '116', '125', 99, 2_900, 'kg', null, 'any'],
  ['3304990039', '清露保湿爽肤水', '200ml/瓶', '133', '142', 128, 210, 'kg+piece', 200, 'any'],
  ['3304990039', '清露修护面霜', '50ml/瓶', '116', '142', 198, 60, 'kg+piece', 50, 'any'],
  ['3304990031', '曜石臻颜精华液', '30ml/瓶', '305', '142', 650, 40, 'kg+piece', 30, 'any'],
  ['3304990031', '曜石夜间精华', '50ml/瓶', '502', '142', 899, 70, 'kg+piece', 50, 'any'],
  ['3303000010', '暮色淡香水', '50ml/瓶', '305', '142', 760, 55, 'kg', 50, 'any'],
  ['3306101090', '白屿牙膏', '100g/支', '133', '012', 29.9, 100, 'kg', 100, 'any'],
  ['3305100090', '青柚洗发水', '500ml/瓶', '116', '142', 59, 520, 'kg', 500, 'any'],
  ['2204210000', '山谷赤霞珠干红葡萄酒', '750ml/瓶', '412', '142', 150, 760, 'l', 750, 'any'],
  ['2204210000', '河岸西拉干红葡萄酒', '750ml/瓶', '601', '142', 219, 760, 'l', 750, 'any'],
  ['2208300000', '石楠单一麦芽威士忌', '1L/瓶', '303', '142', 400, 912, 'l+kg', 1_000, 'any'],
  ['2203000000', '麦垛小麦啤酒', '500ml*12听/箱', '304', '120', 120, 6_073, 'l', 6_000, 'any'],
  ['2106909090', '海岚鱼油软胶囊', '200粒/瓶', '601', '142', 158, 260, 'kg', 260, 'any'],
  ['2106909090', '海岚复合维生素片', '180片/瓶', '502', '142', 189, 300, 'kg', 300, 'any'],
  ['1509100000', '橄榄谷特级初榨橄榄油', '1L/瓶', '312', '142', 100, 916, 'kg', 1_000, 'any'],
  ['0901210000', '林间烘焙咖啡豆', '454g/袋', '307', '136', 79, 454, 'kg', 454, 'any'],
  ['1806900000', '雪山夹心巧克力', '384g/盒', '331', '140', 89, 384, 'kg', 384, 'any'],
  ['6404110000', '轻羽跑鞋', '纺织面 42码', '141', '025', 1_280, 800, 'kg+piece', null, 'any'],
  ['9019101000', '云享按摩椅', '家用', '116', '001', 6_800, 52_000, 'kg+piece', null, 'special'],
  ['4202220000', '行止手提包', '尼龙', '305', '007', 1_980, 1_100, 'kg+piece', null, 'special'],
  ['9307009000', '武道装饰刀剑', '未开刃', '116', '016', 460, 1_400, 'kg+piece', null, 'special'],
  ['6109100010', '素织纯棉T恤衫', '男款 M码', '141', '011', 99, 180, 'piece', null, 'any'],
  ['8516310000', '风吟电吹风机', '1600瓦', '116', '001', 499, 700, 'kg+piece', null, 'any'],
  ['9004100000', '晴川太阳镜', '偏光', '307', '019', 560, 60, 'kg+piece', null, 'any'],
  ['0409000000', '野花谷天然蜂蜜', '500g/瓶', '609', '142', 128, 500, 'kg', null, 'any'],
  ['9503008900', '积木城塑料玩具', '480粒/盒', '304', '140', 299, 900, 'kg+piece', null, 'any'],
  ['0306179090', '远洋冻去头虾仁', '1kg/袋', '419', '136', 118, 1_000, 'kg', null, 'bonded'],
  ['1701991000', '甘泉精制白砂糖', '500g/袋', '136', '136', 12.5, 500, 'kg', null, 'special'],
  ['1006302000', '香禾长粒米', '5kg/袋', '136', '136', 65, 5_000, 'kg', null, 'special'],
  ['3215190000', '墨点家用打印机墨水', '100ml/瓶', '116', '142', 85, 110, 'kg', null, 'special'],
  ['3215190000', '工业印刷油墨', '1kg/桶', '116', '123', 210, 1_000, 'kg', null, 'special'],
  ['8703234110', '小轿车', '1.8L', '304', '003', 4_900, 900_000, 'piece', null, 'special'],
  ['4202220000', '鳄鱼皮饰边手提包', '尼龙', '305', '007', 2_980, 900, 'kg+piece', null, 'special'],
];

/** Every article of a world, each with its number; the same list for every seed. */
export const CATALOG: readonly Article[] = ROWS.map(article);

function article(row: Row, index: number): Article {
  const [hs, name, model, country, unit, yuan, grams, legal, content, use] = row;
  const kilos = BigInt(grams) * 100n;
  const litres = BigInt(content ?? 0) * 100n;
  const first = legal.startsWith('kg') ? kilos : legal.startsWith('l') ? litres : 100_000n;
  const second = legal === 'kg+piece' ? 100_000n : legal === 'l+kg' ? kilos : null;
  return {
    itemNo: `ZZ${hs.slice(0, 6)}${String(index + 1).padStart(4, '0')}`,
    hs,
    name,
    model,
    country,
    unit,
    price: BigInt(Math.round(yuan * 100)),
    grams: BigInt(grams),
    unit1: legal.startsWith('kg') ? '035' : legal.startsWith('l') ? '095' : '011',
    perUnit1: first,
    unit2: legal === 'kg+piece' ? '011' : legal === 'l+kg' ? '035' : null,
    perUnit2: second,
    content: content === null ? null : BigInt(content),
    pieces: null,
    use,
  };
}
