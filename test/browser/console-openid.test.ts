/** Sign-in through a provider of OpenID Connect, with a real provider on this machine. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccount } from '../../src/flows/accounts.ts';
import type { OpenId } from '../../src/io/openid.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { loadRegistry } from '../../src/registry/facts.ts';
import { openStage, type Stage } from '../console-stage.ts';
import { EVENING } from '../flows/zone.ts';
import { startProvider, type TestProvider } from '../openid-provider.ts';
import { launch } from './chromium.ts';
import { expectFit, type Seats, seatsOf } from './console-page.ts';

const NO_PATIENCE = { timeout: 10_000 };

let provider: TestProvider;
let stage: Stage;
let browser: Browser;
let seats: Seats;
/** What the platform asks; tests put another in its place. */
let openId: OpenId;
beforeAll(async () => {
  [browser, provider] = await Promise.all([launch(), startProvider()]);
  stage = await openStage({
    openId: { begin: () => openId.begin(), end: (...given) => openId.end(...given) },
  });
  seats = seatsOf(browser, stage, [provider.issuer]);
  openId = provider.clientOf(stage.url);
  const tools = {
    entropy: systemEntropy,
    at: EVENING,
    registry: await loadRegistry(stage.zone.db),
  };
  const identity = { issuer: provider.issuer, subject: 'li-of-the-zone' };
  const li = { name: 'li', role: 'supervisor', party: 'S1', identity } as const;
  expect(await openAccount(stage.zone.db, li, tools)).toBeNull();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
  await provider?.close();
});

/** From the sign-in page of the platform to the end of the pages of the provider. */
async function pass(page: Page, subject: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await page.locator('input[name=login]').fill(subject);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a provider that is away is said to be, and asked again later', async () => {
  const { page, to } = await seats.opened();
  await to('/');
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await page.getByRole('alert').getByText('did not answer as it should').waitFor(NO_PATIENCE);
  await expectFit(page, 'sign-in, provider away');
  provider.serve(stage.url);
});

test('whoever has an account comes in, to the page that was asked for', async () => {
  const { page, complaints, to } = await seats.opened();
  await to('/actions');
  await pass(page, 'li-of-the-zone');
  await page.waitForURL('**/console/actions');
  await page.getByRole('heading', { name: 'Audit trail' }).waitFor(NO_PATIENCE);
  await page.getByText('/console/openid/back').first().waitFor(NO_PATIENCE);
  await page.getByText('supervisor', { exact: false }).first().waitFor();
  const cookies = await page.context().cookies(stage.url);
  const session = cookies.find(({ name }) => name === 'onestep-session');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect(cookies.some(({ name }) => name === 'onestep-openid')).toBe(false);
  // What the pages of the provider load is not ours.
  const ours = complaints.filter((one) => !/fonts\.googleapis|ERR_NAME_NOT/.test(one));
  expect(ours).toEqual([]);
  await page.context().close();
});

test('somebody without an account is told by what name the operator can add one', async () => {
  const { page, to } = await seats.opened();
  await to('/');
  await pass(page, 'a-stranger');
  await page.getByRole('alert').getByText('your identity (a-stranger)').waitFor(NO_PATIENCE);
  const sessions = 'select 1 from access.sessions where account <> $1';
  expect(await stage.zone.db.query(sessions, ['li'])).toEqual([]);
  await page.context().close();
});

test('a session that ends is begun again in a tab of its own; the page stays', async () => {
  const { page, context, to } = await seats.opened();
  await to('/declarations');
  await pass(page, 'li-of-the-zone');
  const field = page.locator('#number');
  await field.waitFor(NO_PATIENCE);
  await context.clearCookies({ name: 'onestep-session' });
  await field.fill(stage.waiting.orderNo);
  const dialog = page.getByRole('dialog');
  const tab = context.waitForEvent('page');
  await dialog.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await (await tab).locator('.frame').waitFor(NO_PATIENCE);
  await (await tab).close();
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await page.getByRole('cell', { name: stage.waiting.orderNo }).waitFor(NO_PATIENCE);
  expect(await field.inputValue()).toBe(stage.waiting.orderNo);
  expect(await dialog.count()).toBe(0);
  await context.close();
});

/** One way back from the provider, as a browser takes it; answers where it is sent to. */
async function back(query: string, cookie = ''): Promise<string> {
  const address = `${stage.url}/console/openid/back${query}`;
  const answer = await fetch(address, { headers: { cookie }, redirect: 'manual' });
  expect([answer.status, answer.headers.get('set-cookie') ?? '']).toEqual([
    303,
    expect.not.stringContaining('onestep-session'),
  ]);
  return answer.headers.get('location') ?? '';
}

/** Begins to sign in; the cookie of that trip, and its state. */
async function begun(to = '/') {
  const address = `${stage.url}/console/openid?to=${encodeURIComponent(to)}`;
  const answer = await fetch(address, { redirect: 'manual' });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  const away = new URL(answer.headers.get('location') ?? '');
  return { cookie, away: away.searchParams };
}

test('the provider gets a challenge, and forged ways back lead nowhere', async () => {
  const { cookie, away } = await begun();
  expect(Object.fromEntries(away)).toMatchObject({
    ...{ response_type: 'code', code_challenge_method: 'S256', scope: 'openid' },
    redirect_uri: `${stage.url}/console/openid/back`,
  });
  const state = away.get('state');
  expect(await back('?code=x&state=y')).toBe('/console/sign-in?why=stale');
  expect(await back('?code=x&state=y', 'onestep-openid=bm90IGpzb24')).toContain('why=stale');
  expect(await back('?code=x&state=another', cookie)).toContain('why=away');
  expect(await back(`?code=forged&state=${state}&iss=${provider.issuer}`, cookie)).toContain(
    'why=away',
  );
  const denied = `?error=access_denied&state=${state}&iss=${provider.issuer}`;
  expect(await back(denied, cookie)).toContain('why=refused');
});

test('a link cannot lead elsewhere after sign-in', async () => {
  const { cookie } = await begun('//elsewhere.example/');
  const trip = Buffer.from(cookie.split('=')[1] ?? '', 'base64url').toString();
  expect(new URLSearchParams(trip).get('to')).toBe('/');
});

test('with a wrong secret nobody comes in', async () => {
  openId = provider.clientOf(stage.url, 'guessed');
  const { page, to } = await seats.opened();
  await to('/');
  await pass(page, 'li-of-the-zone');
  await page.getByRole('alert').getByText('did not answer as it should').waitFor(NO_PATIENCE);
  openId = provider.clientOf(stage.url);
  await page.context().close();
});
