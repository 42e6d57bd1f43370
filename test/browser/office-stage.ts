/** A stage with work for officers: parcels that were drawn, a list to be read, alarms of a lane. */
import { ONE } from '../../src/base/rate.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { addRule, putIntoForce } from '../../src/flows/risk-rules.ts';
import { tryVersion } from '../../src/flows/risk-trial.ts';
import { raiseAlarms } from '../../src/inspection/alarm-store.ts';
import { xrayPicture } from '../../src/sandbox/xray/picture.ts';
import { openStage, type Stage } from '../console-stage.ts';
import { everyList } from '../flows/classes.ts';
import { caseOf, type Desk, openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { SITE } from '../flows/zone.ts';
import { person } from '../office-desk.ts';

/** What the lane sends of each parcel. */
export const XRAY = xrayPicture([{ gcode: '3304990031', pieces: 3 }], 800);

const OFFICERS = ['O1', 'O2', 'O3'];

/** A stage on which every list is drawn; accounts are named as the officers are. */
export type OfficeStage = Stage & {
  readonly desk: Desk;
  /** A parcel that was drawn, came over the lane, was X-rayed there, and has its pair. */
  arrive(): Promise<Case>;
  /** A list that a rule sends to a person. */
  review(): Promise<Case>;
  /** The task of something, which a round opens in a moment. */
  taskOf(kind: string, subject: string): Promise<Omit<Case, 'listNo'>>;
  /** An alarm of the lane about a waybill. */
  alarm(logisticsNo: string, scanId: string): Promise<string>;
};

export type Case = { readonly id: string; readonly listNo: string; readonly pair: string[] };

/** A lane scans a parcel, and sends its X-ray image. */
export async function passLane(
  { house }: Desk,
  scanId: string,
  logisticsNo: string,
): Promise<void> {
  const lane = laneOn(house, house.db);
  const scan = { site: SITE.code, scanId };
  const said = { lane: 'L1', logisticsCode: null, weight: null, image: 'x-ray/1.png' };
  await lane.scan({ ...scan, ...said, logisticsNo });
  await lane.keepImage(scan, { mediaType: 'image/png', bytes: XRAY });
}

/** Opens a stage; close it at the end. */
export async function openOfficeStage(): Promise<OfficeStage> {
  const stage = await openStage(
    { officePatience: { lookMilliseconds: 50 } },
    {
      law: (law) => everyList(law, ONE),
      staff: [
        ...OFFICERS.map((number) => person(number)),
        ...['S1', 'S2'].map((number) => person(number, { roles: ['supervisor'], tags: [] })),
        person('P1', { roles: ['operator'] }),
        person('A1', { roles: ['auditor'] }),
      ],
      seats: [
        ...OFFICERS.map((number) => [number, 'officer', number] as const),
        ...['S1', 'S2'].map((number) => [number, 'supervisor', number] as const),
      ],
    },
  );
  const { zone, clock } = stage;
  const desk = await openDesk(zone, { clock });
  const mill = paperMill(zone.profile);
  // The first three of a mill are those of the stage.
  for (let i = 0; i < 3; i += 1) mill.parcel();
  const taskOf: OfficeStage['taskOf'] = async (kind, subject) => {
    for (let tries = 0; tries < 600; tries += 1) {
      const [row] = await zone.db.query<{ id: string; pair: string[] }>(
        `select id, pair from inspection.tasks where kind = $1 and subject = $2
         and (kind <> 'inspection' or cardinality(pair) = 2)`,
        [kind, subject],
      );
      if (row !== undefined) return row;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no task of ${subject}`);
  };
  const caseFor = async (kind: string, papers: Papers): Promise<Case> => {
    const { listNo } = (await caseOf(zone.db, papers))!;
    return { listNo: listNo!, ...(await taskOf(kind, listNo!)) };
  };
  return {
    ...{ ...stage, desk, taskOf },
    arrive: async () => {
      const papers = mill.parcel();
      await desk.sendAll(papers);
      const { listNo } = (await caseOf(zone.db, papers))!;
      await passLane(desk, `S-${listNo}`, papers.waybill.head.logisticsNo!);
      return caseFor('inspection', papers);
    },
    review: async () => {
      const papers = mill.parcel();
      const text = `review when list.order = "${papers.orderNo}"`;
      const rule = await addRule(desk.house, { number: null, text, reason: 'a test', by: 'O1' });
      if (!rule.ok) throw new Error(JSON.stringify(rule.error));
      await tryVersion(desk.house, rule.value, { days: 1 });
      await putIntoForce(desk.house, rule.value, 'S1', { from: null, until: null });
      clock.set(clock.now() + 5_000);
      await desk.house.registry.fresh(zone.db);
      await desk.sendAll(papers);
      return caseFor('review', papers);
    },
    alarm: async (logisticsNo, scanId) => {
      const place = { site: SITE.code, scanId, listNo: null, logisticsNo };
      await raiseAlarms(zone.db, [{ ...place, kind: 'offline', detail: '03' }], clock.now());
      return (await taskOf('pending', `offline/${SITE.code}/${scanId}`)).id;
    },
  };
}
