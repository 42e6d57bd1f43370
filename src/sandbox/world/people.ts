import { addDays } from '../../base/dates.ts';
import type { SeededRandom } from '../../base/random.ts';

/** A made-up buyer. Nobody's real data: every part is drawn from the seed. */
export type Person = {
  readonly idNumber: string;
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  /** 6-digit division code of the address. */
  readonly district: string;
  readonly account: string;
};

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕' +
  '苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史' +
  '顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文';
const GIVEN =
  '子轩浩宇欣怡雨桐梓涵诗思佳琪一诺俊杰晨曦明哲志强建国秀英丽娟海燕晓东文博雪梅春花' +
  '玉兰振华国栋美玲艳红伟芳娜静敏磊军洋勇杰涛超霞平刚桂兰嘉懿煜城博文昊天立果金鑫锦程天佑弘文泽楷瑞霖宏毅';

/** Division code, province, city, district, and street names that stand in addresses. */
const PLACES: readonly (readonly [string, string])[] = [
  ['410102', '河南省郑州市中原区'],
  ['410105', '河南省郑州市金水区'],
  ['410122', '河南省郑州市中牟县'],
  ['410184', '河南省郑州市新郑市'],
  ['410302', '河南省洛阳市老城区'],
  ['411002', '河南省许昌市魏都区'],
  ['110105', '北京市市辖区朝阳区'],
  ['310115', '上海市市辖区浦东新区'],
  ['320106', '江苏省南京市鼓楼区'],
  ['330106', '浙江省杭州市西湖区'],
  ['340104', '安徽省合肥市蜀山区'],
  ['350203', '福建省厦门市思明区'],
  ['370102', '山东省济南市历下区'],
  ['420106', '湖北省武汉市武昌区'],
  ['430104', '湖南省长沙市岳麓区'],
  ['440106', '广东省广州市天河区'],
  ['440305', '广东省深圳市南山区'],
  ['500103', '重庆市市辖区渝中区'],
  ['510104', '四川省成都市锦江区'],
  ['610113', '陕西省西安市雁塔区'],
];
const STREETS = ['建设路', '航海路', '花园路', '人民路', '文化路', '长江路', '紫荆山路', '中山路'];
const HOMES = ['阳光小区', '锦绣花园', '翡翠城', '世纪新村', '金色家园', '学府雅苑'];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';

/** The check character of the first 17 digits of a resident number (GB 11643, RULES ID-1). */
export function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((all, weight, i) => all + weight * Number(first17[i]), 0);
  return CHECKS[sum % 11]!;
}

/** The same number with a check character that is wrong. */
export function spoilIdNumber(idNumber: string): string {
  const wrong = CHECKS[(CHECKS.indexOf(idNumber[17]!) + 3) % 11]!;
  return `${idNumber.slice(0, 17)}${wrong}`;
}

/** `count` different people. */
export function makePeople(random: SeededRandom, count: number): Person[] {
  const taken = new Set<string>();
  const people: Person[] = [];
  while (people.length < count) {
    const person = makePerson(random);
    if (taken.has(person.idNumber)) continue;
    taken.add(person.idNumber);
    people.push(person);
  }
  return people;
}

function makePerson(random: SeededRandom): Person {
  const [district, place] = random.pick(PLACES);
  const [home] = random.pick(PLACES);
  const born = addDays('1955-01-01', random.below(17_500)).replaceAll('-', '');
  const first17 = `${home}${born}${digits(random, 3)}`;
  return {
    idNumber: `${first17}${checkCharacter(first17)}`,
    name: makeName(random),
    phone: `1${random.pick(['33', '53', '77', '80', '89', '99'])}${digits(random, 8)}`,
    address: makeAddress(random, place),
    district,
    account: `u${digits(random, 9)}`,
  };
}

function makeName(random: SeededRandom): string {
  const given = random.chance(1, 4) ? 1 : 2;
  let name = SURNAMES[random.below(SURNAMES.length)]!;
  for (let i = 0; i < given; i += 1) name += GIVEN[random.below(GIVEN.length)]!;
  return name;
}

function makeAddress(random: SeededRandom, place: string): string {
  const street = `${random.pick(STREETS)}${1 + random.below(288)}号`;
  const home = `${random.pick(HOMES)}${1 + random.below(30)}号楼`;
  return `${place}${street}${home}${1 + random.below(3)}单元${101 + random.below(2_500)}室`;
}

/** `count` decimal digits. */
export function digits(random: SeededRandom, count: number): string {
  let text = '';
  for (let i = 0; i < count; i += 1) text += String(random.below(10));
  return text;
}
