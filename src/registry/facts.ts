import { assert } from '../base/assert.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import type { Sql } from '../io/postgres.ts';
import { readCertificate } from './certificates.ts';
import type {
  Buyer,
  Certificate,
  Enterprise,
  Goods,
  Guarantee,
  Undertaking,
} from './enterprise.ts';
import { readExchangeRates } from './exchange-store.ts';
import { parseProfile } from './profile-codec.ts';
import { indexProfile, type ProfileIndex } from './profile-lookup.ts';
import { drawingSince, hashKey, readRevision } from './settings.ts';
import {
  makeSnapshot,
  type RegisteredCertificate,
  type RegistrySnapshot,
  type Token,
} from './snapshot.ts';
import { readStaff } from './staff-store.ts';
import { readOverseasWarehouses } from './warehouse-store.ts';

/** Loads that follow each other faster than this many readings are not met in practice. */
const READINGS = 5;

/**
 * Everything but goods and buyers. A load that commits between two of the statements would mix old
 * and new rows; the revision tells, and then all is read again.
 * @param previous keeps public keys and the parsed law that did not change.
 */
export async function loadRegistry(
  sql: Sql,
  previous: RegistrySnapshot | null = null,
): Promise<RegistrySnapshot> {
  const secret = await hashKey(sql);
  let revision = await readRevision(sql);
  for (let reading = 1; ; reading += 1) {
    const rows = {
      revision,
      hashKey: secret,
      enterprises: await readEnterprises(sql),
      certificates: await readCertificates(sql, previous),
      tokens: await sql.query<Token>(TOKENS),
      undertakings: await sql.query<Undertaking>(UNDERTAKINGS),
      guarantees: await readGuarantees(sql),
      exchangeRates: await readExchangeRates(sql),
      overseasWarehouses: await readOverseasWarehouses(sql),
      staff: await readStaff(sql),
      drawingSince: await drawingSince(sql),
      profile: await readCurrentProfile(sql, previous?.profile ?? null),
    };
    const after = await readRevision(sql);
    if (after === revision) return makeSnapshot(rows);
    assert(reading < READINGS, 'the registry changes faster than it can be read');
    revision = after;
  }
}

const ENTERPRISES = `
  select code, name, roles, credit_class as "creditClass", status, valid_until as "validUntil",
         overseas, guarantee_exempt as exempt, dxp_id as "dxpId"
  from registry.enterprises order by code`;

async function readEnterprises(sql: Sql): Promise<Enterprise[]> {
  const rows = await sql.query<Enterprise & { exempt: boolean }>(ENTERPRISES);
  return rows.map(({ exempt, ...row }) => (exempt ? { ...row, guaranteeExempt: true } : row));
}

const CERTIFICATES = `
  select enterprise_code as "enterpriseCode", serial, der, valid_from as "validFrom",
         valid_until as "validUntil", revoked_at as "revokedAt"
  from registry.certificates order by enterprise_code, serial`;

const TOKENS = `
  select enterprise_code as "enterpriseCode", label, hash, expires_at as "expiresAt",
         revoked_at as "revokedAt"
  from registry.tokens order by enterprise_code, label`;

const UNDERTAKINGS = `
  select operator, principal, kind, from_day as "from", until_day as "until"
  from registry.undertakings order by operator, principal, kind, from_day`;

const GUARANTEES = `
  select enterprise_code as "enterpriseCode", amount, from_day as "from", until_day as "until"
  from registry.guarantees order by enterprise_code, from_day`;

/** All guarantees, by enterprise and first day. */
export function readGuarantees(sql: Sql): Promise<Guarantee[]> {
  return sql.query<Guarantee>(GUARANTEES);
}

async function readCertificates(
  sql: Sql,
  previous: RegistrySnapshot | null,
): Promise<RegisteredCertificate[]> {
  const rows = await sql.query<Certificate>(CERTIFICATES);
  return rows.map((row) => {
    const held = previous?.certificates.get(row.enterpriseCode) ?? [];
    const same = held.find((one) => Buffer.compare(one.der, row.der) === 0);
    const read = same ?? readCertificate(row.der);
    assert(read !== null, `certificate ${row.serial} cannot be read`);
    const { key, subject, maySign } = read;
    return { ...row, key, subject, maySign };
  });
}

/** The law in force, or null before the first is loaded; `previous` when it is still that one. */
export async function readCurrentProfile(
  sql: Sql,
  previous: ProfileIndex | null = null,
): Promise<ProfileIndex | null> {
  const known = previous?.profile.version ?? '';
  const [row] = await sql.query<{ content: string | null }>(
    `select case when p.version <> $1 then p.content end as content
     from registry.settings s join registry.profile_versions p on p.version = s.value
     where s.name = 'profile'`,
    [known],
  );
  if (row === undefined) return null;
  return row.content === null ? previous : indexContent(row.content);
}

/** The law under which an old verdict was made; null when no such version was ever in force. */
export async function readProfileVersion(sql: Sql, version: string): Promise<ProfileIndex | null> {
  const [row] = await sql.query<{ content: string }>(
    'select content from registry.profile_versions where version = $1',
    [version],
  );
  return row === undefined ? null : indexContent(row.content);
}

function indexContent(content: string): ProfileIndex {
  const parsed = parseProfile(content);
  assert(parsed.ok, 'the stored profile cannot be read');
  return indexProfile(parsed.value);
}

/**
 * The filed articles of a batch, one statement.
 * @returns by `keyOf(enterpriseCode, itemNo)`; what is not filed is not in it.
 */
export async function goodsFor(
  sql: Sql,
  pairs: readonly Pick<Goods, 'enterpriseCode' | 'itemNo'>[],
): Promise<Map<string, Goods>> {
  if (pairs.length === 0) return new Map();
  const keys = pairs.map((pair) => keyOf(pair.enterpriseCode, pair.itemNo));
  const rows = await sql.query<Goods>(
    `select enterprise_code as "enterpriseCode", item_no as "itemNo", hs, name,
            content_per_unit as "contentPerUnit", pieces_per_unit as "piecesPerUnit",
            grams_per_unit as "gramsPerUnit"
     from ${byKeys('registry.goods', ['enterprise_code', 'item_no'])}`,
    distinctColumns(keys),
  );
  return new Map(rows.map((row) => [keyOf(row.enterpriseCode, row.itemNo), row]));
}

/** The buyers of a batch that are on file, by `idKey`; one statement. */
export async function buyersFor(sql: Sql, idKeys: readonly string[]): Promise<Map<string, Buyer>> {
  if (idKeys.length === 0) return new Map();
  const rows = await sql.query<Buyer>(
    `select id_key as "idKey", name_key as "nameKey", blocked
     from registry.buyers where id_key = any($1::text[])`,
    [[...new Set(idKeys)]],
  );
  return new Map(rows.map((row) => [row.idKey, row]));
}
