import { openOffice as openAll } from '../src/cli/office-of.ts';
import { officeRound } from '../src/flows/office-round.ts';
import type { WatchPatience } from '../src/office/cockpit-watch.ts';
import type { Officer } from '../src/registry/officer.ts';
import { officerOf } from '../src/registry/officer.ts';
import * as staff from '../src/registry/staff-store.ts';
import { authenticate, tokenHash } from '../src/registry/tokens.ts';
import { buildWindow, type Window } from '../src/window/server.ts';
import type { Desk } from './flows/desk.ts';
import { EVENING, type Zone } from './flows/zone.ts';
import { callerOf } from './window-call.ts';
import { smallPlatform } from './window-platform.ts';

/** An officer of a test, on duty at any time. */
export function person(number: string, more: Partial<Officer> = {}): Officer {
  return {
    ...{ number, name: '某某', roles: ['officer'], tags: ['customs', 'quarantine', 'review'] },
    ...{ weight: 1, capacity: 20, from: '2016-04-08', until: null, ...more },
  };
}

/** Makes these the whole staff, all of them on duty, with a token `token-of-NUMBER` each. */
export async function employ(zone: Zone, people: readonly Officer[]): Promise<void> {
  await zone.register(async (tx) => {
    await tx.script(
      'delete from registry.officer_tokens; delete from registry.conflicts; ' +
        'delete from registry.duty; delete from registry.officers',
    );
    await staff.writeOfficers(tx, people);
    await staff.writeDuty(
      tx,
      people.map(({ number }) => ({ officer: number, from: 0, until: EVENING * 2, shift: null })),
    );
    await staff.writeOfficerTokens(
      tx,
      people.map(({ number }) => ({
        ...{ officer: number, label: 'desk', hash: tokenHash(`token-of-${number}`) },
        ...{ expiresAt: null, revokedAt: null },
      })),
    );
  });
}

type Answer = ReturnType<ReturnType<typeof callerOf>>;

/** The office of a desk over HTTP. */
export type OfficeDesk = Window & {
  readonly url: string;
  /** Calls below /v1/office with the token of this officer. */
  as(number: string, method: string, path: string, body?: unknown): Answer;
  /** What the office does by itself. */
  round(): ReturnType<typeof officeRound>;
};

/** Opens the window with the office of a desk; close it at the end. */
export async function openOffice(
  { house, clock }: Desk,
  watching: Partial<WatchPatience> = {},
): Promise<OfficeDesk> {
  const { registry, db } = house;
  const platform = smallPlatform({
    authenticate: (token) => {
      const known = authenticate(registry.current().snapshot, token, clock.now());
      return known.ok ? known.value : null;
    },
    officer: (token) => officerOf(registry.current().snapshot.staff, tokenHash(token), clock.now()),
    refresh: async () => {
      await registry.fresh(db);
    },
  });
  const window = await buildWindow({ platform, clock, version: '0.1.0' });
  const still = { waiting: 0, age: 0 };
  openAll(window.app, house, () => ({ intake: still, clearance: still }), watching);
  const url = await window.listen({ host: '127.0.0.1', port: 0 });
  const call = callerOf('/v1/office', '');
  return {
    ...{ ...window, url },
    as: (number, method, path, body) => {
      return call({ url }, method, path, body, `token-of-${number}`);
    },
    round: () => officeRound(house),
  };
}
