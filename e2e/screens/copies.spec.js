// Copies of a prior authorization: only a signed letter is printed.
import { expect, test } from '@playwright/test';
import { axe, open } from './page.js';

test('an unsigned letter is not printed, its matrix may go', async ({ page }, info) => {
  await open(page, 'prior', info);
  await expect(page.getByText('A letter is printed once it is signed.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Letter as PDF' })).toHaveCount(0);
  const answers = page.getByRole('link', { name: /Answers for the payer/ });
  await expect(answers).toHaveAttribute('href', /\/l\/prior-[^/]+\/d\/d1\/questionnaire-response\.json$/);
});

test('a signed one is', async ({ page }, info) => {
  await open(page, 'letter', info);
  await expect(page.getByRole('link', { name: 'Letter as PDF' })).toHaveAttribute('href', /\/d\/d1\/letter\.pdf$/);
  await axe(page);
});

test('other documents have no copies', async ({ page }, info) => {
  await open(page, 'filed', info);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: /PDF|payer/ })).toHaveCount(0);
});
