import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type {
  Buyer,
  Certificate,
  Enterprise,
  Goods,
  Guarantee,
  Undertaking,
} from './enterprise.ts';
import type { Profile } from './profile.ts';
import { profileContent } from './profile-codec.ts';
import { bumpRevision } from './settings.ts';
import type { Token } from './snapshot.ts';

/**
 * What became of the rows of one table. Each statement below writes all rows at once, touches a
 * row only when it differs, and counts against the state before it (a statement does not see its
 * own writes): a row that has no partner there is new.
 */
export type Written = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
};

type Counts = { written: bigint; changed: bigint };

/** Writes rows with one of the statements of this folder, which count what they did. */
export async function write(
  tx: Sql,
  text: string,
  rows: readonly unknown[],
  columns: readonly (readonly unknown[])[],
): Promise<Written> {
  if (rows.length === 0) return { added: 0, changed: 0, unchanged: 0 };
  const counts = present((await tx.query<Counts>(text, columns))[0], 'counts');
  const [written, changed] = [Number(counts.written), Number(counts.changed)];
  return { added: written - changed, changed, unchanged: rows.length - written };
}

const instant = (at: Instant | null): string | null => (at === null ? null : instantText(at));

/**
 * Adds or changes enterprises by code; `guaranteeExempt` comes of credit events alone. The class of
 * one that is dishonest, or whose class comes of events, stays: loading an old file again must not
 * move it.
 */
export function writeEnterprises(tx: Sql, rows: readonly Enterprise[]): Promise<Written> {
  return write(tx, ENTERPRISES, rows, [
    rows.map((row) => row.code),
    rows.map((row) => row.name),
    rows.map((row) => row.roles.join(';')),
    rows.map((row) => row.creditClass),
    rows.map((row) => row.status),
    rows.map((row) => row.validUntil),
    rows.map((row) => row.overseas),
    rows.map((row) => row.dxpId),
  ]);
}

const ENTERPRISES = `
  with written as (
    insert into registry.enterprises as old
      (code, name, roles, credit_class, status, valid_until, overseas, dxp_id)
    select code, name, string_to_array(roles, ';'), credit_class, status, valid_until, overseas,
           dxp_id
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[],
                $7::boolean[], $8::text[])
         as given (code, name, roles, credit_class, status, valid_until, overseas, dxp_id)
    order by code
    on conflict (code) do update set
      name = excluded.name, roles = excluded.roles,
      credit_class = case when old.class_by_events or old.credit_class = 'DISHONEST'
                          then old.credit_class else excluded.credit_class end,
      status = excluded.status, valid_until = excluded.valid_until,
      overseas = excluded.overseas, dxp_id = excluded.dxp_id
    where (old.name, old.roles, old.status, old.valid_until, old.overseas, old.dxp_id)
          is distinct from (excluded.name, excluded.roles, excluded.status,
            excluded.valid_until, excluded.overseas, excluded.dxp_id)
       or (not old.class_by_events and old.credit_class not in ('DISHONEST', excluded.credit_class))
    returning code
  )
  select count(*) as written, count(before.code) as changed
  from written left join registry.enterprises as before using (code)`;

/**
 * Adds or changes certificates by enterprise and serial. A revocation stays for as long as the
 * certificate is the same: loading an old file again must not bring it back.
 */
export function writeCertificates(tx: Sql, rows: readonly Certificate[]): Promise<Written> {
  return write(tx, CERTIFICATES, rows, [
    rows.map((row) => row.enterpriseCode),
    rows.map((row) => row.serial),
    rows.map((row) => row.der),
    rows.map((row) => instant(row.validFrom)),
    rows.map((row) => instant(row.validUntil)),
    rows.map((row) => instant(row.revokedAt)),
  ]);
}

const CERTIFICATES = `
  with written as (
    insert into registry.certificates as old
      (enterprise_code, serial, der, valid_from, valid_until, revoked_at)
    select enterprise_code, serial, der, valid_from, valid_until, revoked_at
    from unnest($1::text[], $2::text[], $3::bytea[], $4::timestamptz[], $5::timestamptz[],
                $6::timestamptz[])
         as given (enterprise_code, serial, der, valid_from, valid_until, revoked_at)
    order by enterprise_code, serial
    on conflict (enterprise_code, serial) do update set
      der = excluded.der, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
      revoked_at = case when old.der = excluded.der
                        then coalesce(excluded.revoked_at, old.revoked_at)
                        else excluded.revoked_at end
    where old.der <> excluded.der or old.revoked_at is distinct from
          coalesce(excluded.revoked_at, old.revoked_at)
    returning enterprise_code, serial
  )
  select count(*) as written, count(before.serial) as changed
  from written left join registry.certificates as before using (enterprise_code, serial)`;

