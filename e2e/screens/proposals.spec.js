// Data that a note proposes for the chart: decided with one press or key each, nothing by default.
import { expect, test } from '@playwright/test';
import { axe, open } from './page.js';

const fold = (page) => page.locator('details.proposals');
const line = (page, name) => fold(page).getByRole('listitem').filter({ hasText: name }).first();

async function proposals(page, info, scenario = 'review') {
  await open(page, scenario, info);
  await fold(page).locator('> summary').click();
  await expect(fold(page).getByText('3 of 3 to decide. Nothing is entered unless you accept it.')).toBeVisible();
}

test('a click accepts, leaves out and takes back, and nothing else is decided', async ({ page }, info) => {
  await proposals(page, info);
  await line(page, 'Gout').getByRole('button', { name: /^Accept: ICD-10-CM M10\.9.*Condition: Gout$/ }).click();
  await expect(line(page, 'Gout')).toContainText('Accepted Condition: Gout active (ICD-10-CM M10.9 Gout, unspecified)');
  await expect(line(page, 'Gout')).toContainText('the note will list it');
  await line(page, 'BP').getByRole('button', { name: 'Leave out: Observation: BP' }).click();
  await expect(line(page, 'BP')).toContainText('Left out.');
  await expect(fold(page).getByRole('status')).toHaveText('1 of 3 to decide. Nothing is entered unless you accept it.');
  await line(page, 'Gout').getByRole('button', { name: 'Undo: Condition: Gout' }).click();
  await expect(line(page, 'Gout').getByRole('button', { name: /^Accept/ })).toHaveCount(3);
  await expect(fold(page).getByRole('status')).toHaveText('2 of 3 to decide. Nothing is entered unless you accept it.');
});

test('one key decides, and the page\'s own keys stay away', async ({ page }, info) => {
  await proposals(page, info);
  await line(page, 'Gout').getByRole('button').first().focus();
  await page.keyboard.press('a');
  await expect(line(page, 'Gout')).toContainText('SNOMED CT 90560007');
  await expect(line(page, 'Gout')).toBeFocused();
  await page.keyboard.press('j');
  await expect(line(page, 'BP')).toBeFocused();
  await page.keyboard.press('x');
  await expect(line(page, 'BP')).toContainText('Left out.');
  await page.keyboard.press('u');
  await expect(line(page, 'BP').getByRole('button', { name: /^Accept/ })).toHaveCount(2);
  await page.keyboard.press('e');
  await expect(page.locator('textarea:focus')).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(line(page, 'Gout')).toBeFocused();
});

test('a page of its own works without the script', async ({ browser }, info) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: info.project.use.baseURL });
  const page = await context.newPage();
  await page.goto(`/l/review-${info.testId}/d/d1/proposals`);
  await page.getByRole('button', { name: /^Accept: LOINC 85354-9.*Observation: BP$/ }).click();
  await expect(page.getByText('It will be written to the chart when the note is filed.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo: Observation: BP' }).click();
  await expect(page.getByText('3 of 3 to decide.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Back to the note' })).toHaveAttribute('href', new RegExp(`/l/review-${info.testId}/d/d1$`));
  await context.close();
});

test('what the chart has already is told, folded away', async ({ page }, info) => {
  await proposals(page, info);
  const there = fold(page).locator('details.there');
  await expect(there.locator('li')).toBeHidden();
  await there.locator('summary').click();
  await expect(there.locator('li')).toContainText('Atrial fibrillation');
});

test('a lost connection decides nothing and says so', async ({ page }, info) => {
  await proposals(page, info);
  await page.route('**/proposals?part', (route) => route.abort());
  await line(page, 'Gout').getByRole('button').first().click();
  await expect(fold(page).getByRole('alert')).toContainText('Nothing was decided');
  await page.unroute('**/proposals?part');
  await line(page, 'Gout').getByRole('button').first().click();
  await expect(fold(page).getByRole('alert')).toHaveCount(0);
  await expect(line(page, 'Gout')).toContainText('Accepted');
});

test('a summary has no such fold', async ({ page }, info) => {
  await open(page, 'prior', info);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(fold(page)).toHaveCount(0);
});

for (const { name, colorScheme, width } of [
  { name: 'light', colorScheme: 'light', width: 1280 },
  { name: 'dark', colorScheme: 'dark', width: 1280 },
  { name: 'narrow', colorScheme: 'dark', width: 420 },
]) {
  test.describe(name, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });
    test('axe finds nothing, and nothing is wider than the page', async ({ page }, info) => {
      await proposals(page, info);
      await line(page, 'Gout').getByRole('button').first().click();
      await expect(line(page, 'Gout')).toContainText('Accepted');
      await axe(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(wide).toBe(false);
    });
  });
}
