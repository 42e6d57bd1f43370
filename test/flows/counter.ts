import { platformOf } from '../../src/cli/platform-of.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { buildWindow } from '../../src/window/server.ts';
import type { Desk } from './desk.ts';
import type { Zone } from './zone.ts';

/** The HTTP side of a desk, with the tokens of the zone. */
export type Counter = {
  call(path: string, party: Party, more?: RequestInit): Promise<Called>;
  close(): Promise<void>;
};

export type Called = { readonly status: number; readonly text: string; readonly type: string };

/** Opens the window of a desk on a free port. */
export async function openCounter(zone: Zone, desk: Desk): Promise<Counter> {
  const platform = platformOf(desk, async () => '');
  const window = await buildWindow({ platform, clock: desk.clock, version: '0.0.0' });
  const url = await window.listen({ host: '127.0.0.1', port: 0 });
  return {
    call: async (path, party, more = {}) => {
      const headers = { authorization: `Bearer ${zone.cardOf(party).token}`, ...more.headers };
      const answer = await fetch(`${url}${path}`, { ...more, headers });
      const type = answer.headers.get('content-type') ?? '';
      return { status: answer.status, text: await answer.text(), type };
    },
    close: () => window.close(),
  };
}
