import { hash } from 'node:crypto';
import type { Allowance } from '../../base/allowance.ts';
import { type Instant, isoShanghai } from '../../base/dates.ts';
import { formatScaled5, parseScaled5, type Scaled5 } from '../../base/fen.ts';
import { parseRational } from '../../base/rate.ts';

/*
 * A page of the list of releases that a lane holds for the time without its network. It is a
 * text, signed as it stands: lines of a head, then a line for each parcel with the hash of its
 * waybill and its declared gross weight in kilograms, or `-`. A waybill stands there as a hash of
 * 16 characters: shorter than carrier and number, and it tells nobody else what is under way.
 */

/** One released parcel. */
export type Released = { readonly hash: string; readonly gross: Scaled5 | null };

export type ReleasePage = {
  readonly zone: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly after: string;
  /** Give this as `after` for the next page; the same as `after` at the end. */
  readonly next: string;
  /** Null: weights are not compared. */
  readonly allowance: Allowance | null;
  /** Codes of the carriers that a number without a code may be of. */
  readonly carriers: readonly string[];
  readonly released: readonly Released[];
};

const FORM = 'onestep-lane-releases 1';

/** The hash under which a waybill stands on the list. */
export function waybillHash(logisticsCode: string, logisticsNo: string): string {
  const text = `onestep-lane-waybill ${logisticsCode} ${logisticsNo}`;
  return hash('sha256', text, 'base64url').slice(0, 16);
}

/** The page as the text that is signed. */
export function writeReleasePage(page: ReleasePage): string {
  const { allowance } = page;
  return [
    FORM,
    `zone ${page.zone}`,
    `issued ${isoShanghai(page.issuedAt)}`,
    `expires ${isoShanghai(page.expiresAt)}`,
    `after ${page.after}`,
    `next ${page.next}`,
    `allowance ${allowance === null ? '-' : allowanceText(allowance)}`,
    `carriers ${page.carriers.join(' ')}`,
    `released ${page.released.length}`,
    ...page.released.map(({ hash: waybill, gross }) => {
      return `${waybill} ${gross === null ? '-' : formatScaled5(gross)}`;
    }),
    '',
  ].join('\n');
}

const HEAD = [
  FORM,
  'zone (?<zone>.+)',
  'issued (?<issued>\\S+)',
  'expires (?<expires>\\S+)',
  'after (?<after>\\S+)',
  'next (?<next>\\S+)',
  'allowance (?<allowance>-|\\S+ \\d+)',
  'carriers (?<carriers>.*)',
  'released (?<count>\\d+)',
];
const HEAD_LINES = HEAD.map((line) => new RegExp(`^${line}$`));

/** Reads the text of a page; null when it is none. */
export function readReleasePage(text: string): ReleasePage | null {
  const lines = text.split('\n');
  const head: Record<string, string> = {};
  for (const [i, line] of HEAD_LINES.entries()) {
    const match = line.exec(lines[i] ?? '');
    if (match === null) return null;
    Object.assign(head, match.groups);
  }
  const { zone = '', issued = '', expires = '', after = '', next = '' } = head;
  const released = lines.slice(HEAD.length, -1).map(releasedOf);
  const issuedAt = Date.parse(issued);
  const expiresAt = Date.parse(expires);
  if (lines.at(-1) !== '' || released.length !== Number(head.count)) return null;
  if (Number.isNaN(issuedAt) || Number.isNaN(expiresAt)) return null;
  if (!released.every((one): one is Released => one !== null)) return null;
  const carriers = (head.carriers ?? '').split(' ').filter((code) => code !== '');
  const allowance = allowanceOf(head.allowance ?? '');
  if (allowance === undefined) return null;
  return { zone, issuedAt, expiresAt, after, next, allowance, carriers, released };
}

function allowanceText({ tolerance: { n, d }, grams }: Allowance): string {
  return `${n}/${d} ${grams}`;
}

/** Undefined for what is none. */
function allowanceOf(text: string): Allowance | null | undefined {
  if (text === '-') return null;
  const [share = '', grams = ''] = text.split(' ');
  const tolerance = parseRational(share);
  return tolerance === null ? undefined : { tolerance, grams: Number(grams) };
}

function releasedOf(line: string): Released | null {
  const [waybill = '', weight = '', ...more] = line.split(' ');
  if (!/^[\w-]{16}$/.test(waybill) || more.length > 0) return null;
  if (weight === '-') return { hash: waybill, gross: null };
  const gross = parseScaled5(weight);
  return gross === null ? null : { hash: waybill, gross };
}
