import { expect } from 'vitest';
import { stamp14 } from '../../src/base/dates.ts';
import type { Values } from '../../src/documents/codec.ts';
import { declareExport } from '../../src/flows/b2b-declare.ts';
import { type DeclarationShown, viewCustomsDeclaration } from '../../src/flows/b2b-view.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { officeOn } from '../../src/flows/office.ts';
import { officeRound } from '../../src/flows/office-round.ts';
import type { Said } from '../../src/inspection/result.ts';
import { tasksOf } from '../../src/inspection/task-store.ts';
import { person } from '../office-desk.ts';
import { type B2bPapers, bytesOf } from './b2b-papers.ts';
import type { Desk } from './desk.ts';
import {
  EXPORT_SENDERS,
  SHIPMENT_SENDERS,
  type ShipmentType,
  shipmentPaper,
} from './export-papers.ts';
import { AGENT, SITE } from './zone.ts';

/** Hands that bring parcels out by customs declarations. */
export function b2bYard(deskNow: () => Desk) {
  const yard = {
    /** Files the order and the waybill. */
    file: async (papers: B2bPapers): Promise<B2bPapers> => {
      await deskNow().send(EXPORT_SENDERS.order, papers.order);
      await deskNow().send(EXPORT_SENDERS.waybill, papers.waybill);
      return papers;
    },
    /** Sends a declaration; what became of it. @throws when its form is refused */
    declared: async (
      { body }: B2bPapers,
      changes: Readonly<Record<string, unknown>> = {},
    ): Promise<DeclarationShown> => {
      const done = await declareExport(deskNow().house, bytesOf(body, changes), AGENT.code);
      if (!done.ok) throw new Error(done.error.findings.map(({ code }) => code).join());
      return (await yard.shown(done.value.declSeqNo))!;
    },
    shown: (number: string) => viewCustomsDeclaration(deskNow().house.db, number, AGENT.code),
    stateOf: async ({ declared: { declSeqNo } }: DeclarationShown) =>
      (await yard.shown(declSeqNo))!.declared.state,
    /** Tells that a parcel arrived, has a master waybill, or left. */
    ship: async (type: ShipmentType, one: B2bPapers, changes: Values = {}): Promise<void> => {
      // Two decisions on one declaration are not of the same millisecond.
      deskNow().clock.advance(1_000);
      const paper = shipmentPaper(type, [one.logisticsNo], changes);
      await deskNow().send(SHIPMENT_SENDERS[type], paper);
    },
    /** Has a lane bring a parcel to the two officers who are drawn; they say what they found. */
    inspect: async ({ declared }: DeclarationShown, said: Partial<Said> = {}): Promise<void> => {
      const { house, clock } = deskNow();
      const { logisticsNo, entryId } = declared;
      const scan = { site: SITE.code, scanId: `I${logisticsNo}`, lane: 'L1', weight: null };
      const waybill = { logisticsNo, logisticsCode: null, image: null };
      await laneOn(house, house.db).scan({ ...scan, ...waybill });
      clock.advance(1_000);
      await officeRound(house);
      const [task] = await tasksOf(house.db, 'inspection', [entryId!]);
      const [first, second] = task!.pair.map((number) => person(number));
      const office = officeOn(house);
      const found = { customs: 'release', quarantine: 'release', findings: '', ...said } as const;
      const spoken = [
        await office.say(first!, task!.id, found),
        await office.confirm(second!, task!.id),
      ];
      expect(spoken).toMatchObject([{ ok: true }, { ok: true, value: { stage: 'closed' } }]);
    },
    /** Has a parcel of 96.5 kg leave under its master waybill. */
    leave: async (papers: B2bPapers): Promise<void> => {
      const bill = { billNo: `M${papers.logisticsNo}` };
      await yard.ship('CEB607', papers, { ...bill, grossWeight: '96.5' });
      const leaveTime = stamp14(deskNow().clock.now());
      await yard.ship('CEB509', papers, { ...bill, leaveTime });
    },
  };
  return yard;
}

/** The codes of the last step of a declaration. */
export const codesOf = ({ steps }: DeclarationShown): string[] =>
  steps.at(-1)!.findings.map(({ code }) => code);

/** The states that a declaration went through. */
export const statesOf = ({ steps }: DeclarationShown): string[] => steps.map(({ state }) => state);
