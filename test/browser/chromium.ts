import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where systems keep it; `CHROMIUM` names another place. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Nothing of its own over the network, and it works as root in a container. */
export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The program. @throws Error in one sentence when there is none */
export function findChromium(): string {
  const own = process.env.CHROMIUM;
  const places = own === undefined || own === '' ? PLACES : [own];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Error(
    `No Chromium is at ${places.join(', ')}: install it (Debian: apt-get install chromium), or ` +
      'set CHROMIUM to its path.',
  );
}

/** A browser for the tests of a file. @throws Error in one sentence when there is none */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: FLAGS });
}
