// Questionnaires before the visit: filled in on pages of plain forms, checked by the server, answered, in the summary, signed and filed.
import { expect, test } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { filedNotes, openApp, pairs, settle, sign } from './ehr.js';

async function clean(page, name) {
  const found = await new AxeBuilder({ page }).include('iframe[name=app]').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target)}`)).toEqual([]);
  const folder = process.env.COUNTERSIGN_PICTURES;
  if (!folder) return;
  for (const width of [1280, 420]) {
    await page.setViewportSize({ width, height: 1000 });
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

/** Opens the page of questionnaires by its link. */
async function questionnaires(app) {
  const more = app.locator('details.new:not([open]) > summary');
  if (await more.count()) await more.click();
  await app.getByRole('link', { name: /^Questionnaires before the visit/ }).first().click();
  await expect(app.getByRole('heading', { level: 1, name: 'Questionnaires before the visit' })).toBeVisible();
}

for (const pair of pairs) {
  test(`${pair.name}: a questionnaire is filled in, checked, answered, drafted, signed and filed`, async ({ page }) => {
    test.setTimeout(180_000);
    const app = await openApp(page, pair, 'p05');
    await questionnaires(app);
    await clean(page, `forms-list-${pair.name}`);
    await app.getByLabel('Questionnaire', { exact: true }).selectOption({ label: 'Before the visit' });
    await app.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(app.getByRole('heading', { level: 1, name: 'Before the visit' })).toBeVisible();

    // What is wrong and what is missing is named, and nothing typed is lost.
    await app.getByLabel(/^When did it begin/).fill('some weeks ago');
    await app.getByRole('group', { name: /^Do you have any allergies/ }).getByLabel('Yes').check();
    await app.getByRole('button', { name: 'Give these answers' }).click();
    await expect(app.getByRole('alert')).toContainText('“When did it begin?”: give a date');
    await expect(app.getByRole('alert')).toContainText('“Reason for the visit”: answer it.');
    await expect(app.getByLabel(/^When did it begin/)).toHaveValue('some weeks ago');
    await clean(page, `form-wrong-${pair.name}`);

    // The answer to one question brought up another.
    await app.getByLabel(/^Which allergies do you have/).fill('Latex');
    await app.getByLabel(/^Reason for the visit/).fill('My left knee hurts.');
    await app.getByLabel(/^When did it begin/).fill('2026-02');
    await app.getByRole('group', { name: /^Do you take any medicines/ }).getByLabel('No', { exact: true }).check();
    await app.getByRole('button', { name: 'Give these answers' }).click();
    await expect(app.getByText(/^Answers given: \d/)).toBeVisible();
    await clean(page, `form-given-${pair.name}`);

    await app.getByRole('link', { name: 'Back to the questionnaires' }).click();
    await app.getByRole('button', { name: 'Draft', exact: true }).click();
    await app.locator('html[data-ready]').waitFor({ state: 'attached' });
    await expect(app.getByRole('heading', { level: 1, name: 'Intake summary' })).toBeVisible();
    await expect(app.getByRole('button', { name: 'Sign & file' })).toBeVisible({ timeout: 60_000 });
    const said = app.locator('li.statement').filter({ hasText: 'Reason for the visit: my left knee hurts' });
    await said.locator('.cite').first().click();
    await expect(app.locator('.evidence').first()).toContainText('My left knee hurts.');
    await expect(app.getByText(/Not on the chart's allergy list: Latex/)).toBeVisible();
    await clean(page, `form-summary-${pair.name}`);
    await settle(app);
    const text = await sign(app);
    await expect(app.getByRole('region', { name: 'Filing' })).toContainText('Filed in the EHR.', { timeout: 60_000 });
    await expect(app.getByRole('region', { name: 'Filing' })).toContainText('The answers stand in the document');
    const filed = await filedNotes(page, pair, 'p05');
    expect(filed.map((one) => one.trim())).toContain(text.trim());
  });
}

test('an answer that needs a person now stands first, without script too, and first in the summary', async ({ page }) => {
  test.setTimeout(180_000);
  const [pair] = pairs;
  const app = await openApp(page, pair, 'p05');
  await questionnaires(app);
  await app.getByLabel('Questionnaire', { exact: true }).selectOption({ label: 'PHQ-9: depression' });
  await app.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(app.getByRole('heading', { level: 1, name: 'PHQ-9: depression' })).toBeVisible();
  const thoughts = app.getByRole('group', { name: /better off dead/ });

  // What is denied raises nothing.
  await thoughts.getByLabel('Not at all').check();
  await app.getByRole('button', { name: 'Save and see what is asked next' }).click();
  await expect(thoughts.getByLabel('Not at all')).toBeChecked();
  await expect(app.getByRole('alert')).toHaveCount(0);

  const groups = app.getByRole('group', { name: /^\d\./ });
  for (let at = 0; at < 8; at += 1) await groups.nth(at).getByLabel('More than half the days').check();
  await thoughts.getByLabel('Several days').check();
  await app.getByRole('button', { name: 'Save and see what is asked next' }).click();
  const alert = app.getByRole('alert');
  await expect(alert.getByRole('heading', { name: 'Needs a person now' })).toBeVisible();
  await expect(alert).toContainText('or of hurting yourself in some way”: Several days');
  await expect(alert).toBeFocused();
  await app.getByRole('group', { name: /^How difficult/ }).getByLabel('Somewhat difficult').check();
  await app.getByRole('button', { name: 'Give these answers' }).click();
  await expect(app.getByText(/^Answers given: 10/)).toBeVisible();
  await expect(app.getByText('PHQ-9 total score: 17 of 27, moderately severe.')).toBeVisible();
  await clean(page, 'form-urgent');

  // It is there without script, and in the title, which is read out first.
  const raw = await app.locator('html').evaluate(async () => (await fetch(location.href)).text());
  expect(raw).toContain('role="alert"');
  expect(raw).not.toContain('<script');
  expect(raw).toContain('<title>Needs a person now: PHQ-9: depression – Countersign</title>');

  await app.getByRole('link', { name: 'Back to the questionnaires' }).click();
  await expect(app.getByRole('listitem').filter({ hasText: 'PHQ-9' }).first()).toContainText('Needs a person now');
  await clean(page, 'forms-urgent');
  await app.getByRole('button', { name: 'Draft', exact: true }).click();
  await app.locator('html[data-ready]').waitFor({ state: 'attached' });
  await expect(app.getByRole('button', { name: 'Sign & file' })).toBeVisible({ timeout: 60_000 });
  const first = app.locator('li.statement').first();
  await expect(first).toContainText('Thoughts that you would be better off dead');
  await expect(app.getByRole('region', { name: 'What you should know' }).getByRole('listitem').first()).toContainText('Needs a person now');
  await clean(page, 'form-urgent-summary');
  await first.locator('.cite').first().click();
  await expect(app.locator('.evidence').first()).toContainText('Several days');
});
