// What is chosen before a document is drafted, on pages of plain forms: part and reader of a summary, the note that a note starts from,
// how hard a sheet for the patient may read.
import { expect, test } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { filedNotes, openApp, pairs, settle, sign } from './ehr.js';

/** Opens the page of a kind's choices by its link. */
async function choices(app, words, title) {
  const more = app.locator('details.new:not([open]) > summary');
  if (await more.count()) await more.click();
  await app.getByRole('link', { name: words }).first().click();
  await expect(app.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
}

/** Sends the form and waits until the document is written. */
async function begin(app) {
  await app.getByRole('button', { name: 'Draft', exact: true }).click();
  await app.locator('html[data-ready]').waitFor({ state: 'attached' });
  await expect(app.getByRole('button', { name: 'Sign & file' })).toBeVisible({ timeout: 60_000 });
}

async function clean(page, name) {
  const found = await new AxeBuilder({ page }).include('iframe[name=app]').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target)}`)).toEqual([]);
  const folder = process.env.COUNTERSIGN_PICTURES;
  if (!folder) return;
  for (const width of [1280, 420]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${folder}/${name}-${width}.png` });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

for (const pair of pairs) {
  test(`${pair.name}: a summary of a part of the chart, for a reader`, async ({ page }) => {
    test.setTimeout(120_000);
    const app = await openApp(page, pair, 'p05');
    await choices(app, /^Summary of a part/, 'Chart summary');
    const focus = app.getByLabel('What it is of');
    expect(await focus.locator('optgroup[label="One problem"] option').count()).toBeGreaterThan(0);
    await focus.selectOption({ label: 'The last 90 days' });
    await app.getByLabel('Who reads it').selectOption({ label: 'Shift handoff (I-PASS)' });
    await clean(page, `choices-summary-${pair.name}`);
    await begin(app);
    await expect(app.getByRole('heading', { level: 1, name: 'Chart summary: the last 90 days · Shift handoff (I-PASS)' })).toBeVisible();
    await expect(app.locator('section.part h2').first()).toHaveText(/Illness severity|Patient summary/);
    await clean(page, `summary-${pair.name}`);

    // One problem: what was chosen stands in the title.
    await choices(app, /^Summary of a part/, 'Chart summary');
    const problem = focus.locator('optgroup[label="One problem"] option').first();
    const name = (await problem.textContent()).trim();
    await focus.selectOption({ label: name });
    await begin(app);
    await expect(app.getByRole('heading', { level: 1, name: /^Chart summary: / })).toContainText(name.slice(1));
  });

  test(`${pair.name}: a note that starts from an earlier note, marked, signed and filed`, async ({ page }) => {
    test.setTimeout(120_000);
    const app = await openApp(page, pair, 'p05');
    await choices(app, /^Progress note from an earlier/, 'Progress note');
    const base = app.getByLabel('Earlier note');
    await base.selectOption({ index: 1 });
    const label = (await base.locator('option').nth(1).textContent()).trim();
    const day = label.slice(label.lastIndexOf(',') + 2);
    await app.getByLabel(/^Dictated or typed words/).fill('Plan:\nReturn in four weeks.');
    await clean(page, `choices-note-${pair.name}`);
    await begin(app);
    await expect(app.getByRole('heading', { level: 1, name: `Progress note: from the note of ${day}` })).toBeVisible();
    const marked = app.locator('li.statement').filter({ hasText: new RegExp(`(Carried over from|Changed since) the note of ${day}: `) });
    await expect(marked.first()).toBeVisible();
    await expect(app.locator('li.statement').filter({ hasText: 'Return in four weeks' }).first()).toBeVisible();
    // The citation opens the note at the sentence.
    await marked.first().locator('.cite').last().click();
    await expect(app.locator('.evidence mark').first()).not.toBeEmpty();
    await clean(page, `note-${pair.name}`);
    await settle(app);
    const text = await sign(app);
    expect(text).toContain(`the note of ${day}: `);
    await expect(app.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });
    const filed = await filedNotes(page, pair, 'p05');
    expect(filed.map((one) => one.trim())).toContain(text.trim());
  });

  test(`${pair.name}: instructions for the patient at a reading level`, async ({ page }) => {
    test.setTimeout(120_000);
    const app = await openApp(page, pair, 'p05');
    await choices(app, /^Patient instructions at/, 'Patient instructions');
    await app.getByLabel('Reading level').selectOption('standard');
    await clean(page, `choices-instructions-${pair.name}`);
    await begin(app);
    await expect(app.getByText(/reads at grade [\d.]+ \(Flesch-Kincaid\); grade 9 was asked/)).toBeVisible();
    await expect(app.locator('li.statement').filter({ hasText: 'Call 911' })).toBeVisible();
    await clean(page, `instructions-${pair.name}`);
    // What a patient must not be told is found when it is typed, and blocks.
    const first = app.locator('li.statement').filter({ hasText: /^\s*(Take|Keep taking|Use) / }).first();
    await first.click();
    await first.getByRole('button', { name: 'Edit' }).click();
    await app.getByRole('textbox', { name: 'Edit the statement' }).fill('Stop taking your metformin.');
    await app.locator('.editor').getByRole('button', { name: 'Save' }).click();
    await expect(app.locator('li.statement.needs').filter({ hasText: 'Stop taking your metformin' })).toContainText('another drug');
    await settle(app);
    const text = await sign(app);
    expect(text).toContain('When to get help');
    await expect(app.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });
    const filed = await filedNotes(page, pair, 'p05');
    expect(filed.map((one) => one.trim())).toContain(text.trim());
  });
}
