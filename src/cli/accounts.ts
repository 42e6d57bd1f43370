import {
  ACCOUNT_ROLES,
  type AccountIdentity,
  type AccountRole,
  accountName,
} from '../access/account.ts';
import { listAccounts, lockAccount, setPassword } from '../access/account-store.ts';
import { hashPassword, PASSWORD_LEAST, SALT_BYTES } from '../access/password.ts';
import { isoShanghai } from '../base/dates.ts';
import { openAccount, passwordObjection } from '../flows/accounts.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { systemEntropy } from '../io/random.ts';
import { loadRegistry } from '../registry/facts.ts';
import {
  type Command,
  NotDone,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { readText } from './json-input.ts';
import { required } from './registered.ts';
import { readSecret } from './secret.ts';
import { actionNamed, type Told, tell } from './told.ts';

type Asked = { readonly db: Database; readonly name: string; readonly values: Values };
type Action = (asked: Asked) => Promise<Told>;

const ACTIONS: Readonly<Record<string, Action>> = {
  add: async ({ db, name, values }) => {
    const account = { name, role: roleOf(values), party: required(values, 'for', 'accounts') };
    const registry = await loadRegistry(db);
    const identity = identityOf(values);
    const shown = identity === null ? { password: await passwordAsked() } : { identity };
    const at = systemClock.now();
    const tools = { registry, entropy: systemEntropy, at };
    const objection = await openAccount(db, { ...account, ...shown }, tools);
    if (objection !== null) throw new NotDone(objection);
    return { json: account, lines: [`${name} may sign in as ${account.role} ${account.party}.`] };
  },
  list: async ({ db }) => {
    const accounts = (await listAccounts(db)).map(({ name, role, party, lockedAt, identity }) => ({
      ...{ name, role, party, identity },
      lockedAt: lockedAt === null ? null : isoShanghai(lockedAt),
    }));
    const lines = accounts.map(({ name, role, party, lockedAt, identity }) => {
      const state = lockedAt === null ? '' : `  locked ${lockedAt}`;
      const bound = identity === null ? '' : `  ${identity.subject} of ${identity.issuer}`;
      return `${name.padEnd(24)} ${role.padEnd(10)} ${party}${bound}${state}`;
    });
    return { json: { accounts }, lines: lines.length > 0 ? lines : ['There is no account.'] };
  },
  password: async ({ db, name }) => {
    const password = await passwordAsked();
    const kept = await hashPassword(password, systemEntropy.bytes(SALT_BYTES));
    const changed = await db.transaction((tx) => setPassword(tx, name, kept));
    if (!changed) throw new NotDone(`There is no account ${name}.`);
    return { json: { name, changed }, lines: [`${name} has a new password; its sessions ended.`] };
  },
  lock: async ({ db, name }) => {
    const at = systemClock.now();
    const locked = await db.transaction((tx) => lockAccount(tx, name, at));
    if (!locked) throw new NotDone(`There is no account ${name}, or it is locked already.`);
    return { json: { name, locked }, lines: [`${name} is locked; its sessions ended.`] };
  },
};

async function accounts(
  values: Values,
  [what = '', typed]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed('accounts', ACTIONS, what);
  const name = what === 'list' ? '' : nameOf(what, typed);
  if (what === 'add') {
    roleOf(values);
    identityOf(values);
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    tell(terminal, values, await action({ db, name, values }));
    return 0;
  } finally {
    await db.close();
  }
}

function nameOf(what: string, typed: string | undefined): string {
  const name = accountName(typed ?? '');
  if (name !== null) return name;
  throw new UsageError(`onestep accounts ${what} takes the name of an account: 2 to 64 letters.`);
}

function roleOf(values: Values): AccountRole {
  const text = required(values, 'role', 'accounts');
  const role = ACCOUNT_ROLES.find((one) => one === text);
  if (role !== undefined) return role;
  throw new UsageError(`--role takes ${ACCOUNT_ROLES.join(', ')}, not ${text}.`);
}

/** What a provider calls the person; null where a password is to be asked for. */
function identityOf(values: Values): AccountIdentity | null {
  const [issuer, subject] = [textOf(values, 'issuer'), textOf(values, 'subject')];
  if (issuer !== undefined && subject !== undefined) return { issuer, subject };
  if (issuer === undefined && subject === undefined) return null;
  throw new UsageError('--issuer and --subject go together.');
}

/** From standard input: a command line can be seen by others. @throws NotDone */
async function passwordAsked(): Promise<string> {
  const password = process.stdin.isTTY
    ? await readSecret('Password: ')
    : (await readText(process.stdin)).replace(/\r?\n$/, '');
  const objection = passwordObjection(password);
  if (objection !== null) throw new NotDone(objection);
  return password;
}

export const ACCOUNTS: Command = {
  name: 'accounts',
  summary: 'who may sign in at the console: add, list, new password, lock',
  positionals: ['ACTION', '[NAME]'],
  options: {
    ...DATABASE_OPTIONS,
    role: { type: 'string' },
    for: { type: 'string' },
    issuer: { type: 'string' },
    subject: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: accounts,
  help: `
onestep accounts add NAME --role ROLE --for PARTY [options]
onestep accounts list [options]
onestep accounts password NAME [options]
onestep accounts lock NAME [options]

The local accounts of the console. An account acts for one officer or one enterprise of the
registry, in one role; whoever has two roles has two accounts. A password is read from standard
input, or asked for on a terminal without being shown, and has ${PASSWORD_LEAST} characters or more;
nothing else is asked of it. A new password unlocks an account. Password and lock end its sessions.

  --role ROLE          ${ACCOUNT_ROLES.join(', ')}
  --for PARTY          number of the officer, who has that role on file, or code of the enterprise
  --issuer URL         the person signs in through this provider of OpenID Connect, which
  --subject ID         knows the person by this; no password is asked for
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
