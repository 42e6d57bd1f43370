import { get, type IncomingMessage } from 'node:http';
import { present } from '../base/assert.ts';
import type { Sql } from '../io/postgres.ts';
import { writeOfficerTokens } from '../registry/staff-store.ts';
import { tokenHash } from '../registry/tokens.ts';
import { NotDone } from './command.ts';

/** With which an officer of a benchmark comes in. */
export const OFFICER_TOKEN = 'bench-officer';

/** Gives an officer of the registry, of that role, the token of the benchmark. */
export async function admitOfficer(sql: Sql, role: 'officer' | 'supervisor'): Promise<void> {
  const [row] = await sql.query<{ number: string }>(
    'select number from registry.officers where $1 = any(roles) order by number limit 1',
    [role],
  );
  const officer = present(row, 'an officer of the registry').number;
  const token = {
    label: 'bench',
    hash: tokenHash(OFFICER_TOKEN),
    expiresAt: null,
    revokedAt: null,
  };
  await writeOfficerTokens(sql, [{ officer, ...token }]);
}

/** What those who watched got. */
export type CockpitsSeen = { readonly cockpitEvents: number; readonly cockpitBytes: number };

/**
 * Watches the cockpit so many times at once.
 * @throws NotDone when one of them is not let in
 */
export async function openCockpits(url: string, count: number): Promise<{ close(): CockpitsSeen }> {
  const seen = { cockpitEvents: 0, cockpitBytes: 0 };
  const open = await Promise.all(
    Array.from({ length: count }, async () => {
      const stream = await watch(url);
      stream.setEncoding('utf8').on('data', (text: string) => {
        seen.cockpitBytes += text.length;
        seen.cockpitEvents += text.split('event: ').length - 1;
      });
      return stream;
    }),
  );
  return {
    close: () => {
      const all = { ...seen };
      for (const stream of open) stream.destroy();
      return all;
    },
  };
}

function watch(url: string): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${OFFICER_TOKEN}` };
  return new Promise((done, failed) => {
    const asked = get(`${url}/v1/office/cockpit/stream`, { headers, agent: false }, (answer) => {
      // It is cut at the end, and that is no failure.
      answer.on('error', () => undefined);
      if (answer.statusCode === 200) done(answer);
      else failed(new NotDone(`The cockpit answers ${answer.statusCode}.`));
    });
    asked.once('error', failed);
  });
}
