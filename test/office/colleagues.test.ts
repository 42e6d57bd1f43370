import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDesk } from '../flows/desk.ts';
import { EVENING, openZone, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';

// Whom a task may be given to.
let zone: Zone;
let office: OfficeDesk;
beforeAll(async () => {
  zone = await openZone();
  await employ(zone, [
    ...['O1', 'O2'].map((number) => person(number)),
    person('O3', { name: '<b>李四</b>', tags: [] }),
    person('S1', { roles: ['supervisor'], tags: [] }),
    person('A1', { roles: ['auditor'] }),
    person('GONE', { until: '2020-01-01' }),
  ]);
  await zone.register((tx) => tx.execute("delete from registry.duty where officer = 'O2'"));
  await zone.db.execute(
    `insert into inspection.tasks
       (id, kind, stage, subject, serial, priority, opened_at, due_at, holder, closed_at)
     select gen_random_uuid(), kind, stage, subject, 1, 1, $1::timestamptz, $1::timestamptz, holder,
       case subject when 'done' then $1::timestamptz end
     from (values ('review', 'open', 'L1', 'O1'), ('pending', 'open', 'L2', 'O1'),
       ('review', 'open', 'done', 'O1'), ('inspection', 'first', 'L3', 'O3'))
       as given (kind, stage, subject, holder)`,
    [new Date(EVENING).toISOString()],
  );
  office = await openOffice(await openDesk(zone));
});
afterAll(async () => {
  await office?.close();
  await zone?.database.drop();
});

it('lists who works here, those on duty with the least in hand first', async () => {
  for (const number of ['O1', 'S1']) {
    const { status, json } = await office.as(number, 'GET', '/officers');
    expect(status).toBe(200);
    const told = json.officers.map((one: Record<string, unknown>) => {
      return [one.number, one.onDuty, one.tasks];
    });
    // That O3 holds an inspection would tell that the person is of its pair (RAND-7).
    expect(told).toEqual([
      ['O3', true, 0],
      ['S1', true, 0],
      ['O1', true, 2],
      ['O2', false, 0],
    ]);
    expect(json.officers[0]).toMatchObject({ name: '<b>李四</b>', roles: ['officer'], tags: [] });
  }
});

it('is for those who have tasks', async () => {
  expect((await office.as('A1', 'GET', '/officers')).status).toBe(403);
  expect((await office.as('GONE', 'GET', '/officers')).status).toBe(401);
});
