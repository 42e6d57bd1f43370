import type { Page } from 'playwright-core';

/** Types a name and a password into the page of sign-in, and sends them. */
export async function enterAs(page: Page, name: string, password: string): Promise<void> {
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
}
