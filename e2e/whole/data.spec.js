// Data of a note in each EHR: proposed, accepted, written where it is taken, and listed in the signed note where it is not.
import { expect, test } from '@playwright/test';
import { draft, filedNotes, openApp, pairs, settle, sign } from './ehr.js';

const patient = 'p03';
const said = 'Objective:\nWeight 81.5 kg today.\nAssessment:\nGout.\nPneumonia was ruled out.';

for (const pair of pairs) {
  test(`${pair.name}: a vital sign is written, a problem stands in the note`, async ({ page }) => {
    test.setTimeout(180_000);
    const app = await openApp(page, pair, patient);
    await draft(app, 'SOAP note', { given: { 'Dictated or typed words': said } });
    await settle(app);
    const fold = app.locator('details.proposals');
    await fold.locator('> summary').click();
    const line = (name) => fold.getByRole('listitem').filter({ hasText: name }).first();
    await expect(line('Gout')).toBeVisible();
    await expect(fold.locator('[data-item]').filter({ hasText: 'Condition: Pneumonia' })).toHaveCount(0);
    await line('Gout').getByRole('button', { name: /^Accept/ }).first().click();
    await expect(line('Gout')).toContainText('the note will list it');
    await line('Weight').getByRole('button', { name: /^Accept/ }).first().focus();
    await page.keyboard.press('a');
    await expect(line('Weight')).toContainText('It will be written to the chart when the note is filed.');
    const text = await sign(app);
    expect(text).toContain('Proposed for the chart\n- Condition: Gout, active (');
    expect(text).not.toContain('Observation: Weight');
    await expect(app.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });
    await app.locator('details.proposals > summary').click();
    const sheet = app.locator('details.proposals');
    await expect(sheet.getByText('Listed in the note.')).toBeVisible();
    await expect(sheet.getByText(/Written to the chart as Observation\//)).toBeVisible({ timeout: 60_000 });
    const filed = (await filedNotes(page, pair, patient)).map((one) => one.trim());
    expect(filed).toContain(text.trim());
    const answer = await page.request.get(`${pair.ehr}/__sandbox/filed`);
    const resources = (await answer.json()).filed.map((one) => one.resource).filter((one) => JSON.stringify(one).includes(`Patient/${patient}"`));
    const weights = resources.filter((one) => one.resourceType === 'Observation');
    expect(weights).toHaveLength(1);
    expect(weights[0].valueQuantity).toMatchObject({ value: 81.5, code: 'kg', system: 'http://unitsofmeasure.org' });
    expect(resources.filter((one) => one.resourceType === 'Condition')).toHaveLength(0);
  });
}
