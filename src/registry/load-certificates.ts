import type { KeyObject } from 'node:crypto';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { isSm2Key } from '../xml/sm2.ts';
import { normaliseSerial, readCertificate } from './certificates.ts';
import type { Certificate } from './enterprise.ts';
import type { Reader } from './load-cells.ts';
import * as cells from './load-cells.ts';
import { type LoadRow, readBytes } from './load-files.ts';

/** RSA keys of fewer bits can be broken with a small machine; real ones have 1024 or 2048. */
const LEAST_BITS = 1024;

const IN_FOLDER = /^certificates\/([0-9A-Z]{18}|[0-9A-Z]{10})(?:[-.].+)?\.(?:pem|crt|cer|der)$/;

/**
 * A row for each certificate file in `certificates/` that no table names: `CODE.pem`, and for
 * further ones of the same enterprise `CODE-anything.pem`.
 */
export function rowsOfFolder(files: readonly string[], named: readonly LoadRow[]): LoadRow[] {
  const taken = new Set(named.flatMap(({ cells: { file, pem } }) => [file, pem]));
  return files.flatMap((file) => {
    const code = IN_FOLDER.exec(file)?.[1];
    if (code === undefined || taken.has(file)) return [];
    return [{ file, line: 1, cells: { enterprise: code, file } }];
  });
}

/**
 * The certificate of a row: `file` (or `pem`) is a path below the directory or the PEM text.
 * Anything but a readable certificate is refused, so no other file is ever kept or shown, and so is
 * a key with which nobody could sign, or anybody.
 */
export async function readCertificateRow(dir: string, reader: Reader): Promise<Certificate | null> {
  const enterpriseCode = cells.codeCell(reader, 'enterprise');
  const revokedAt = cells.instantCell(reader, 'revokedAt');
  const bytes = await bytesOf(dir, reader);
  if (bytes === null) return null;
  const read = readCertificate(bytes);
  if (read === null) return cells.refuse(reader, 'file', 'LOAD-CERTIFICATE');
  const unfit = unfitKey(read.key);
  if (unfit !== null) return cells.refuse(reader, 'file', 'LOAD-KEY', unfit);
  if (!read.maySign) return cells.refuse(reader, 'file', 'LOAD-USAGE');
  if (enterpriseCode === null || revokedAt === undefined) return null;
  const { serial, der, validFrom, validUntil } = read;
  return { enterpriseCode, serial: normaliseSerial(serial), der, validFrom, validUntil, revokedAt };
}

/** Why nobody, or anybody, could sign with the key of a certificate; null: it fits. */
export function unfitKey(key: KeyObject): string | null {
  if (isSm2Key(key)) return null;
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa') return `its type is ${type}`;
  const bits = details?.modulusLength ?? 0;
  return bits < LEAST_BITS ? `it has ${bits} bits` : null;
}

async function bytesOf(dir: string, reader: Reader): Promise<Uint8Array | null> {
  const [file, pem] = [cells.textCell(reader, 'file'), cells.textCell(reader, 'pem')];
  if (file !== '' && pem !== '') {
    return cells.refuse(reader, 'file', 'LOAD-VALUE', 'give either file or pem');
  }
  const source = file || pem;
  if (source === '') return cells.refuse(reader, 'file', 'LOAD-MISSING');
  if (source.startsWith('-----BEGIN ')) return Buffer.from(source);
  if (!isBelow(dir, source)) {
    return cells.refuse(reader, 'file', 'LOAD-VALUE', 'name a file below the directory');
  }
  const place = { file: reader.row.file, line: reader.row.line, column: 'file' };
  return readBytes(dir, source, place, reader.findings);
}

function isBelow(dir: string, path: string): boolean {
  const inside = relative(dir, resolve(dir, path));
  return !isAbsolute(inside) && inside.split(sep)[0] !== '..';
}
