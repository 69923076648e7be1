// What the tests of the whole path share: the sandbox EHR's chart and the application inside its frame.
import { expect } from '@playwright/test';

/** The pairs of servers that `cargo xtask test` has started, one for each EHR that the sandbox plays. */
export const pairs = ['epic', 'oracle'].map((name) => ({
  name,
  ehr: process.env[`COUNTERSIGN_${name.toUpperCase()}_EHR`],
  app: process.env[`COUNTERSIGN_${name.toUpperCase()}_APP`],
}));

/** Opens a patient's chart, presses Open Countersign, and waits until the chart is loaded in the application. */
export async function openApp(page, pair, patient) {
  await page.goto(`${pair.ehr}/patients/${patient}`);
  await page.getByRole('button', { name: 'Open Countersign' }).click();
  const app = page.frameLocator('iframe[name=app]');
  await app.locator('html[data-ready]').waitFor({ state: 'attached' });
  await expect(app.getByRole('button', { name: /Chart: [\d,]+ items/ })).toBeVisible({ timeout: 60_000 });
  return app;
}

/** The application's frame as a frame, for its address and its bytes. */
export function frameOf(page, pair) {
  return page.frames().find((frame) => frame.url().startsWith(pair.app));
}

/**
 * Asks for a document and waits until every section is there. `policy` is the choice that the kind needs; `given` is what the
 * clinician gives beside the chart, by the field's label; `message` are words of the inbox's message that is answered.
 */
export async function draft(app, kind, { policy, given, message } = {}) {
  const more = app.locator('details.new');
  // It stays open from the document before.
  if (await app.locator('details.new:not([open])').count()) await more.locator('> summary').click();
  const scope = (await more.count()) ? app.locator('details.new') : app.locator('section.nothing');
  if (policy) {
    await scope.getByText(kind, { exact: true }).click();
    await scope.getByRole('button', { name: policy }).click();
  } else if (message) {
    await scope.getByRole('button', { name: kind, exact: true }).click();
    await app.locator('.inbox > li').filter({ hasText: message }).getByRole('button', { name: /^Draft / }).click();
  } else if (given) {
    await scope.getByText(kind, { exact: true }).click();
    // A message is given in the inbox, everything else in the kind's own fold; others may be open from before.
    const form = kind === 'Message reply' ? app.locator('section.sheet') : scope.locator('details.choice[open]').filter({ hasText: kind });
    for (const [label, words] of Object.entries(given)) await form.getByLabel(label).fill(words);
    await form.getByRole('button', { name: 'Draft', exact: true }).click();
  } else {
    await scope.getByRole('button', { name: kind, exact: true }).click();
  }
  await expect(app.getByRole('heading', { level: 1, name: kind })).toBeVisible();
  await expect(app.getByRole('button', { name: 'Sign & file' })).toBeVisible({ timeout: 60_000 });
}

/** Settles whatever still needs a person: statements are removed, omissions left out. */
export async function settle(app) {
  for (let left = 60; left > 0; left -= 1) {
    const needing = app.locator('li.statement.needs').first();
    if (!(await needing.count())) return;
    const before = await app.locator('li.statement.needs').count();
    await needing.getByRole('button', { name: /^(Remove|Leave out)$/ }).click();
    await expect(app.locator('li.statement.needs')).toHaveCount(before - 1);
  }
}

/** Signs, what is asked first answered, and answers the text as the application said that it would be filed. */
export async function sign(app) {
  await app.getByRole('button', { name: 'Sign & file' }).click();
  const text = await app.locator('section.sheet > pre.filed-text').textContent();
  const asked = app.locator('form.ask');
  for (let left = await asked.count(); left > 0; left -= 1) {
    const first = asked.first();
    if (await first.getByRole('checkbox').count()) await first.getByRole('checkbox').check();
    else await first.getByRole('textbox').fill('It stands, for a test.');
    await first.getByRole('button').click();
    await expect(asked).toHaveCount(left - 1);
  }
  await app.locator('.confirm').getByRole('button', { name: 'Sign and file' }).click();
  return text;
}

/** The texts of the notes that applications filed, as the EHR shows them. */
export async function filedNotes(page, pair, patient) {
  await page.goto(`${pair.ehr}/patients/${patient}/notes`);
  return page.locator('article[data-note-filed=true] [data-note-text]').allTextContents();
}

/** The texts of the messages that applications filed, as the EHR shows them. */
export async function filedMessages(page, pair, patient) {
  await page.goto(`${pair.ehr}/patients/${patient}/messages`);
  return page.locator('article[data-message-filed=true] [data-message-text]').allTextContents();
}
