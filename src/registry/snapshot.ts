import type { KeyObject } from 'node:crypto';
import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { keyOf } from '../base/keys.ts';
import { ONE, type Rate } from '../base/rate.ts';
import { covers } from './dated.ts';
import type { Certificate, Enterprise, Guarantee, Undertaking } from './enterprise.ts';
import { type ExchangeRate, YUAN } from './exchange-rate.ts';
import { makeStaff, type Staff, type StaffRows } from './officer.ts';
import { type OverseasWarehouse, warehouseKey } from './overseas-warehouse.ts';
import type { ProfileIndex } from './profile-lookup.ts';

/** What is read of a certificate itself, once, and kept from one snapshot to the next. */
export type CertificateContent = {
  readonly key: KeyObject;
  /** Distinguished name of the holder, as node:crypto writes it. */
  readonly subject: string;
  /** Whether its key usage lets it sign. */
  readonly maySign: boolean;
};

export type RegisteredCertificate = Certificate & CertificateContent;

/** A way in for one enterprise; `hash` is the SHA-256 of the token in hex. */
export type Token = {
  readonly enterpriseCode: string;
  readonly label: string;
  readonly hash: string;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
};

/** The rows a snapshot is made of. */
export type RegistryRows = {
  /** Number of the load that made it; another one in the database means: read again. */
  readonly revision: bigint;
  /** The secret of `makeHash`. */
  readonly hashKey: Uint8Array;
  readonly enterprises: readonly Enterprise[];
  readonly certificates: readonly RegisteredCertificate[];
  readonly tokens: readonly Token[];
  readonly undertakings: readonly Undertaking[];
  readonly guarantees: readonly Guarantee[];
  readonly exchangeRates: readonly ExchangeRate[];
  readonly overseasWarehouses: readonly OverseasWarehouse[];
  readonly staff: StaffRows;
  readonly drawingSince: Instant | null;
  /** The law in force, or null before the first one is loaded. */
  readonly profile: ProfileIndex | null;
};

/** Everything of the registry but goods and buyers, in memory; never changes. */
export type RegistrySnapshot = {
  readonly revision: bigint;
  readonly hashKey: Uint8Array;
  readonly enterprises: ReadonlyMap<string, Enterprise>;
  readonly enterprisesByDxpId: ReadonlyMap<string, Enterprise>;
  /** By enterprise code. */
  readonly certificates: ReadonlyMap<string, readonly RegisteredCertificate[]>;
  readonly certificatesBySerial: ReadonlyMap<string, readonly RegisteredCertificate[]>;
  /** By hash. */
  readonly tokens: ReadonlyMap<string, Token>;
  /** By operator and principal, see `hasUndertaking`. */
  readonly undertakings: ReadonlyMap<string, readonly Undertaking[]>;
  /** By enterprise code. */
  readonly guarantees: ReadonlyMap<string, readonly Guarantee[]>;
  /** By currency, see `rateOn`. */
  readonly exchangeRates: ReadonlyMap<string, readonly ExchangeRate[]>;
  /** By `warehouseKey`. */
  readonly overseasWarehouses: ReadonlyMap<string, readonly OverseasWarehouse[]>;
  readonly staff: Staff;
  /** When the zone begins to draw for inspection; null while it has no officers. */
  readonly drawingSince: Instant | null;
  readonly profile: ProfileIndex | null;
};

/** Indexes the rows. */
export function makeSnapshot(rows: RegistryRows): RegistrySnapshot {
  const withDxp = rows.enterprises.filter((one) => one.dxpId !== null);
  return {
    revision: rows.revision,
    hashKey: rows.hashKey,
    enterprises: new Map(rows.enterprises.map((one) => [one.code, one])),
    enterprisesByDxpId: new Map(withDxp.map((one) => [one.dxpId ?? '', one])),
    certificates: Map.groupBy(rows.certificates, (one) => one.enterpriseCode),
    certificatesBySerial: Map.groupBy(rows.certificates, (one) => one.serial),
    tokens: new Map(rows.tokens.map((one) => [one.hash, one])),
    undertakings: Map.groupBy(rows.undertakings, (one) => keyOf(one.operator, one.principal)),
    guarantees: Map.groupBy(rows.guarantees, (one) => one.enterpriseCode),
    exchangeRates: Map.groupBy(rows.exchangeRates, (one) => one.currency),
    overseasWarehouses: Map.groupBy(rows.overseasWarehouses, warehouseKey),
    staff: makeStaff(rows.staff),
    drawingSince: rows.drawingSince,
    profile: rows.profile,
  };
}

/** Whether `operator` may send documents of the kind for `principal` on that day (ENT-5). */
export function hasUndertaking(
  snapshot: RegistrySnapshot,
  { operator, principal, kind }: Pick<Undertaking, 'operator' | 'principal' | 'kind'>,
  date: BusinessDate,
): boolean {
  const filed = snapshot.undertakings.get(keyOf(operator, principal)) ?? [];
  return filed.some((one) => one.kind === kind && covers(one, date));
}

/**
 * What an enterprise has lodged as guarantee on that day, fen: the sum of its guarantees in force
 * (`until` is the first day without). 0 when there is none (TAX-11).
 */
export function guaranteeOn(guarantees: readonly Guarantee[], date: BusinessDate): Fen {
  return guarantees.filter((one) => covers(one, date)).reduce((sum, one) => sum + one.amount, 0n);
}

/**
 * Yuan for one unit of a currency on that day; the yuan itself is 1. Null when no rate of the day
 * is on file.
 */
export function rateOn(
  { exchangeRates }: Pick<RegistrySnapshot, 'exchangeRates'>,
  currency: string,
  date: BusinessDate,
): Rate | null {
  if (currency === YUAN) return ONE;
  const rates = exchangeRates.get(currency) ?? [];
  return rates.find((one) => covers(one, date))?.rate ?? null;
}

/** What an enterprise has lodged, fen: the limit of its guarantee account. */
export type GuaranteeLimit = { readonly enterpriseCode: string; readonly amount: Fen };

/** The limits in force on a day, one for each enterprise that has ever lodged a guarantee. */
export function guaranteeLimits(
  guarantees: readonly Guarantee[],
  date: BusinessDate,
): GuaranteeLimit[] {
  const lodged = Map.groupBy(guarantees, (one) => one.enterpriseCode);
  return [...lodged].map(([enterpriseCode, rows]) => {
    return { enterpriseCode, amount: guaranteeOn(rows, date) };
  });
}
