import { storeRequestQuarantine } from '../clearance/quarantine-store.ts';
import { awaitingShipments } from '../export/held-store.ts';
import { storeExportQuarantine } from '../export/quarantine-store.ts';
import { findWaitingExports, forgetWaitingExports } from '../export/waiting-store.ts';
import type { House } from './house.ts';
import type { Look } from './looks.ts';

/**
 * Sets the export list or request behind one look aside, for a person, with what went wrong; see
 * `quarantineLook`.
 * @returns what to look at one by one instead
 */
export async function quarantineExport(house: House, look: Look, message: string): Promise<Look[]> {
  const { kind, key } = look;
  const at = house.clock.now();
  if (kind === 'export-request') {
    await storeRequestQuarantine(house.db, [key], message, at);
    return [];
  }
  if (kind === 'shipment') {
    const awaiting = await awaitingShipments(house.db, [key]);
    return awaiting.map((order): Look => ({ kind: 'export-awaiting', key: order }));
  }
  const lists = await listsBehind(house, look);
  if (lists.length > 1) return lists.map((order): Look => ({ kind: 'export-again', key: order }));
  if (lists.length === 0) return [];
  await house.db.transaction(async (tx) => {
    await storeExportQuarantine(tx, lists, message, at);
    await forgetWaitingExports(tx, lists);
  });
  return [];
}

async function listsBehind(house: House, { kind, key }: Look): Promise<readonly string[]> {
  if (kind === 'export-order') return findWaitingExports(house.db, [key], []);
  if (kind === 'export-waybill') return findWaitingExports(house.db, [], [key]);
  return [key];
}
