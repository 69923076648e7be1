// The main job, for both EHRs and the three kinds: launch, chart, cited draft, check, edit, sign, note in the EHR.
import { expect, test } from '@playwright/test';
import { draft, filedNotes, openApp, pairs, settle, sign } from './ehr.js';

const kinds = [
  { kind: 'Chart summary', patient: 'p03' },
  { kind: 'Progress note', patient: 'p05', given: { 'Dictated or typed words': 'The knee is less swollen than last week.' } },
  { kind: 'Prior authorization letter', patient: 'p01', policy: /glucose monitor/i },
];

for (const pair of pairs) {
  for (const { kind, patient, policy, given } of kinds) {
    test(`${pair.name}: ${kind}`, async ({ page }) => {
      test.setTimeout(120_000);
      const app = await openApp(page, pair, patient);
      await draft(app, kind, { policy, given });

      // Every statement that is shown as text has its sources, or is a heading or a salutation.
      const statements = app.locator('li.statement:not(.needs)');
      expect(await statements.count()).toBeGreaterThan(5);
      expect(await app.locator('li.statement .cite').count()).toBeGreaterThan(5);

      // A citation shows the very words in its source.
      await app.locator('li.statement .cite').first().click();
      await expect(app.locator('.evidence mark').first()).not.toBeEmpty();

      // An edit is checked again: an invented dose is stopped, and an attestation lets it through.
      const cited = app.locator('li.statement:not(.needs)', { has: app.locator('.cite') });
      const id = await cited.nth(2).getAttribute('id');
      const statement = app.locator(`#${id}`);
      await statement.click();
      await statement.getByRole('button', { name: 'Edit' }).click();
      await statement.getByRole('textbox').fill('Started on zanthamycin 417 mg four times daily for a broken left femur.');
      await statement.getByRole('button', { name: 'Save' }).click();
      await expect(statement).toHaveClass(/needs/);
      await statement.getByRole('button', { name: 'I attest this' }).click();
      await expect(statement).toContainText('attested by');
      await statement.getByRole('button', { name: 'Edit' }).click();
      await statement.getByRole('textbox').fill('Started on zanthamycin 418 mg four times daily for a broken left femur.');
      await statement.getByRole('button', { name: 'Save' }).click();
      await expect(statement).toHaveClass(/needs/);
      await statement.getByRole('button', { name: 'Remove' }).click();
      await expect(statement).toContainText('removed');

      await settle(app);
      const text = await sign(app);
      await expect(app.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });
      expect(text).not.toContain('zanthamycin');

      const notes = await filedNotes(page, pair, patient);
      expect(notes.map((note) => note.trim())).toContain(text.trim());
    });
  }

  test(`${pair.name}: a reload in the middle goes on where it was`, async ({ page }) => {
    test.setTimeout(120_000);
    const app = await openApp(page, pair, 'p08');
    await draft(app, 'Chart summary');
    const before = await app.locator('li.statement').count();
    const removed = app.locator('li.statement:not(.needs)').nth(1);
    const id = await removed.getAttribute('id');
    await removed.click();
    await removed.getByRole('button', { name: 'Remove' }).click();
    await expect(removed).toContainText('removed');
    const frame = page.frames().find((one) => one.url().startsWith(pair.app));
    await frame.evaluate(() => location.reload());
    await app.locator('html[data-ready]').waitFor({ state: 'attached' });
    await expect(app.locator(`#${id}`)).toContainText('removed');
    await expect(app.locator('li.statement')).toHaveCount(before);
  });
}
