import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { addDays, businessDate } from '../base/dates.ts';
import { certificateRequest, type KeyPair } from '../client/x509.ts';
import { systemClock } from '../io/clock.ts';
import { type Entropy, systemEntropy } from '../io/random.ts';
import { ROLES, type Role } from '../registry/enterprise.ts';
import { enterpriseCodeFault } from '../registry/enterprise-code.ts';
import { newToken, tokenHash } from '../registry/tokens.ts';
import { makeCertificate } from '../sandbox/world/certificate.ts';
import { newSm2KeyPair } from '../xml/sm2-keys.ts';
import {
  type Command,
  NotDone,
  numberOf,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { fileFault, makeFolder } from './files.ts';
import { required } from './registered.ts';

const RSA_BITS = 2048;
const SECRET = 0o600;
const PLAIN = 0o644;

type File = { readonly path: string; readonly text: string; readonly mode: number };

/** Who enrols, and how. */
type Enrolment = {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly dxpId: string;
  readonly algorithm: 'rsa' | 'sm2';
  /** Days for which a certificate signed by itself is valid; null without one. */
  readonly selfSigned: number | null;
};

async function enroll(
  values: Values,
  [code = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const enrolment = enrolmentOf(values, code);
  const dir = resolve(required(values, 'out', 'enroll'));
  await clear(dir, code, values.force === true);
  const files = filesOf(enrolment, systemEntropy);
  for (const { path, text, mode } of files) await write(join(dir, path), text, mode);
  const written = files.map(({ path }) => path);
  if (values.json === true) terminal.out(JSON.stringify({ enterprise: code, dir, files: written }));
  else for (const line of [...written, ...nextSteps(enrolment)]) terminal.out(line);
  return 0;
}

/** @throws UsageError for the first option that is wrong */
function enrolmentOf(values: Values, code: string): Enrolment {
  const fault = enterpriseCodeFault(code);
  if (fault !== null) {
    throw new UsageError(`${code} is no code of an enterprise: 10 or 18 characters (${fault}).`);
  }
  const name = required(values, 'name', 'enroll');
  if (!/^[^\p{C}]{1,100}$/u.test(name)) {
    throw new UsageError('--name takes 1 to 100 characters on one line.');
  }
  const algorithm = textOf(values, 'algorithm') ?? 'sm2';
  if (algorithm !== 'rsa' && algorithm !== 'sm2') {
    throw new UsageError(`--algorithm takes sm2 or rsa, not ${algorithm}.`);
  }
  const days = numberOf(values, 'days', 365, 1, 3_650);
  const selfSigned = values['self-signed'] === true ? days : null;
  if (selfSigned === null && values.days !== undefined) {
    throw new UsageError('--days goes with --self-signed.');
  }
  const dxpId = textOf(values, 'dxp-id') ?? '';
  if (!/^\w{0,64}$/.test(dxpId)) {
    throw new UsageError('--dxp-id takes up to 64 letters and digits.');
  }
  const roles = rolesOf(required(values, 'roles', 'enroll'));
  return { code, name, roles, dxpId, algorithm, selfSigned };
}

function rolesOf(text: string): Role[] {
  return text.split(/[;,]/).map((name) => {
    const role = ROLES.find((one) => one === name);
    if (role === undefined) throw new UsageError(`--roles takes ${ROLES.join(', ')}; not ${name}.`);
    return role;
  });
}

/** Everything that can be written for an enterprise. */
function pathsOf(code: string) {
  return {
    key: `keys/${code}.key.pem`,
    request: `keys/${code}.csr.pem`,
    token: `keys/${code}.token`,
    card: `keys/${code}.crt.pem`,
    enterprises: 'registry/enterprises.csv',
    tokens: 'registry/tokens.csv',
    certificate: `registry/certificates/${code}.pem`,
  };
}

/** @throws NotDone when something is there that `force` does not give up */
async function clear(dir: string, code: string, force: boolean): Promise<void> {
  const there = Object.values(pathsOf(code)).filter((path) => existsSync(join(dir, path)));
  const [first] = there;
  if (first === undefined) return;
  if (!force) {
    throw new NotDone(
      `${join(dir, first)} exists: nothing was written. Take another --out, or give up the old ` +
        'key and token with --force.',
    );
  }
  for (const path of there) await rm(join(dir, path));
}

/** The mode is that of a new file, so nobody can read a key between its writing and a chmod. */
async function write(path: string, text: string, mode: number): Promise<void> {
  makeFolder(dirname(path));
  await writeFile(path, text, { mode, flag: 'wx' }).catch((error: unknown) => {
    throw fileFault(error, path);
  });
}

function filesOf(enrolment: Enrolment, entropy: Entropy): File[] {
  const { code, name, roles, dxpId, algorithm } = enrolment;
  const key = algorithm === 'sm2' ? newSm2KeyPair(entropy.bytes) : rsaKeyPair();
  const token = newToken(entropy);
  const paths = pathsOf(code);
  const card = cardOf(enrolment, key, entropy);
  const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const plain = (path: string, text: string): File => ({ path, text, mode: PLAIN });
  return [
    { path: paths.key, text: pem, mode: SECRET },
    { path: paths.token, text: `${token}\n`, mode: SECRET },
    plain(paths.request, certificateRequest(key, { code, name })),
    plain(paths.enterprises, table({ code, name, roles: roles.join(';'), dxpId })),
    plain(
      paths.tokens,
      table({ enterprise: code, label: 'enrolled', tokenHash: tokenHash(token) }),
    ),
    ...(card === null ? [] : [plain(paths.card, card), plain(paths.certificate, card)]),
  ];
}

function rsaKeyPair(): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
}

/** A certificate that the key signs itself, numbered as the trade numbers them; null without. */
function cardOf(enrolment: Enrolment, key: KeyPair, entropy: Entropy): string | null {
  const { code, name, algorithm, selfSigned } = enrolment;
  if (selfSigned === null) return null;
  const digits = Buffer.from(entropy.bytes(7)).toString('hex');
  // No leading zero: the number is the same with and without.
  const serial = algorithm === 'sm2' ? `03${digits}` : `1${digits.slice(0, 7)}`;
  // The clocks of others may be behind, and certificates count days in UTC.
  const from = addDays(businessDate(systemClock.now()), -1);
  const terms = { serial, code, name, from, until: addDays(from, selfSigned + 1) };
  return makeCertificate(key, terms).pem;
}

/** A table of one row, as `onestep load` reads it. */
function table(row: Readonly<Record<string, string>>): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${Object.keys(row).join(',')}\n${Object.values(row).map(cell).join(',')}\n`;
}

function nextSteps({ code, selfSigned }: Enrolment): string[] {
  const certify =
    'The request goes to the certificate authority; what it issues, to ' +
    `registry/certificates/${code}.pem.`;
  return [
    ...(selfSigned === null ? [certify] : []),
    'The folder registry goes to the operator: onestep load registry. Keys and token stay here.',
  ];
}

export const ENROLL: Command = {
  name: 'enroll',
  summary: 'make the key, token and certificate request of an enterprise, and its registry row',
  positionals: ['CODE'],
  options: {
    name: { type: 'string' },
    roles: { type: 'string' },
    'dxp-id': { type: 'string' },
    algorithm: { type: 'string' },
    out: { type: 'string' },
    'self-signed': { type: 'boolean' },
    days: { type: 'string' },
    force: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: enroll,
  help: `
onestep enroll CODE --name NAME --roles ROLE;ROLE --out DIR [options]

What an enterprise needs to take part, made on its own machine: a key pair, a certificate request
(PKCS #10) for the authority that certifies it, an access token, and the folder registry that the
operator of the zone loads. The private key and the token stay in keys, readable by their owner
only; the registry has the hash of the token. Nothing that exists is overwritten.

  --name NAME          registered name of the enterprise
  --roles ROLE;ROLE    what it acts as: ${ROLES.slice(0, 4).join(', ')},
                       ${ROLES.slice(4).join(', ')}
  --out DIR            where to write: keys and registry
  --dxp-id ID          its number for transmission (default: none)
  --algorithm KIND     sm2 (default), with SM3, or rsa, of ${RSA_BITS} bits, with SHA-256
  --self-signed        also a certificate signed by the key itself: for a sandbox only
  --days N             for which it is valid (default 365)
  --force              give up a key and token that are there
  --json               print the result as JSON
`,
};
