import { CATALOGUE } from '../ceb/catalogue.ts';
import type { MessageTable } from '../ceb/fields.ts';
import { COMMON_RESPONE } from './common-respone.ts';
import type { ZoneTable } from './fields.ts';
import { INV101 } from './inv101.ts';
import { INV201 } from './inv201.ts';
import { INV202 } from './inv202.ts';
import { INV211 } from './inv211.ts';
import { SAS121 } from './sas121.ts';
import { SAS221 } from './sas221.ts';
import { SAS223 } from './sas223.ts';
import { SAS224 } from './sas224.ts';

/** Every message of special zones that this house reads and writes. */
export const ZONE_CATALOGUE: ReadonlyMap<string, ZoneTable> = new Map(
  [INV101, INV201, INV202, INV211, SAS121, SAS221, SAS223, SAS224, COMMON_RESPONE].map((table) => [
    table.type,
    table,
  ]),
);

/** Every message, of parcels and of zones. */
export const TABLES: ReadonlyMap<string, MessageTable> = new Map<string, MessageTable>([
  ...CATALOGUE,
  ...ZONE_CATALOGUE,
]);