/** Adds or changes tokens by enterprise and label; a revocation stays as with certificates. */
export function writeTokens(tx: Sql, rows: readonly Token[]): Promise<Written> {
  const owned = rows.map(({ enterpriseCode: owner, ...token }) => ({ owner, ...token }));
  return writeOwnedTokens(tx, ENTERPRISE_TOKENS, owned);
}

/** Where tokens of a kind are kept, and whose they are; both are written here, never given. */
export type TokenTable = { readonly table: string; readonly owner: string };

const ENTERPRISE_TOKENS: TokenTable = { table: 'registry.tokens', owner: 'enterprise_code' };

/** Adds or changes tokens of a kind by owner and label. */
export function writeOwnedTokens(
  tx: Sql,
  kind: TokenTable,
  rows: readonly (Omit<Token, 'enterpriseCode'> & { readonly owner: string })[],
): Promise<Written> {
  return write(tx, tokensOf(kind), rows, [
    rows.map((row) => row.owner),
    rows.map((row) => row.label),
    rows.map((row) => row.hash),
    rows.map((row) => instant(row.expiresAt)),
    rows.map((row) => instant(row.revokedAt)),
  ]);
}

const tokensOf = ({ table, owner }: TokenTable): string => `
  with written as (
    insert into ${table} as old (${owner}, label, hash, expires_at, revoked_at)
    select ${owner}, label, hash, expires_at, revoked_at
    from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
         as given (${owner}, label, hash, expires_at, revoked_at)
    order by ${owner}, label
    on conflict (${owner}, label) do update set
      hash = excluded.hash, expires_at = excluded.expires_at,
      revoked_at = case when old.hash = excluded.hash
                        then coalesce(excluded.revoked_at, old.revoked_at)
                        else excluded.revoked_at end
    where old.hash <> excluded.hash
       or old.expires_at is distinct from excluded.expires_at
       or old.revoked_at is distinct from coalesce(excluded.revoked_at, old.revoked_at)
    returning ${owner}, label
  )
  select count(*) as written, count(before.label) as changed
  from written left join ${table} as before using (${owner}, label)`;

/** Adds or changes undertakings by operator, principal, kind and first day. */
export function writeUndertakings(tx: Sql, rows: readonly Undertaking[]): Promise<Written> {
  return write(tx, UNDERTAKINGS, rows, [
    rows.map((row) => row.operator),
    rows.map((row) => row.principal),
    rows.map((row) => row.kind),
    rows.map((row) => row.from),
    rows.map((row) => row.until),
  ]);
}

const UNDERTAKINGS = `
  with written as (
    insert into registry.undertakings as old (operator, principal, kind, from_day, until_day)
    select operator, principal, kind, from_day, until_day
    from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[])
         as given (operator, principal, kind, from_day, until_day)
    order by operator, principal, kind, from_day
    on conflict (operator, principal, kind, from_day) do update set
      until_day = excluded.until_day
    where old.until_day is distinct from excluded.until_day
    returning operator, principal, kind, from_day
  )
  select count(*) as written, count(before.kind) as changed
  from written left join registry.undertakings as before
    using (operator, principal, kind, from_day)`;

/** Adds or changes filed articles by enterprise and item number. */
export function writeGoods(tx: Sql, rows: readonly Goods[]): Promise<Written> {
  return write(tx, GOODS, rows, [
    rows.map((row) => row.enterpriseCode),
    rows.map((row) => row.itemNo),
    rows.map((row) => row.hs),
    rows.map((row) => row.name),
    rows.map((row) => row.contentPerUnit),
    rows.map((row) => row.piecesPerUnit),
    rows.map((row) => row.gramsPerUnit),
  ]);
}

const GOODS = `
  with written as (
    insert into registry.goods as old
      (enterprise_code, item_no, hs, name, content_per_unit, pieces_per_unit, grams_per_unit)
    select enterprise_code, item_no, hs, name, content_per_unit, pieces_per_unit, grams_per_unit
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
                $7::bigint[])
         as given (enterprise_code, item_no, hs, name, content_per_unit, pieces_per_unit,
                   grams_per_unit)
    order by enterprise_code, item_no
    on conflict (enterprise_code, item_no) do update set
      hs = excluded.hs, name = excluded.name, content_per_unit = excluded.content_per_unit,
      pieces_per_unit = excluded.pieces_per_unit, grams_per_unit = excluded.grams_per_unit
    where old is distinct from excluded
    returning enterprise_code, item_no
  )
  select count(*) as written, count(before.item_no) as changed
  from written left join registry.goods as before using (enterprise_code, item_no)`;

