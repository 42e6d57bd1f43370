import {
  type Account,
  type AccountIdentity,
  type AccountRole,
  accountName,
} from '../access/account.ts';
import { findAccount, findIdentity } from '../access/account-store.ts';
import {
  type Action,
  type ActionPlace,
  endAction,
  pageOfActions,
  storeAction,
} from '../access/action-store.ts';
import { countAttempts } from '../access/attempts.ts';
import { hashPassword, isPassword, PASSWORD_MOST, SALT_BYTES } from '../access/password.ts';
import {
  beginSession,
  endSession,
  findSession,
  type SessionRow,
  touchSession,
} from '../access/session-store.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { covers } from '../registry/dated.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { Officer } from '../registry/officer.ts';
import { tokenHash } from '../registry/tokens.ts';
import type { House } from './house.ts';

/** For how many milliseconds a session lasts without use, and in all. */
export type SessionTerms = { readonly idle: number; readonly whole: number };

export const SESSION_TERMS: SessionTerms = { idle: 30 * 60_000, whole: 12 * 3_600_000 };

/** Who a session is, as the guard of the window needs it: one of the two is there. */
export type Session = {
  readonly account: string;
  readonly role: AccountRole;
  readonly party: string;
  readonly officer: Officer | null;
  readonly enterprise: Enterprise | null;
  /** When it ends without further use, and in any case. */
  readonly idleUntil: Instant;
  readonly endsAt: Instant;
};

/** A session that has begun; `token` is for the browser and kept nowhere. */
export type Entered = { readonly token: string; readonly session: Session };

/** Why nobody came in: too many attempts, with the seconds to wait, or a wrong name or password. */
export type NotEntered = {
  readonly wait: number;
  /** The account whose password was wrong, for the trail alone: the answer must not tell. */
  readonly tried: Account | null;
};

/** Sign-in, sessions and what is done by them. */
export type Access = {
  enter(name: string, password: string, address: string): Promise<Entered | NotEntered>;
  /** Somebody whom a provider has shown to be that person; null without an account of theirs. */
  enterAs(identity: AccountIdentity): Promise<Entered | null>;
  /** The session of a browser; null when it is over, or what it stood on is gone. */
  who(token: string): Promise<Session | null>;
  leave(token: string): Promise<void>;
  /** Notes an action before it is done. @returns its id */
  begin(action: Omit<Action, 'id' | 'at'>): Promise<string>;
  end(id: string, status: number): Promise<void>;
  actions(after: ActionPlace | null, limit: number): Promise<Action[]>;
};

/** A person mistypes a few times; a program that guesses gets 480 guesses a day. */
const BY_NAME = { times: 5, within: 15 * 60_000 };
const BY_ADDRESS = { times: 30, within: 15 * 60_000 };
/** Passwords looked at side by side: each takes 32 MiB and most of a core. */
const AT_ONCE = 4;
const TOKEN_BYTES = 32;
/** Milliseconds after which the use of a session is noted again. */
const NOTED_EVERY = 60_000;

/** Access over a house. */
export function accessOn(house: House, terms: SessionTerms = SESSION_TERMS): Access {
  const { db, clock, entropy } = house;
  const desk = signInDesk(house);
  const begin = async (account: Account): Promise<Entered | null> => {
    const at = clock.now();
    const token = Buffer.from(entropy.bytes(TOKEN_BYTES)).toString('base64url');
    const row = { ...account, hash: tokenHash(token), begunAt: at, seenAt: at };
    const session = standing(house, row, terms);
    if (session === null) return null;
    await beginSession(db, { hash: row.hash, account: account.name, at }, at - terms.whole);
    return { token, session };
  };
  return {
    enter: async (name, password, address) => {
      const checked = await desk.check(name, password, address);
      if ('wait' in checked) return checked;
      return (await begin(checked)) ?? { wait: 0, tried: checked };
    },
    enterAs: async (identity) => {
      const account = await findIdentity(db, identity);
      return account === null ? null : begin(account);
    },
    who: async (token) => {
      const row = await findSession(db, tokenHash(token));
      const session = row && standing(house, row, terms);
      if (row === null || session === null) return null;
      const now = clock.now();
      if (now - row.seenAt >= Math.min(NOTED_EVERY, terms.idle / 10)) {
        await touchSession(db, row.hash, now);
      }
      return { ...session, idleUntil: Math.min(now + terms.idle, session.endsAt) };
    },
    leave: (token) => endSession(db, tokenHash(token)),
    begin: async (action) => {
      const id = entropy.uuid();
      await storeAction(db, { ...action, id, at: clock.now() });
      return id;
    },
    end: (id, status) => endAction(db, id, status),
    actions: (after, limit) => pageOfActions(db, after, limit),
  };
}

/** The session as it stands now; null when its time is over or its holder has lost the role. */
function standing(house: House, row: SessionRow, { idle, whole }: SessionTerms): Session | null {
  const now = house.clock.now();
  const endsAt = row.begunAt + whole;
  const idleUntil = Math.min(row.seenAt + idle, endsAt);
  if (row.lockedAt !== null || idleUntil <= now) return null;
  const { enterprises, staff } = house.registry.current().snapshot;
  const { name: account, role, party } = row;
  const known = { account, role, party, idleUntil, endsAt };
  if (role === 'enterprise') {
    const enterprise = enterprises.get(party);
    if (enterprise === undefined || enterprise.status === 'revoked') return null;
    return { ...known, officer: null, enterprise };
  }
  const officer = staff.officers.get(party);
  if (officer === undefined || !covers(officer, businessDate(now))) return null;
  if (!officer.roles.includes(role)) return null;
  // Who has several roles signs in for one: what the session opens is what its role opens.
  return { ...known, officer: { ...officer, roles: [role] }, enterprise: null };
}

/**
 * Looks at names and passwords. An unknown name takes the same way and the same time as a wrong
 * password: a hash of nothing is compared with.
 */
function signInDesk({ db, clock, entropy, registry }: House) {
  const book = { sql: db, secret: registry.current().snapshot.hashKey };
  const names = countAttempts(book, 'name', BY_NAME);
  const addresses = countAttempts(book, 'address', BY_ADDRESS);
  const nothing = hashPassword(
    Buffer.from(entropy.bytes(TOKEN_BYTES)).toString('hex'),
    entropy.bytes(SALT_BYTES),
  );
  let looking = 0;
  const compare = async (name: string, password: string): Promise<Account | NotEntered> => {
    const known = accountName(name);
    const account = known === null ? null : await findAccount(db, known);
    const kept = account?.password ?? (await nothing);
    const same = await isPassword(password.slice(0, PASSWORD_MOST), kept);
    const isRight = account !== null && account.lockedAt === null && same;
    return isRight ? account : { wait: 0, tried: account };
  };
  return {
    /** The account, or the seconds to wait; 0 when name or password is wrong. */
    check: async (
      name: string,
      password: string,
      address: string,
    ): Promise<Account | NotEntered> => {
      const key = name.trim().toLowerCase().slice(0, 64);
      const now = clock.now();
      const wait = (await addresses.count(address, now)) || (await names.count(key, now));
      if (wait > 0) return { wait, tried: null };
      if (looking >= AT_ONCE) return { wait: 1, tried: null };
      looking += 1;
      try {
        const account = await compare(name, password);
        if ('wait' in account) return account;
        await names.clear(key);
        await addresses.forgive(address);
        return account;
      } finally {
        looking -= 1;
      }
    },
  };
}
