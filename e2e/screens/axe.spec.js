// axe finds nothing, in any state, light or dark, wide or narrow.
import { test } from '@playwright/test';
import { axe, open } from './page.js';

const launches = ['review', 'empty', 'loading', 'partial', 'failed', 'stopped', 'broken', 'prior', 'letter', 'clean', 'filed', 'waiting', 'person', 'styled'];
const looks = [
  { name: 'light', colorScheme: 'light', width: 1280 },
  { name: 'dark', colorScheme: 'dark', width: 1280 },
  { name: 'narrow', colorScheme: 'light', width: 420 },
];

for (const { name, colorScheme, width } of looks) {
  test.describe(name, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });
    for (const launch of launches) {
      test(launch, async ({ page }, info) => {
        await open(page, launch, info);
        await axe(page);
      });
    }

    test('evidence, editor, signing, load report, palette, keys', async ({ page }, info) => {
      test.setTimeout(180_000); // axe runs six times
      await open(page, 'review', info);
      await page.getByRole('button', { name: /^Source 5:/ }).click();
      await page.getByRole('img', { name: /Hemoglobin A1c over time/ }).waitFor();
      await axe(page);
      await page.locator('#s-s4').getByRole('button', { name: 'Edit' }).click();
      await page.getByRole('textbox', { name: 'Edit the statement' }).fill('Discharged on apixaban 2.5 mg.');
      await page.getByText('A source says otherwise').waitFor();
      await axe(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Add a statement' }).first().click();
      await page.getByRole('button', { name: /^Write again: / }).first().click();
      await axe(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Keys' }).click();
      await axe(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('course');
      await axe(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Chart:/ }).click();
      await axe(page);
      await page.getByRole('button', { name: 'Back' }).click();
      await page.getByRole('button', { name: 'Sign & file' }).click();
      await page.getByText('It cannot be signed yet.').waitFor();
      await axe(page);
    });
  });
}

for (const path of ['/page/error', '/page/cookie', '/page/standalone', '/page/standalone-none', '/signed-out', '/l/expired', '/l/missing']) {
  test(path, async ({ page }) => {
    await page.goto(path);
    await axe(page);
  });
}