/** Adds or changes buyers by the hash of their number. */
export function writeBuyers(tx: Sql, rows: readonly Buyer[]): Promise<Written> {
  return write(tx, BUYERS, rows, [
    rows.map((row) => row.idKey),
    rows.map((row) => row.nameKey),
    rows.map((row) => row.blocked),
  ]);
}

const BUYERS = `
  with written as (
    insert into registry.buyers as old (id_key, name_key, blocked)
    select id_key, name_key, blocked
    from unnest($1::text[], $2::text[], $3::boolean[]) as given (id_key, name_key, blocked)
    order by id_key
    on conflict (id_key) do update set name_key = excluded.name_key, blocked = excluded.blocked
    where old is distinct from excluded
    returning id_key
  )
  select count(*) as written, count(before.id_key) as changed
  from written left join registry.buyers as before using (id_key)`;

/** Adds or changes guarantees by enterprise and first day. */
export function writeGuarantees(tx: Sql, rows: readonly Guarantee[]): Promise<Written> {
  return write(tx, GUARANTEES, rows, [
    rows.map((row) => row.enterpriseCode),
    rows.map((row) => row.from),
    rows.map((row) => row.until),
    rows.map((row) => row.amount),
  ]);
}

const GUARANTEES = `
  with written as (
    insert into registry.guarantees as old (enterprise_code, from_day, until_day, amount)
    select enterprise_code, from_day, until_day, amount
    from unnest($1::text[], $2::date[], $3::date[], $4::bigint[])
         as given (enterprise_code, from_day, until_day, amount)
    order by enterprise_code, from_day
    on conflict (enterprise_code, from_day) do update set
      until_day = excluded.until_day, amount = excluded.amount
    where old is distinct from excluded
    returning enterprise_code, from_day
  )
  select count(*) as written, count(before.from_day) as changed
  from written left join registry.guarantees as before using (enterprise_code, from_day)`;

/** Keeps this version of the law for ever and puts it into force; the caller bumps the revision. */
export async function writeProfile(tx: Sql, profile: Profile, at: Instant): Promise<Written> {
  const added = await tx.execute(
    `insert into registry.profile_versions (version, name, content, created_at)
     values ($1, $2, $3, $4::timestamptz) on conflict (version) do nothing`,
    [profile.version, profile.name, profileContent(profile), instantText(at)],
  );
  const put = await tx.execute(
    `insert into registry.settings as old (name, value) values ('profile', $1)
     on conflict (name) do update set value = excluded.value
     where old.value <> excluded.value`,
    [profile.version],
  );
  return { added, changed: put - added, unchanged: 1 - put };
}

/** Revokes certificates from `at` on; returns how many were not revoked yet. */
export async function revokeCertificate(
  tx: Sql,
  { enterpriseCode, serial }: Pick<Certificate, 'enterpriseCode' | 'serial'>,
  at: Instant,
): Promise<number> {
  const count = await tx.execute(
    `update registry.certificates set revoked_at = $3::timestamptz
     where enterprise_code = $1 and serial = $2 and (revoked_at is null or revoked_at > $3)`,
    [enterpriseCode, serial, instantText(at)],
  );
  if (count > 0) await bumpRevision(tx);
  return count;
}

/** Revokes a token by its label from `at` on; returns how many were not revoked yet. */
export function revokeToken(
  tx: Sql,
  { enterpriseCode, label }: Pick<Token, 'enterpriseCode' | 'label'>,
  at: Instant,
): Promise<number> {
  return revokeOwnedToken(tx, ENTERPRISE_TOKENS, { owner: enterpriseCode, label }, at);
}

/** The same of a token of any kind. */
export async function revokeOwnedToken(
  tx: Sql,
  { table, owner }: TokenTable,
  token: { readonly owner: string; readonly label: string },
  at: Instant,
): Promise<number> {
  const count = await tx.execute(
    `update ${table} set revoked_at = $3::timestamptz
     where ${owner} = $1 and label = $2 and (revoked_at is null or revoked_at > $3)`,
    [token.owner, token.label, instantText(at)],
  );
  if (count > 0) await bumpRevision(tx);
  return count;
}
