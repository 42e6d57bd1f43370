import * as store from '../../src/registry/store.ts';
import { type Counter, openCounter } from './counter.ts';
import { type Desk, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import { AGENT, CARRIER, openZone, PAYFIRM, PLATFORM, undertaking, type Zone } from './zone.ts';

/** A zone over HTTP in which one agent may send for platform, payment firm and carrier. */
export type Agency = {
  readonly zone: Zone;
  readonly desk: Desk;
  readonly counter: Counter;
  readonly mill: ReturnType<typeof paperMill>;
};

/** Opens one; close its counter and drop its database at the end. */
export async function openAgency(): Promise<Agency> {
  const zone = await openZone();
  await zone.register((tx) =>
    store.writeUndertakings(tx, [
      undertaking(AGENT, PLATFORM, 'order'),
      undertaking(AGENT, PAYFIRM, 'payment'),
      undertaking(AGENT, CARRIER, 'waybill'),
    ]),
  );
  const desk = await openDesk(zone);
  const counter = await openCounter(zone, desk);
  return { zone, desk, counter, mill: paperMill(zone.profile) };
}
