// What a clinician does on the work page.
import { expect, test } from '@playwright/test';
import { open } from './page.js';

test('the page complains of nothing and obeys its policy', async ({ page }, info) => {
  const said = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await open(page, 'review', info);
  await page.keyboard.press('n');
  await page.getByRole('button', { name: /^Source 8:/ }).click();
  await expect(page.locator('.evidence mark')).toHaveText('apixaban 5 mg twice daily');
  expect(said).toEqual([]);
});

test('keys lead from one thing that needs a person to the next, and settle it', async ({ page }, info) => {
  await open(page, 'review', info);
  await page.keyboard.press('n');
  await expect(page.locator('#s-s4')).toBeFocused();
  await page.keyboard.press('f');
  await expect(page.locator('#s-s4')).toContainText('apixaban 5 mg');
  await expect(page.locator('#s-s4')).toBeFocused();
  await page.keyboard.press('n');
  await expect(page.locator('#s-s5')).toBeFocused();
  await page.keyboard.press('a');
  await expect(page.locator('#s-s5')).toContainText('attested by Dr. Example');
  await page.keyboard.press('n');
  await page.keyboard.press('x');
  await expect(page.locator('#s-s6')).toContainText('removed');
  await page.keyboard.press('x');
  await expect(page.locator('#s-s6')).not.toContainText('removed');
  await page.keyboard.press('x');
  await page.keyboard.press('n');
  await expect(page.locator('#o-0')).toBeFocused();
  await page.getByRole('button', { name: 'Insert' }).click();
  await expect(page.getByText('Nothing needs you.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign & file' }).click();
  await expect(page.locator('.filed-text')).toContainText('Allergy to penicillin');
  await page.locator('.confirm').getByRole('button', { name: 'Sign and file' }).click();
  await expect(page.getByText('DocumentReference/9001')).toBeVisible();
});

test('quick commands go out one after the other', async ({ page }, info) => {
  await open(page, 'review', info);
  for (const key of ['n', 'x', 'n', 'x', 'n', 'x']) await page.keyboard.press(key);
  await expect(page.getByText('1 omission: Allergy to penicillin')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('an edit is checked while it is typed and saved by a key', async ({ page }, info) => {
  await open(page, 'review', info);
  await page.keyboard.press('n');
  await page.keyboard.press('e');
  const field = page.getByRole('textbox', { name: 'Edit the statement' });
  await expect(field).toBeFocused();
  await field.fill('Discharged on apixaban 2.5 mg daily.');
  await expect(page.getByText('Source says 5 mg.')).toBeVisible();
  await field.fill('Discharged on apixaban 5 mg twice daily, as before.');
  await expect(page.getByText('Supported by its sources')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('#s-s4')).toContainText('twice daily, as before.');
});

test('a statement of one\'s own waits for its attestation', async ({ page }, info) => {
  await open(page, 'clean', info);
  const section = page.locator('section.part').first();
  await section.getByRole('button', { name: 'Add a statement' }).click();
  const field = section.getByRole('textbox', { name: /^Your own statement/ });
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(section.getByRole('button', { name: 'Add a statement' })).toBeFocused();
  await page.keyboard.press('Enter');
  await field.fill('Prefers appointments in the morning.');
  await page.keyboard.press('Control+Enter');
  const own = section.locator('li.statement', { hasText: 'Prefers appointments' });
  await expect(own).toHaveClass(/needs/);
  await expect(own).toContainText('A clinical statement needs a source.');
  await expect(section.getByRole('button', { name: 'Add a statement' })).toBeFocused();
  await own.getByRole('button', { name: 'I attest this' }).click();
  await expect(own).toContainText('attested by Dr. Example');
});

test('only a model is asked for an instruction', async ({ page }, info) => {
  await open(page, 'review', info);
  await page.getByRole('button', { name: /^Write again: / }).first().click();
  await expect(page.getByText('The built-in composer writes it again from the chart.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^What should be different/ })).toHaveCount(0);
  await open(page, 'model', info);
  await page.getByRole('button', { name: /^Write again: / }).first().click();
  const wish = page.getByRole('textbox', { name: /^What should be different/ });
  await expect(wish).toBeFocused();
  await wish.fill('Shorter.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('(asked: Shorter.)')).toBeVisible();
});

test('sections appear without a reload, and a reload in the middle goes on', async ({ page }, info) => {
  await open(page, 'stream', info);
  await page.getByRole('main').getByRole('button', { name: 'Progress note' }).click();
  await expect(page.getByRole('heading', { name: 'Reason for admission' })).toBeVisible();
  await expect(page.getByText(/Writing and checking/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Discharge instructions' })).toBeVisible({ timeout: 10_000 });
  await expect(page.getByText(/Writing and checking/)).toHaveCount(0);
});

test('stop works at once', async ({ page }, info) => {
  await open(page, 'stream', info);
  await page.getByRole('main').getByRole('button', { name: 'Progress note' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Writing and checking')).toHaveCount(0);
});

test('the focus stays where it is while sections arrive', async ({ page }, info) => {
  await open(page, 'stream', info);
  await page.getByRole('main').getByRole('button', { name: 'Progress note' }).click();
  await page.locator('#s-s1').waitFor();
  await page.keyboard.press('j');
  await expect(page.locator('#s-s1')).toBeFocused();
  await page.locator('#s-s7').waitFor();
  await expect(page.locator('#s-s1')).toBeFocused();
});

test.describe('narrow', () => {
  test.use({ viewport: { width: 420, height: 800 } });
  test('evidence comes under its statement', async ({ page }, info) => {
    await open(page, 'review', info);
    await page.getByRole('button', { name: /^Source 8:/ }).click();
    await expect(page.locator('#s-s4 mark.found')).toHaveText('apixaban 5 mg twice daily');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wide).toBe(false);
  });
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('the draft can be read', async ({ page }) => {
    await page.goto('/l/review');
    await expect(page.getByText('Discharged on apixaban 2.5 mg twice daily.')).toBeVisible();
  });
});
