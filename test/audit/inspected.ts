import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, present } from '../../src/base/assert.ts';
import { rate } from '../../src/base/rate.ts';
import { OUTCOMES } from '../../src/clearance/conclusion.ts';
import { run } from '../../src/cli/running.ts';
import { wire } from '../../src/cli/wire.ts';
import { concludeLists } from '../../src/flows/conclude.ts';
import { approveEnd, proposeEnd } from '../../src/flows/detained.ts';
import type { House } from '../../src/flows/house.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { loadRegistryFiles } from '../../src/flows/load-registry.ts';
import { officeOn } from '../../src/flows/office.ts';
import { officeRound } from '../../src/flows/office-round.ts';
import { publishInspections } from '../../src/flows/public-record.ts';
import type { Target } from '../../src/inspection/draw-file.ts';
import { layerOf, MILLION } from '../../src/inspection/standing-terms.ts';
import { systemClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import type { Database } from '../../src/io/postgres.ts';
import type { Profile } from '../../src/registry/profile.ts';
import { completeProfile } from '../../src/registry/profile-codec.ts';
import { bumpRevision } from '../../src/registry/settings.ts';
import { writeProfile } from '../../src/registry/store.ts';
import { sendWorld } from '../../src/sandbox/send-world.ts';
import { withStock } from '../../src/sandbox/with-stock.ts';
import { writeWorld } from '../../src/sandbox/world/write.ts';
import { xrayPicture } from '../../src/sandbox/xray/picture.ts';
import { everyList } from '../flows/classes.ts';
import { person } from '../office-desk.ts';
import { targetSome } from './targeted.ts';

const WORLD = { seed: 4n, parcels: 150, good: 90, exports: 40 };

/**
 * Has a second world declared under a law with classes: a third of its lists is drawn, those of
 * certified sellers are seen by a person, some are chosen by risk rules; officers say of most what
 * becomes of them.
 */
export async function inspectSome(db: Database, dir: string, profile: Profile): Promise<void> {
  const law = lawWithClasses(withStock(profile, false));
  const out = await mkdtemp(join(tmpdir(), 'onestep-drawn-'));
  try {
    await writeWorld({ ...WORLD, out, profile: law, officers: true });
    await db.transaction(async (tx) => {
      await writeProfile(tx, law, systemClock.now());
      await bumpRevision(tx);
    });
    await loadRegistryFiles(db, join(out, 'registry'), systemClock.now());
    const endRules = await targetSome(db);
    const log = createLog({ level: 'silent' });
    const place = { host: '127.0.0.1', port: 0, profileDir: dir, version: 'test' };
    const platform = await run({ db, clock: systemClock, log, ...place });
    await sendWorld({ url: platform.url, paths: [out] }).finally(() => platform.stop());
    await endRules();
  } finally {
    await rm(out, { recursive: true, force: true });
  }
  const { house } = await wire(db, systemClock);
  await concludeSome(house);
  await abandonOne(house, law.name);
  await sendOfficers(house);
  await publishInspections({ db, clock: systemClock });
  house.news.close();
}

function lawWithClasses(profile: Profile): Profile {
  const { classification } = everyList(profile, rate(1n, 3n));
  const reviewed = classification.map(({ value, ...period }) => {
    const certified = present(value.enterprises.get('ADV'), 'certified enterprises');
    const enterprises = new Map(value.enterprises);
    enterprises.set('ADV', { ...certified, documents: 'person' });
    return { ...period, value: { ...value, enterprises } };
  });
  const parameters = { ...profile.parameters, classification: reviewed };
  return completeProfile({ ...profile, parameters });
}

const IN_STATE = `select list_no as "listNo" from clearance.cases where state = $1 order by 1`;

/** Each end once for those that were drawn, then releases; some are left as they are. */
async function concludeSome(house: House): Promise<void> {
  const inState = async (state: string): Promise<string[]> => {
    const rows = await house.db.query<{ listNo: string }>(IN_STATE, [state]);
    return rows.map(({ listNo }) => listNo);
  };
  const drawn = await inState('500');
  const ended = drawn.slice(0, Math.max(OUTCOMES.length, drawn.length - 5));
  const inspected = ended.map((listNo, i) => {
    const outcome = OUTCOMES[i] ?? 'release';
    return { listNo, outcome, reason: outcome === 'release' ? '' : '货物与申报不符' };
  });
  await concludeLists(house, inspected);
  const reviews = (await inState('300')).map((listNo, i) => {
    return { listNo, outcome: i === 0 ? ('amend' as const) : ('release' as const), reason: '' };
  });
  await concludeLists(house, reviews.slice(0, -1));
  const persons = [person('4612001'), person('4612010', { roles: ['supervisor'] })] as const;
  for (const listNo of await inState('501')) {
    const word = { outcome: 'release', reason: '许可证已补交' } as const;
    assert((await proposeEnd(house, persons[0], listNo, word)).ok, 'proposed');
    assert((await approveEnd(house, persons[1], listNo, { proposal: 1, ...word })).ok, 'approved');
  }
}

/** A draw that comes to nothing: a list that is held had been drawn by it. */
async function abandonOne({ db, draws }: House, zone: string): Promise<void> {
  const [held] = await db.query<{ preNo: string; enterprise: string }>(`
    select pre_no as "preNo", assure_code as enterprise from clearance.cases
    where 'GUARANTEE-NONE' = any(codes) and state = '600' order by list_no desc limit 1`);
  const { preNo: id, enterprise } = present(held, 'a held list');
  const layer = layerOf('ROUTINE', 'ORDINARY');
  const targets: Target[] = [{ id, layer, enterprise, weight: MILLION, needs: ['customs'] }];
  const draw = await draws.open({ series: 'line', zone, targets, officers: [] });
  await draws.abandon([draw], 'tried out');
}

const OPEN = `
  select logistics_no as "logisticsNo", list_no as "scanId" from inspection.inspections
  where state = 'selected' order by list_no`;

/** A lane sends what is still to be inspected to its place, where officers are drawn. */
async function sendOfficers(house: House): Promise<void> {
  const lane = laneOn(house, house.db);
  const place = { site: 'YARD', lane: 'L1', logisticsCode: null, image: null, weight: null };
  type Row = { logisticsNo: string; scanId: string };
  for (const one of await house.db.query<Row>(OPEN)) await lane.scan({ ...one, ...place });
  const { assigned } = await officeRound(house);
  if (assigned === 0) throw new Error('no officers were sent');
  const ordered = await house.db.query<{ id: string; pair: string[] }>(SENT_BY_LAW);
  assert(ordered.length > 0, 'officers are sent where the law orders it');
  const office = officeOn(house);
  for (const { id, pair } of ordered) {
    const [first, second] = pair.map((number) => person(number));
    const said = { customs: 'release', quarantine: 'release', findings: '' } as const;
    const photo = { name: 'open.png', mediaType: 'image/png', bytes: xrayPicture([], 900) };
    assert((await office.keepPhoto(present(first, 'a first'), id, photo)).ok, 'photographed');
    assert((await office.say(present(first, 'a first'), id, said)).ok, 'said');
    assert((await office.confirm(present(second, 'a second'), id)).ok, 'confirmed');
  }
}

/** Tasks of declarations whose goods the law has inspected, and the officers who were drawn. */
const SENT_BY_LAW = `
  select t.id, t.pair from inspection.tasks t
  join inspection.inspections i on i.list_no = t.subject and i.serial = t.serial
  where t.kind = 'inspection' and t.stage = 'first' and i.label = 'ordered' order by i.list_no`;
