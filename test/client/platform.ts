import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../src/base/random.ts';
import { ensureProfile } from '../../src/cli/ensure-profile.ts';
import { run } from '../../src/cli/running.ts';
import { loadRegistryFiles } from '../../src/flows/load-registry.ts';
import { systemClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import { makeCertificate } from '../../src/sandbox/world/certificate.ts';
import { makeKey, makeSm2Key, type WorldKey } from '../../src/sandbox/world/keys.ts';
import { createTestDatabase } from '../database.ts';
import { TRANSFER } from '../fixtures/documents/messages.ts';

/** The sender of the orders in test/fixtures/documents, and what it comes in with. */
export const FIRM = TRANSFER.copCode!;
export const FIRM_TOKEN = 'token-of-the-platform-1';
const PROFILE = fileURLToPath(new URL('../../profiles/cn-zhengzhou', import.meta.url));

/** A key and its certificate as files. */
export type CardFiles = { readonly key: string; readonly certificate: string };

/** A whole platform over HTTP on a database of its own, with one firm that has two cards. */
export type ClientPlatform = {
  readonly url: string;
  readonly dir: string;
  readonly rsa: CardFiles;
  readonly sm2: CardFiles;
  /** Ends the server and starts it again at the same address after so many milliseconds. */
  restart(pause: number): Promise<void>;
  close(): Promise<void>;
};

/** Starts one. */
export async function clientPlatform(): Promise<ClientPlatform> {
  const dir = mkdtempSync(join(tmpdir(), 'onestep-client-'));
  const registry = join(dir, 'registry');
  mkdirSync(join(registry, 'certificates'), { recursive: true });
  const rsa = writeCard(dir, 'rsa', '1a2b3c4d', makeKey(seededRandom(5n), 2_048));
  const sm2 = writeCard(dir, 'sm2', '0311223344556677', makeSm2Key(seededRandom(6n)));
  const firms = [
    'code,name,roles',
    `${FIRM},测试平台有限公司,platform`,
    '4101000002,测试电商有限公司,ecommerce',
    '4101000003,测试支付有限公司,payment',
  ];
  writeFileSync(join(registry, 'enterprises.csv'), firms.join('\n'));
  const tokens = `enterprise,label,token\n${FIRM},test,${FIRM_TOKEN}\n`;
  writeFileSync(join(registry, 'tokens.csv'), tokens);
  const { db, drop } = await createTestDatabase();
  await ensureProfile(db, PROFILE, systemClock);
  const { findings } = await loadRegistryFiles(db, registry, systemClock.now());
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  const common = { clock: systemClock, log: createLog({ level: 'error' }), version: 'test' };
  const start = (port: number) => {
    return run({ db, ...common, host: '127.0.0.1', port, profileDir: PROFILE });
  };
  let running = await start(0);
  const { url } = running;
  const close = async (): Promise<void> => {
    await running.stop();
    await drop();
    rmSync(dir, { recursive: true, force: true });
  };
  const restart = async (pause: number): Promise<void> => {
    await running.stop();
    await sleep(pause);
    running = await start(Number(new URL(url).port));
  };
  return { url, dir, rsa, sm2, restart, close };
}

function writeCard(dir: string, name: string, serial: string, key: WorldKey): CardFiles {
  const terms = { serial, code: FIRM, name: '测试平台有限公司' };
  const { pem } = makeCertificate(key, { ...terms, from: '2015-06-01', until: '2045-05-31' });
  const files = { key: join(dir, `${name}.key.pem`), certificate: join(dir, `${name}.crt.pem`) };
  writeFileSync(files.key, key.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(files.certificate, pem);
  writeFileSync(join(dir, 'registry', 'certificates', `${FIRM}-${name}.pem`), pem);
  return files;
}
