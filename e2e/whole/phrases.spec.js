// A clinician keeps a phrase, types it in a statement and in a dictation, fills its gap, and finds it checked like every other statement.
import { expect, test } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { draft, openApp, pairs } from './ehr.js';

for (const pair of pairs) {
  test(`${pair.name}: a dot-phrase is kept, typed, filled in, and checked`, async ({ page }, info) => {
    test.setTimeout(120_000);
    const app = await openApp(page, pair, 'p02');
    const name = `visit${info.workerIndex}`;
    await app.getByRole('link', { name: 'Phrases' }).click();
    await expect(app.getByRole('heading', { level: 1, name: 'Phrases and instructions' })).toBeVisible();
    const fields = app.locator('form', { has: app.locator('input[name=was][value=""]') });

    // What cannot be kept is told, and nothing that was typed is lost.
    await fields.getByLabel('Name, without the dot').fill('ros');
    await fields.getByLabel('Words').fill('   ');
    await fields.getByRole('button', { name: 'Save' }).click();
    await expect(app.getByRole('alert')).toContainText('not saved');
    await expect(fields.getByLabel('Name, without the dot')).toHaveValue('ros');

    await fields.getByLabel('Name, without the dot').fill(name);
    await fields.getByLabel('Words').fill('Seen together with ***.');
    await fields.getByRole('button', { name: 'Save' }).click();
    await expect(app.getByRole('status')).toHaveText('Saved.');
    await expect(app.getByText(`.${name}`)).toBeVisible();
    const found = await new AxeBuilder({ page }).include('iframe[name=app]').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target)}`)).toEqual([]);
    if (process.env.COUNTERSIGN_PICTURES) await page.screenshot({ path: `${process.env.COUNTERSIGN_PICTURES}/phrases-${pair.name}.png`, fullPage: true });
    await app.getByRole('link', { name: 'Back to the chart' }).click();
    await app.locator('html[data-ready]').waitFor({ state: 'attached' });

    // In a dictation.
    const more = app.locator('details.new:not([open]) > summary');
    if (await more.count()) await more.click();
    await app.getByText('SOAP note', { exact: true }).click();
    const dictation = app.locator('textarea[id$="soap_note-dictation"]');
    await dictation.pressSequentially(`.${name} `);
    await expect(dictation).toHaveValue('Seen together with ***.');
    // The gap is selected: what is typed next fills it.
    await dictation.pressSequentially('the daughter');
    await expect(dictation).toHaveValue('Seen together with the daughter.');
    await dictation.fill('');

    // In a statement: the gap blocks until it is filled, then the words are checked.
    await draft(app, 'Chart summary');
    const section = app.locator('section.part').first();
    await section.getByRole('button', { name: 'Add a statement' }).click();
    const field = section.getByRole('textbox', { name: /^Your own statement/ });
    await field.pressSequentially(`.${name} `);
    await expect(field).toHaveValue('Seen together with ***.');
    await page.keyboard.press('Control+Enter');
    const own = section.locator('li.statement', { hasText: 'Seen together with' });
    await expect(own).toHaveClass(/needs/);
    await expect(own).toContainText('Fill in every ***');
    if (process.env.COUNTERSIGN_PICTURES) await page.screenshot({ path: `${process.env.COUNTERSIGN_PICTURES}/gap-${pair.name}.png` });
    await own.getByRole('button', { name: 'I attest this' }).click();
    await expect(app.getByRole('alert')).toContainText('***');
    await own.getByRole('button', { name: 'Edit' }).click();
    await section.getByRole('textbox', { name: 'Edit the statement' }).fill('Seen together with the daughter.');
    await section.locator('.editor').getByRole('button', { name: 'Save' }).click();
    await expect(own).not.toContainText('Fill in every ***');
    await own.getByRole('button', { name: 'I attest this' }).click();
    await expect(own).toContainText('attested by');
  });
}
