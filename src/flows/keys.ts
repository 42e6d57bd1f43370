import { hash } from 'node:crypto';
import { type BusinessDate, businessDate, type Instant, startOfDay } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { readCertificate } from '../registry/certificates.ts';
import { loadRegistry } from '../registry/facts.ts';
import { type KeyCode, keyFinding, MOST_REQUESTS, MOST_TOKENS } from '../registry/key-codes.ts';
import {
  addRequest,
  type CertificateRequest,
  endRequest,
  lockKeys,
  lockRequest,
  noteMade,
  noteUsed,
  openRequests,
  requestsOf,
  tokenNotes,
} from '../registry/key-store.ts';
import { unfitKey } from '../registry/load-certificates.ts';
import { bumpRevision } from '../registry/settings.ts';
import type { RegisteredCertificate, Token } from '../registry/snapshot.ts';
import {
  revokeCertificate,
  revokeToken,
  writeCertificates,
  writeTokens,
} from '../registry/store.ts';
import { newToken, tokenHash } from '../registry/tokens.ts';
import { isSm2Key } from '../xml/sm2.ts';
import type { House } from './house.ts';

/** How a key stands. */
export type KeyState = 'in-force' | 'not-yet' | 'expired' | 'revoked';

/** What an operator says of a certificate. */
export type SaidOfRequest = {
  readonly accept: boolean;
  readonly reason: string | null;
  /** The officer. */
  readonly by: string;
};

/** Tokens and certificates of an enterprise, by the enterprise itself. */
export type Keys = ReturnType<typeof keysOn>;

type KeysHouse = Pick<House, 'db' | 'clock' | 'entropy' | 'registry'>;

/** Milliseconds after which the use of a token is noted again. */
const NOTED_EVERY = 60_000;

/** A label that stands in tables and addresses as it is. */
const LABEL = /^[\p{L}\p{N}._/-][\p{L}\p{N}._/ -]{0,39}$/u;

/**
 * What an enterprise does with its keys. It makes and revokes tokens by itself, as they only open
 * what its session opens. A certificate speaks for it towards customs, so an operator compares it
 * with the papers of the enterprise before it counts; revoking it needs nobody.
 */
export function keysOn(house: KeysHouse) {
  return { ...tokensOn(house), ...certificatesOn(house), ...requestsOn(house) };
}

function tokensOn({ db, clock, entropy, registry }: KeysHouse) {
  const noted = new Map<string, Instant>();
  return {
    tokens: async (code: string) => {
      const own = await tokensIn(registry, db, code);
      const notes = await tokenNotes(
        db,
        own.map(({ hash }) => hash),
      );
      const now = clock.now();
      return own.map(({ label, hash, expiresAt, revokedAt }) => ({
        ...{ label, expiresAt, revokedAt },
        madeAt: notes.get(hash)?.madeAt ?? null,
        usedAt: notes.get(hash)?.usedAt ?? null,
        state: stateOf({ from: null, until: expiresAt, revokedAt }, now),
      }));
    },
    /** A token, which is told only now. */
    makeToken: async (
      code: string,
      label: string,
      ends: BusinessDate | null,
    ): Promise<Result<{ token: string; expiresAt: Instant | null }, Finding[]>> => {
      const at = clock.now();
      return db.transaction(async (tx) => {
        await lockKeys(tx, code);
        const own = [...(await loadRegistry(tx)).tokens.values()].filter(
          ({ enterpriseCode }) => enterpriseCode === code,
        );
        const finding = tokenFinding(own, label, ends, at);
        if (finding !== null) return fail([finding]);
        const token = newToken(entropy);
        const hash = tokenHash(token);
        const expiresAt = ends === null ? null : startOfDay(ends);
        await writeTokens(tx, [{ enterpriseCode: code, label, hash, expiresAt, revokedAt: null }]);
        await noteMade(tx, hash, at);
        await bumpRevision(tx);
        return ok({ token, expiresAt });
      });
    },
    /** Whether there was one in force to revoke. */
    revokeToken: async (code: string, label: string): Promise<boolean> => {
      const key = { enterpriseCode: code, label };
      return (await db.transaction((tx) => revokeToken(tx, key, clock.now()))) > 0;
    },
    /** Notes that a token came in, at most once a minute in this process. */
    noteUse: async (token: string): Promise<void> => {
      const [hash, at] = [tokenHash(token), clock.now()];
      if (at < (noted.get(hash) ?? 0) + NOTED_EVERY) return;
      noted.set(hash, at);
      await noteUsed(db, hash, at);
    },
  };
}

async function tokensIn(
  registry: House['registry'],
  db: House['db'],
  code: string,
): Promise<Token[]> {
  const { snapshot } = await registry.fresh(db);
  return [...snapshot.tokens.values()].filter(({ enterpriseCode }) => enterpriseCode === code);
}

/** What is wrong with a new token, or null. */
function tokenFinding(
  own: readonly Token[],
  label: string,
  ends: BusinessDate | null,
  at: Instant,
): Finding | null {
  if (!LABEL.test(label)) return keyFinding('KEY-LABEL', 'label');
  if (own.some((one) => one.label === label)) return keyFinding('KEY-TWICE', 'label');
  if (ends !== null && ends <= businessDate(at)) return keyFinding('KEY-DAY', 'expires');
  const live = own.filter(({ expiresAt: until, revokedAt }) => {
    return stateOf({ from: null, until, revokedAt }, at) === 'in-force';
  });
  return live.length < MOST_TOKENS ? null : keyFinding('KEY-MANY');
}

type Span = {
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly revokedAt: Instant | null;
};

