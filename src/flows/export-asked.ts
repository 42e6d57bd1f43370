import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { RequestState } from '../clearance/request-store.ts';
import type { FiledOther } from '../documents/other-store.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';

/** A request about exports that is to be decided. */
export type AskedExport = FiledOther;

/** A request that is decided: granted when there is no finding. */
export type SettledExport = {
  readonly document: FiledOther;
  readonly findings: readonly Finding[];
  /** The customs number it is about; empty where it is about several. */
  readonly listNo: string;
  readonly granted: RequestState;
};

/** What a transaction that decides requests works with. */
export type RequestFrame = {
  readonly house: House;
  readonly registry: RegistryView;
  readonly at: Instant;
  readonly date: BusinessDate;
};

/** What the settling of requests of one kind gives. */
export type SettledKind = {
  readonly settled: readonly SettledExport[];
  /** Last cursors of receipts that were filed besides the answers to the requests. */
  readonly receipts: ReadonlyMap<string, bigint>;
};
