// The chart as a whole and the patient's messages.
import { expect, test } from '@playwright/test';
import { axe, open } from './page.js';

const entry = (page, name) => page.getByRole('navigation', { name: 'Drafts' }).getByRole('button', { name });
const part = (page, name) => page.getByRole('region', { name });

async function overview(page, info, scenario = 'review') {
  await open(page, scenario, info);
  await entry(page, 'Timeline and gaps').click();
  await expect(part(page, 'Sources that disagree')).toBeVisible();
}

async function inbox(page, info) {
  await open(page, 'empty', info);
  await page.getByRole('button', { name: 'Message reply', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Messages of the patient' })).toBeFocused();
}

test('sources that disagree open together or alone', async ({ page }, info) => {
  await overview(page, info);
  const doses = part(page, 'Sources that disagree').getByRole('listitem').filter({ hasText: 'Apixaban is ordered twice' });
  await doses.getByRole('button', { name: 'Show together' }).click();
  await expect(page.locator('.evidence .card')).toHaveCount(2);
  await doses.getByRole('button', { name: 'Apixaban 5 mg, 11 Mar 2026' }).click();
  await expect(page.locator('.evidence .card')).toHaveCount(1);
  await expect(page.locator('.evidence .card .reference')).toHaveText('MedicationRequest/m3');
});

test('not documented, absent, recorded and not read are four things', async ({ page }, info) => {
  await overview(page, info);
  const line = (what) => part(page, 'What nobody may miss').getByRole('listitem').filter({ hasText: what });
  await expect(line('Family history')).toContainText('Not documented');
  await expect(line('Allergies')).toContainText('Recorded as absent: “No known drug allergies”');
  await expect(line('Problems')).toContainText('18 entries');
  await expect(line('Weight')).toContainText('1 entry');
  await expect(line('Immunizations')).toContainText('Not read: nobody can say');
});

test('a trend is a picture with words, and a table by keyboard', async ({ page }, info) => {
  await overview(page, info);
  await expect(page.getByRole('img', { name: 'Hemoglobin A1c over time, 4 values: 9.1 → 7.4 %' })).toBeVisible();
  const trend = part(page, 'Trends').getByRole('listitem').filter({ hasText: 'Hemoglobin A1c' });
  await trend.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(trend.getByRole('row')).toHaveCount(5);
  await expect(trend.getByRole('row').nth(1)).toContainText('20 Nov 2025');
  await page.keyboard.press('Tab');
  await expect(trend.getByRole('button', { name: '7.4' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.evidence .card')).toHaveCount(1);
});

test('encounters stand under their years, the older ones folded', async ({ page }, info) => {
  await overview(page, info);
  const encounters = part(page, 'Encounters');
  await expect(encounters.getByText('hospital stay')).toBeVisible();
  await expect(encounters.getByRole('heading', { name: '2026' })).toBeVisible();
  await expect(encounters.getByRole('heading', { name: '2014' })).toBeHidden();
  await encounters.getByText('2 older').click();
  await expect(encounters.getByRole('heading', { name: '2014' })).toBeVisible();
});

test('Escape leads back to the draft', async ({ page }, info) => {
  await overview(page, info);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Discharge summary' })).toBeFocused();
});

test('the most urgent message comes first, with the rule\'s words and what to tell the patient', async ({ page }, info) => {
  await inbox(page, info);
  const first = page.locator('.inbox > li').first();
  await expect(first).toContainText('Emergency: now');
  await expect(first).toContainText('Chest pain or pressure: “pressure in my chest”');
  await expect(first).toContainText('Tell the patient: Call 911 now if you have chest pain or pressure.');
  await first.getByRole('button', { name: 'Draft a reply' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Message reply' })).toBeVisible();
});

test('a message for the office offers its route, not a clinical reply', async ({ page }, info) => {
  await inbox(page, info);
  const office = page.locator('.inbox > li').filter({ hasText: 'Administrative: bill or payment' });
  await expect(office).toContainText('no clinical reply is drafted. Route it to billing.');
  await expect(office.getByRole('button', { name: 'Draft a reply' })).toHaveCount(0);
});

test('the words of a sensitive message wait until they are asked for', async ({ page }, info) => {
  await inbox(page, info);
  const message = page.locator('.inbox > li').filter({ hasText: 'Sensitive: abuse' });
  const words = message.getByText('Please do not leave a voicemail.');
  await expect(words).toBeHidden();
  await message.getByText('Show the words').click();
  await expect(words).toBeVisible();
});

for (const { name, colorScheme, width } of [
  { name: 'light', colorScheme: 'light', width: 1280 },
  { name: 'dark', colorScheme: 'dark', width: 1280 },
  { name: 'narrow', colorScheme: 'dark', width: 420 },
]) {
  test.describe(name, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });
    test('axe finds nothing on the sheets, and nothing is wider than the page', async ({ page }, info) => {
      await overview(page, info);
      for (const summary of await page.locator('.drawn summary').all()) await summary.click();
      await axe(page);
      await entry(page, 'Messages').click();
      await page.locator('.inbox').waitFor();
      await axe(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(wide).toBe(false);
    });
  });
}

test.describe('narrow', () => {
  test.use({ viewport: { width: 420, height: 800 } });
  test('a source opens under what it was opened from', async ({ page }, info) => {
    await overview(page, info);
    const doses = part(page, 'Sources that disagree').getByRole('listitem').filter({ hasText: 'Apixaban is ordered twice' });
    await doses.getByRole('button', { name: 'Show together' }).click();
    await expect(doses.locator('.under .card')).toHaveCount(2);
    await doses.getByRole('button', { name: 'Close evidence' }).click();
    await expect(page.locator('.under')).toHaveCount(0);
  });
});
