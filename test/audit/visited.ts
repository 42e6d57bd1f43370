import { present } from '../../src/base/assert.ts';
import type { Running } from '../../src/cli/running.ts';
import { openAccount } from '../../src/flows/accounts.ts';
import { systemClock } from '../../src/io/clock.ts';
import type { Database } from '../../src/io/postgres.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { loadRegistry } from '../../src/registry/facts.ts';
import { AGENTS } from '../../src/sandbox/world/parties.ts';
import { browserOf, enter } from '../console-stage.ts';

const PASSWORD = 'a long enough password';

/** Two people sign in at the console after a typing error, and ask for what is not theirs. */
export async function letPeopleIn(db: Database, { url }: Running): Promise<void> {
  const tools = {
    registry: await loadRegistry(db),
    ...{ entropy: systemEntropy, at: systemClock.now() },
  };
  for (const [i, name] of ['ming', 'hong'].entries()) {
    const party = present(AGENTS[i], 'an agent').code;
    const account = { name, role: 'enterprise', party, password: PASSWORD } as const;
    const objection = await openAccount(db, account, tools);
    if (objection !== null) throw new Error(objection);
    await enter(url, name, 'mistyped, as it were');
    const browser = browserOf(url, (await enter(url, name, PASSWORD)).cookie);
    await browser('GET', '/v1/office/actions');
  }
}
