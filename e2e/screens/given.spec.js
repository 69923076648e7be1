// A draft from what the clinician gives beside the chart.
import { expect, test } from '@playwright/test';
import { axe, open } from './page.js';

const button = (page) => page.getByRole('button', { name: 'Draft', exact: true }).filter({ visible: true });

test('a reply is not drafted without the message', async ({ page }, info) => {
  await open(page, 'empty', info);
  await page.getByRole('button', { name: 'Message reply', exact: true }).click();
  await expect(button(page)).toBeDisabled();
  const message = page.getByLabel('The patient\'s message').filter({ visible: true });
  await message.pressSequentially(' \n');
  await expect(button(page)).toBeDisabled();
  // Letters that are keys of the page elsewhere.
  await message.pressSequentially('next: fax?');
  await expect(message).toHaveValue(' \nnext: fax?');
  await button(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Message reply' })).toBeVisible();
});

test('a note needs nothing beside the chart', async ({ page }, info) => {
  await open(page, 'empty', info);
  await page.getByText('SOAP note', { exact: true }).click();
  await expect(button(page)).toBeEnabled();
  await axe(page);
  await button(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'SOAP note' })).toBeVisible();
});
