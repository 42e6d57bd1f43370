import type { Columns } from './csv-table.ts';
import {
  type Buyer,
  CREDIT_CLASSES,
  type Enterprise,
  type Goods,
  type Guarantee,
  ROLES,
  type Undertaking,
} from './enterprise.ts';
import type { Reader } from './load-cells.ts';
import * as cells from './load-cells.ts';
import { type OverseasWarehouse, WAREHOUSE_PROOFS } from './overseas-warehouse.ts';
import type { PersonalHash } from './personal-hash.ts';
import type { Token } from './snapshot.ts';
import { tokenHash } from './tokens.ts';

/** The tables of a load with their columns. */
export const COLUMNS = {
  enterprises: {
    required: ['code', 'name', 'roles'],
    optional: ['creditClass', 'status', 'validUntil', 'overseas', 'dxpId'],
  },
  certificates: { required: ['enterprise'], optional: ['file', 'pem', 'revokedAt'] },
  tokens: {
    required: ['enterprise', 'label'],
    optional: ['token', 'tokenHash', 'expiresAt', 'revokedAt'],
  },
  undertakings: { required: ['operator', 'principal', 'kind', 'from'], optional: ['until'] },
  goods: {
    required: ['enterprise', 'itemNo', 'hs', 'name'],
    optional: ['contentPerUnit', 'piecesPerUnit', 'gramsPerUnit'],
  },
  buyers: { required: ['idNumber', 'name'], optional: ['blocked'] },
  guarantees: { required: ['enterprise', 'amount', 'from'], optional: ['until'] },
  books: { required: ['book', 'enterprise', 'area', 'customs', 'from'], optional: ['until'] },
  'book-lines': {
    required: ['book', 'record', 'itemNo', 'hs', 'name', 'country', 'unit', 'unit1', 'perUnit1'],
    optional: ['unit2', 'perUnit2', 'price', 'currency'],
  },
  'opening-stock': {
    required: ['book', 'record', 'lot', 'quantity', 'owner', 'location'],
    optional: ['expires'],
  },
  'exchange-rates': {
    required: ['currency', 'from', 'rate', 'source'],
    optional: ['until'],
  },
  'overseas-warehouses': {
    required: ['enterprise', 'number', 'name', 'country', 'proof', 'from'],
    optional: ['until'],
  },
  officers: {
    required: ['number', 'name', 'roles', 'from'],
    optional: ['tags', 'weight', 'capacity', 'until'],
  },
  duty: { required: ['officer', 'from', 'until'], optional: ['shift'] },
  conflicts: { required: ['officer', 'enterprise', 'from'], optional: ['until'] },
  'officer-tokens': {
    required: ['officer', 'label'],
    optional: ['token', 'tokenHash', 'expiresAt', 'revokedAt'],
  },
} as const satisfies Record<string, Columns>;

export type TableName = keyof typeof COLUMNS;
export const TABLES = Object.keys(COLUMNS) as TableName[];

/** A row of enterprises. */
export function readEnterprise(reader: Reader): Enterprise | null {
  const code = cells.codeCell(reader, 'code');
  const name = cells.requiredCell(reader, 'name');
  const roles = cells.wordsCell(reader, 'roles', ROLES);
  const creditClass = cells.wordCell(reader, 'creditClass', CREDIT_CLASSES, 'GENERAL');
  const states = ['active', 'suspended', 'revoked'] as const;
  const status = cells.wordCell(reader, 'status', states, 'active');
  const validUntil = cells.dayCell(reader, 'validUntil');
  const overseas = cells.flagCell(reader, 'overseas');
  const dxpId = cells.textCell(reader, 'dxpId') || null;
  if (code === null || name === null || roles === null || creditClass === null) return null;
  if (status === null || validUntil === undefined || overseas === null) return null;
  return { code, name, roles, creditClass, status, validUntil, overseas, dxpId };
}

/** A row of tokens; of the token itself only the hash goes on. */
export function readToken(reader: Reader): Token | null {
  const enterpriseCode = cells.codeCell(reader, 'enterprise');
  const rest = tokenCells(reader);
  return enterpriseCode === null || rest === null ? null : { enterpriseCode, ...rest };
}

/** What a row says of a token, whoever holds it. */
export function tokenCells(reader: Reader): Omit<Token, 'enterpriseCode'> | null {
  const label = cells.requiredCell(reader, 'label');
  const hash = tokenHashCell(reader);
  const expiresAt = cells.instantCell(reader, 'expiresAt');
  const revokedAt = cells.instantCell(reader, 'revokedAt');
  if (label === null || hash === null) return null;
  if (expiresAt === undefined || revokedAt === undefined) return null;
  return { label, hash, expiresAt, revokedAt };
}

