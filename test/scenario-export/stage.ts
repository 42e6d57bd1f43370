import { present } from '../../src/base/assert.ts';
import { seededRandom } from '../../src/base/random.ts';
import { rate } from '../../src/base/rate.ts';
import { writeExchangeRates } from '../../src/registry/exchange-store.ts';
import { writeOverseasWarehouses } from '../../src/registry/warehouse-store.ts';
import { exportWorldLaw } from '../../src/sandbox/world/export/law.ts';
import { warehouseRows } from '../../src/sandbox/world/export/warehouses.ts';
import { openDesk } from '../flows/desk.ts';
import { openZone, START, type Zone } from '../flows/zone.ts';
import type { Stage } from './world.ts';

const ALWAYS = { from: '2016-04-08', until: null };

let stages = 0;
let index = 0;

/**
 * A zone whose currencies have rates: the dollar 6.8 yuan, the euro 7.9, the rouble none. Each
 * seller has an overseas warehouse on file wherever parcels go.
 */
export async function openExportZone(): Promise<Zone> {
  const zone = await openZone();
  const always = { ...ALWAYS, source: 'test' };
  const rates = [
    { currency: '502', rate: rate(68n, 10n), ...always },
    { currency: '300', rate: rate(79n, 10n), ...always },
  ];
  const [, ...rows] = warehouseRows();
  const warehouses = rows.map(([enterpriseCode = '', number = '', name = '', country = '']) => {
    return { enterpriseCode, number, name, country, proof: 'own', ...ALWAYS } as const;
  });
  await zone.register(async (tx) => {
    await writeExchangeRates(tx, rates);
    await writeOverseasWarehouses(tx, warehouses);
  });
  return zone;
}

/** A stage for a case, on which nothing has a name yet. */
export async function openStage(zone: Zone): Promise<Stage> {
  stages += 1;
  const place = String(stages).padStart(3, '0');
  let numbers = 0;
  const law = present(exportWorldLaw(zone.profile, START), 'a law of exports');
  const shop = {
    ...{ random: seededRandom(BigInt(stages)), law },
    frame: { start: START, mark: `CASE${place}`, digits: '000888' },
    desks: { payments: true, officers: true },
    nextIndex: () => {
      index += 1;
      return index;
    },
    fresh: (letter: string) => {
      numbers += 1;
      return `${letter}CASE${place}${String(numbers).padStart(4, '0')}`;
    },
  };
  return {
    ...{ zone, desk: await openDesk(zone), law, shop },
    ...{ parcels: new Map(), sent: new Map(), shipments: new Map() },
    declared: new Map(),
  };
}