function stateOf({ from, until, revokedAt }: Span, at: Instant): KeyState {
  if (revokedAt !== null && revokedAt <= at) return 'revoked';
  if (until !== null && until <= at) return 'expired';
  return from !== null && at < from ? 'not-yet' : 'in-force';
}

function certificatesOn({ db, clock, registry }: KeysHouse) {
  return {
    certificates: async (code: string) => {
      const { snapshot } = await registry.fresh(db);
      const now = clock.now();
      return (snapshot.certificates.get(code) ?? []).map((one) => {
        const { validFrom: from, validUntil: until, revokedAt } = one;
        return { ...contentOf(one), revokedAt, state: stateOf({ from, until, revokedAt }, now) };
      });
    },
    /** Whether there was one in force to revoke; nothing signed with it is taken from now on. */
    revokeCertificate: async (code: string, serial: string): Promise<boolean> => {
      const key = { enterpriseCode: code, serial };
      return (await db.transaction((tx) => revokeCertificate(tx, key, clock.now()))) > 0;
    },
  };
}

type Content = Omit<RegisteredCertificate, 'enterpriseCode' | 'revokedAt'>;

const contentOf = ({ serial, subject, validFrom, validUntil, key, maySign, der }: Content) => ({
  ...{ serial, subject, validFrom, validUntil, maySign },
  algorithm: isSm2Key(key) ? 'SM2' : 'RSA',
  fingerprint: hash('sha256', der, 'hex'),
});

function requestsOn({ db, clock, entropy, registry }: KeysHouse) {
  return {
    /** What the enterprise asked for. */
    requests: async (code: string) => (await requestsOf(db, code)).map(viewOf),
    /** Asks to have a certificate registered. @returns the number of the request */
    askFor: async (code: string, pem: string): Promise<Result<string, Finding[]>> => {
      const at = clock.now();
      const read = readPem(pem, at);
      if (!read.ok) return fail([keyFinding(read.error, 'pem')]);
      const { serial, der } = read.value;
      const { snapshot } = await registry.fresh(db);
      const known = snapshot.certificates.get(code) ?? [];
      return db.transaction(async (tx) => {
        await lockKeys(tx, code);
        const open = (await requestsOf(tx, code)).filter(({ state }) => state === 'open');
        if ([...known, ...open].some((one) => one.serial === serial)) {
          return fail([keyFinding('CERT-KNOWN', 'pem')]);
        }
        if (open.length >= MOST_REQUESTS) return fail([keyFinding('CERT-MANY')]);
        const id = entropy.uuid();
        await addRequest(tx, { ...NEW, id, enterpriseCode: code, askedAt: at, serial, der });
        return ok(id);
      });
    },
    /** Takes an own request back; null where there is none. */
    takeBack: async (code: string, id: string): Promise<Result<true | null, Finding[]>> =>
      db.transaction(async (tx) => {
        const request = await lockRequest(tx, id);
        if (request?.enterpriseCode !== code) return ok(null);
        if (request.state !== 'open') return fail([keyFinding('CERT-DECIDED')]);
        const end = { state: 'taken-back', by: null, reason: null } as const;
        await endRequest(tx, id, end, clock.now());
        return ok(true);
      }),
    /** What waits for an operator. */
    openRequests: async () => {
      const { snapshot } = await registry.fresh(db);
      return (await openRequests(db)).map((one) => ({
        ...viewOf(one),
        enterpriseCode: one.enterpriseCode,
        name: snapshot.enterprises.get(one.enterpriseCode)?.name ?? '',
      }));
    },
    /** Registers the certificate of a request, or says why not; null where there is none. */
    decide: async (id: string, said: SaidOfRequest): Promise<Result<true | null, Finding[]>> => {
      const { accept, reason, by } = said;
      if (!accept && (reason ?? '').trim() === '') {
        return fail([keyFinding('CERT-REASON', 'reason')]);
      }
      return db.transaction(async (tx) => {
        const request = await lockRequest(tx, id);
        if (request === null) return ok(null);
        if (request.state !== 'open') return fail([keyFinding('CERT-DECIDED')]);
        const state = accept ? 'accepted' : 'refused';
        await endRequest(tx, id, { state, by, reason }, clock.now());
        if (accept) await register(tx, request);
        return ok(true);
      });
    },
  };
}

const NEW = { decidedAt: null, state: 'open', decidedBy: null, reason: null } as const;

async function register(
  tx: Parameters<typeof writeCertificates>[0],
  { enterpriseCode, der }: CertificateRequest,
): Promise<void> {
  const read = readCertificate(der);
  if (read === null) throw new Error('a certificate that was read before');
  const { serial, validFrom, validUntil } = read;
  const row = { enterpriseCode, serial, der, validFrom, validUntil, revokedAt: null };
  await writeCertificates(tx, [row]);
  await bumpRevision(tx);
}

function viewOf({ id, askedAt, decidedAt, state, reason, der }: CertificateRequest) {
  const read = readCertificate(der);
  if (read === null) throw new Error('a certificate that was read before');
  return { id, askedAt, decidedAt, state, reason, ...contentOf(read) };
}

/** The certificate of a PEM text, fit to sign with; or why it is not. */
function readPem(pem: string, at: Instant): Result<Content, KeyCode> {
  if (/PRIVATE KEY/.test(pem)) return fail('CERT-PRIVATE');
  if (/BEGIN (NEW )?CERTIFICATE REQUEST/.test(pem)) return fail('CERT-REQUEST');
  const read = pem.includes('BEGIN CERTIFICATE') ? readCertificate(Buffer.from(pem)) : null;
  if (read === null) return fail('CERT-FORM');
  if (unfitKey(read.key) !== null) return fail('CERT-KEY');
  if (!read.maySign) return fail('CERT-USAGE');
  return read.validUntil <= at ? fail('CERT-ENDED') : ok(read);
}