function tokenHashCell(reader: Reader): string | null {
  const [token, hash] = [cells.textCell(reader, 'token'), cells.textCell(reader, 'tokenHash')];
  if ((token === '') === (hash === '')) {
    const code = token === '' ? 'LOAD-MISSING' : 'LOAD-VALUE';
    return cells.refuse(reader, 'token', code, 'give either token or tokenHash');
  }
  if (token !== '') {
    // What RFC 6750 lets stand behind "Bearer "; shorter ones could be guessed.
    if (/^[\w.~+/-]{16,512}=*$/.test(token)) return tokenHash(token);
    return cells.refuse(reader, 'token', 'LOAD-VALUE', 'not 16 to 512 letters, digits or -._~+/=');
  }
  if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  return cells.refuse(reader, 'tokenHash', 'LOAD-VALUE', 'not a SHA-256 in lower-case hex');
}

/** A row of undertakings. */
export function readUndertaking(reader: Reader): Undertaking | null {
  const operator = cells.codeCell(reader, 'operator');
  const principal = cells.codeCell(reader, 'principal');
  const kind = cells.wordCell(reader, 'kind', ['order', 'payment', 'waybill', 'list']);
  const period = cells.periodCells(reader);
  if (operator === null || principal === null || kind === null || period === null) return null;
  return { operator, principal, kind, ...period };
}

/** A row of goods. */
export function readGoods(reader: Reader): Goods | null {
  const enterpriseCode = cells.codeCell(reader, 'enterprise');
  const itemNo = cells.requiredCell(reader, 'itemNo');
  const hs = hsCell(reader);
  const name = cells.requiredCell(reader, 'name');
  const contentPerUnit = cells.countCell(reader, 'contentPerUnit');
  const piecesPerUnit = cells.countCell(reader, 'piecesPerUnit');
  const gramsPerUnit = cells.countCell(reader, 'gramsPerUnit');
  if (enterpriseCode === null || itemNo === null || hs === null || name === null) return null;
  if (contentPerUnit === undefined || piecesPerUnit === undefined) return null;
  if (gramsPerUnit === undefined) return null;
  return { enterpriseCode, itemNo, hs, name, contentPerUnit, piecesPerUnit, gramsPerUnit };
}

function hsCell(reader: Reader): string | null {
  const text = cells.requiredCell(reader, 'hs');
  if (text === null || /^(\d{8}|\d{10})$/.test(text)) return text;
  const lost = /^(\d{7}|\d{9})$/.test(text) ? '; was a leading zero dropped?' : '';
  return cells.refuse(reader, 'hs', 'LOAD-VALUE', `"${text}" is not 8 or 10 digits${lost}`);
}

/** A row of buyers, hashed at once; what is refused is never quoted. */
export function readBuyer(reader: Reader, hash: PersonalHash): Buyer | null {
  const idNumber = cells.requiredCell(reader, 'idNumber');
  const name = cells.requiredCell(reader, 'name');
  const blocked = cells.textCell(reader, 'blocked') || 'false';
  if (idNumber === null || name === null) return null;
  // A comma too many would put the name here, so this cell is not quoted either.
  if (blocked !== 'true' && blocked !== 'false') {
    return cells.refuse(reader, 'blocked', 'LOAD-VALUE', 'known are true, false');
  }
  if (!/^\d{17}[\dXx]$/.test(idNumber)) {
    return cells.refuse(reader, 'idNumber', 'LOAD-VALUE', 'not 17 digits and a digit or X');
  }
  return { idKey: hash('id', idNumber), nameKey: hash('name', name), blocked: blocked === 'true' };
}

/** A row of guarantees. */
export function readGuarantee(reader: Reader): Guarantee | null {
  const enterpriseCode = cells.codeCell(reader, 'enterprise');
  const amount = cells.fenCell(reader, 'amount');
  const period = cells.periodCells(reader);
  if (enterpriseCode === null || amount === null || period === null) return null;
  return { enterpriseCode, amount, ...period };
}

/** A row of overseas warehouses. */
export function readOverseasWarehouse(reader: Reader): OverseasWarehouse | null {
  const enterpriseCode = cells.codeCell(reader, 'enterprise');
  const number = warehouseNumberCell(reader);
  const name = cells.requiredCell(reader, 'name');
  const country = cells.digitsCell(reader, 'country', 3);
  const proof = cells.wordCell(reader, 'proof', WAREHOUSE_PROOFS);
  const period = cells.periodCells(reader);
  if (enterpriseCode === null || number === null || name === null) return null;
  if (country === null || proof === null || period === null) return null;
  return { enterpriseCode, number, ...period, name, country, proof };
}

/** As long as `ebpCode` of a list may be, which names it. */
function warehouseNumberCell(reader: Reader): string | null {
  const text = cells.requiredCell(reader, 'number');
  if (text === null || /^\S{1,18}$/.test(text)) return text;
  return cells.refuse(reader, 'number', 'LOAD-VALUE', `"${text}" is not 1 to 18 characters`);
}
