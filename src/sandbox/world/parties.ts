import type { BusinessDate } from '../../base/dates.ts';
import type { SigningAlgorithm } from '../../client/sign.ts';
import type { CreditClass, Role } from '../../registry/enterprise.ts';

/** What a certificate of a world is like. */
export type CardKind = 'good' | 'expired' | 'revoked';

/** An invented enterprise of the zone. */
export type Party = {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly creditClass: CreditClass;
  readonly status: 'active' | 'suspended' | 'revoked';
  readonly validUntil: BusinessDate | null;
  readonly overseas: boolean;
  readonly dxpId: string;
  readonly bits: 1024 | 2048;
  readonly card: CardKind;
  readonly algorithm: SigningAlgorithm;
  /** Fen lodged as tax guarantee; null when none. */
  readonly guarantee: bigint | null;
  /** False for a party that sends without being registered. */
  readonly registered: boolean;
};

type Extra = Partial<Omit<Party, 'code' | 'name' | 'roles'>>;

function party(code: string, name: string, roles: Role[], extra: Extra = {}): Party {
  return {
    code,
    name,
    roles,
    creditClass: 'GENERAL',
    status: 'active',
    validUntil: null,
    overseas: false,
    dxpId: dxpIdOf(code),
    bits: 2048,
    card: 'good',
    algorithm: 'rsa-sha1',
    guarantee: null,
    registered: true,
    ...extra,
  };
}

function dxpIdOf(code: string): string {
  const letter = code.charCodeAt(code.length - 3);
  const number =
    letter * 1_000 + code.charCodeAt(code.length - 2) * 10 + code.charCodeAt(code.length - 1);
  return `DXPENT${String(number).padStart(10, '0')}`;
}

const LARGE = 5_000_000_000_000n;

/** Platforms; each may also sell on its own. */
export const PLATFORMS: readonly Party[] = [
  party('4101960P01', '郑州万汇云选电子商务有限公司', ['platform', 'ecommerce'], {
    creditClass: 'ADV',
  }),
  party('4101960P02', '河南小满跨境商城有限公司', ['platform', 'ecommerce'], { bits: 1024 }),
  party('4101960P03', '中原好物网络科技有限公司', ['platform', 'ecommerce'], {
    algorithm: 'rsa-sha256',
  }),
];

/** Sellers; the last one sits overseas and declares through its agent (RULES ENT-2). */
export const SELLERS: readonly Party[] = [
  party('4101960S01', '郑州青禾进出口贸易有限公司', ['ecommerce'], { guarantee: LARGE }),
  party('4101960S02', '河南远帆母婴用品有限公司', ['ecommerce']),
  party('91410100MA45X7QK2M', '郑州拾光美妆有限公司', ['ecommerce'], { algorithm: 'rsa-sha256' }),
  party('4101960S04', 'ALPENWEIDE HANDELS GMBH', ['ecommerce'], { overseas: true }),
];

export const PAYMENTS: readonly Party[] = [
  party('4101960Y01', '中原易付网络支付有限公司', ['payment']),
  party('4101960Y02', '河南通汇支付有限公司', ['payment'], { algorithm: 'rsa-sha256' }),
];

export const CARRIERS: readonly Party[] = [
  party('4101960W01', '河南邮速物流有限公司', ['logistics']),
  party('4101960W02', '中原飞骑快递有限公司', ['logistics'], { algorithm: 'sm2-sm3' }),
  party('4101960W03', '郑州航空港云仓物流有限公司', ['logistics'], { algorithm: 'rsa-sha256' }),
];

/** Declarants with a guarantee that covers any world. */
export const AGENTS: readonly Party[] = [
  party('4101960A01', '郑州通关宝报关有限公司', ['agent', 'assure'], { guarantee: LARGE }),
  party('4101960A02', '河南新郑综保区报关服务有限公司', ['agent', 'assure'], {
    creditClass: 'GEN_CERT',
    guarantee: LARGE,
  }),
];

/** Bonded warehouse operators. */
export const AREAS: readonly Party[] = [
  party('4101960Z01', '河南中大门保税仓储有限公司', ['area']),
  party('4101960Z02', '新郑综保区跨境仓储有限公司', ['area']),
];

/** The warehouse whose program signs its papers; the others leave that out, as most do. */
export const SIGNING_AREA = AREAS[0]!;

/** Operators of supervision sites, where parcels of direct purchase arrive. */
export const SITES: readonly Party[] = [
  party('4101960K01', '河南航空港国际快件监管有限公司', ['site']),
  party('4101960K02', '郑州邮政口岸监管有限公司', ['site'], { algorithm: 'rsa-sha256' }),
];

/** Parties that stand in bad cases only. */
export const BAD = {
  suspendedPlatform: party('4101960P08', '河南停牌商城有限公司', ['platform'], {
    status: 'suspended',
  }),
  suspendedSeller: party('4101960S08', '郑州停业贸易有限公司', ['ecommerce'], {
    status: 'suspended',
  }),
  expiredSeller: party('4101960S09', '郑州过期贸易有限公司', ['ecommerce'], {
    validUntil: '2019-06-30',
  }),
  revokedCarrier: party('4101960W08', '河南注销物流有限公司', ['logistics'], {
    status: 'revoked',
  }),
  unknownSeller: party('4101960S07', '郑州无名贸易有限公司', ['ecommerce'], {
    registered: false,
  }),
  poorAgent: party('4101960A08', '郑州薄保报关有限公司', ['agent', 'assure'], {
    guarantee: 1n,
  }),
  nakedAgent: party('4101960A09', '郑州无保报关有限公司', ['agent', 'assure']),
  revokedCard: party('4101960Y08', '河南吊证支付有限公司', ['payment'], { card: 'revoked' }),
  expiredCard: party('4101960Y09', '河南过证支付有限公司', ['payment'], { card: 'expired' }),
} as const;

/** Every party of a world, registered or not. */
export const PARTIES: readonly Party[] = [
  ...PLATFORMS,
  ...SELLERS,
  ...PAYMENTS,
  ...CARRIERS,
  ...AGENTS,
  ...AREAS,
  ...Object.values(BAD),
  ...SITES,
];
