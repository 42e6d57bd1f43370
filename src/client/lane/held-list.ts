import type { KeyObject } from 'node:crypto';
import { isWithin } from '../../base/allowance.ts';
import type { Instant } from '../../base/dates.ts';
import type { Scaled5 } from '../../base/fen.ts';
import {
  type Released,
  type ReleasePage,
  readReleasePage,
  waybillHash,
} from '../../documents/lane/release-page.ts';
import { isPageSigned } from '../../documents/lane/release-signature.ts';

/** Why a lane without its network did what it did. */
export const OFFLINE_REASONS = {
  'OFF-RELEASED': {
    zh: '离线：在有效的签名放行名单内，重量相符',
    en: 'offline: on the signed list that is still good, and the weight agrees',
  },
  'OFF-NO-LIST': {
    zh: '离线：没有有效的放行名单',
    en: 'offline: no list of releases is held that is still good',
  },
  'OFF-NOT-LISTED': {
    zh: '离线：不在放行名单内',
    en: 'offline: not on the list of releases',
  },
  'OFF-AMBIGUOUS': {
    zh: '离线：运单号对应多家物流企业',
    en: 'offline: the number stands on the list for more than one carrier',
  },
  'OFF-WEIGHT': {
    zh: '离线：重量与申报毛重相差超过容差',
    en: 'offline: the weight is further from the declared one than is allowed',
  },
  'OFF-NOT-WEIGHED': {
    zh: '离线：未称重，无法与申报毛重比对',
    en: 'offline: not weighed, and its gross weight is to be compared',
  },
} as const;

export type OfflineReason = keyof typeof OFFLINE_REASONS;

/** A page that is no page, or that the zone did not sign: nothing of it is used. */
export class BadPage extends Error {
  override name = 'BadPage';
}

/** Reads a page as it was handed out. @throws BadPage */
export function openPage(text: string, signature: string, key: KeyObject): ReleasePage {
  if (!isPageSigned(text, signature, key)) throw new BadPage('the zone did not sign this page');
  const page = readReleasePage(text);
  if (page === null) throw new BadPage('the text is no page of releases');
  return page;
}

/** The releases that a lane holds. */
export type HeldList = {
  /** How many parcels are on it. */
  readonly size: number;
  /** What the lane may do with a parcel by itself: `OFF-RELEASED`, or why it may not. */
  judge(parcel: HeldParcel, at: Instant): OfflineReason;
};

export type HeldParcel = {
  readonly logisticsNo: string;
  readonly logisticsCode: string | null;
  /** 0.00001 kg */
  readonly weight: Scaled5 | null;
};

type Entry = { readonly released: Released; readonly page: ReleasePage };

/** A list of pages; each is good until it expires, and not before it was issued. */
export function heldList(pages: readonly ReleasePage[]): HeldList {
  const entries = new Map<string, Entry>();
  for (const page of pages) {
    for (const released of page.released) entries.set(released.hash, { released, page });
  }
  const carriers = new Set(pages.flatMap((page) => page.carriers));
  return {
    size: entries.size,
    judge: ({ logisticsNo, logisticsCode, weight }, at) => {
      if (!pages.some((page) => isGood(page, at))) return 'OFF-NO-LIST';
      const codes = logisticsCode === null ? [...carriers] : [logisticsCode];
      const found = codes
        .flatMap((code) => entries.get(waybillHash(code, logisticsNo)) ?? [])
        .filter(({ page }) => isGood(page, at));
      const [one] = found;
      if (one === undefined) return 'OFF-NOT-LISTED';
      return found.length > 1 ? 'OFF-AMBIGUOUS' : weighed(one, weight);
    },
  };
}

/** A clock that was set back must not make an old page good again. */
function isGood({ issuedAt, expiresAt }: ReleasePage, at: Instant): boolean {
  return at >= issuedAt - CLOCKS && at < expiresAt;
}

/** Milliseconds that the clocks of zone and lane may be apart. */
const CLOCKS = 60_000;

function weighed({ released: { gross }, page }: Entry, weight: Scaled5 | null): OfflineReason {
  if (gross === null || page.allowance === null) return 'OFF-RELEASED';
  if (weight === null) return 'OFF-NOT-WEIGHED';
  return isWithin(weight, gross, page.allowance) ? 'OFF-RELEASED' : 'OFF-WEIGHT';
}
