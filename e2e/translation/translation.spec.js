// A reply in the patient's language: translated, refused where a number changed, vouched for, and filed after the English.
import { expect, test } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { draft, filedMessages, filedNotes, openApp, settle, sign } from '../whole/ehr.js';
import { translator } from './translator.js';

test.describe.configure({ mode: 'serial', timeout: 240_000 });
let here;
test.beforeAll(async () => { here = await translator(); });
test.afterAll(async () => { await here.end(); });

const asked = { given: { 'The patient\'s message': 'How often should I check my blood pressure?' } };

/** The way from the text that is signed to the page of its translation. */
async function toTranslation(app) {
  await app.getByRole('button', { name: 'Sign & file' }).click();
  await app.getByRole('link', { name: /Spanish/ }).click();
  await expect(app.getByRole('heading', { level: 1, name: 'The reply in the patient’s language' })).toBeVisible();
}

test('a translation with another number is refused, one that holds is vouched for and filed after the English', async ({ page }) => {
  const app = await openApp(page, here, 'p05');
  await draft(app, 'Message reply', asked);
  await settle(app);
  await toTranslation(app);
  here.wrong.now = true;
  await app.getByRole('button', { name: /^Translate/ }).click();
  await expect(app.getByText('Stays in English').first()).toBeVisible({ timeout: 60_000 });
  await expect(app.getByText('“77” is in it, and not in the English').first()).toBeVisible();
  here.wrong.now = false;
  await app.getByRole('button', { name: /^Translate/ }).click();
  await expect(app.locator('[lang=es]').first()).toContainText('En español', { timeout: 60_000 });
  await expect(app.getByText('Stays in English')).toHaveCount(0);
  const found = await new AxeBuilder({ page }).include(['iframe[name=app]', 'main']).analyze();
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  // Unread it does not go out: who reads both says so.
  await expect(app.getByText('It is not sent before somebody who reads both has read it.')).toBeVisible();
  await app.getByRole('button', { name: 'I read English and Spanish, and send both' }).click();
  await expect(app.getByText('by the word of a reader of both')).toBeVisible();
  await app.getByRole('link', { name: 'Back to the reply' }).click();
  await expect(app.getByRole('button', { name: 'Sign & file' })).toBeVisible({ timeout: 60_000 });
  const text = await sign(app);
  expect(text.indexOf('En español')).toBeGreaterThan(40);
  await expect(app.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });
  const filed = [...(await filedNotes(page, here, 'p05')), ...(await filedMessages(page, here, 'p05'))].map((one) => one.trim());
  expect(filed).toContain(text.trim());
});
