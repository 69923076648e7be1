// One document of each kind in each EHR: drafted, signed, filed, and its text read back from the EHR. One login for all of them.
import { expect, test } from '@playwright/test';
import { draft, filedMessages, filedNotes, frameOf, openApp, pairs, settle, sign } from './ehr.js';

const patient = 'p05';
const said = 'The knee is less swollen than last week. She walks two blocks without a stick.';
const kinds = [
  { kind: 'Chart summary' },
  { kind: 'Progress note', given: { 'Dictated or typed words': said } },
  { kind: 'Prior authorization letter', policy: /glucose monitor/i },
  { kind: 'SOAP note', given: { 'Dictated or typed words': said } },
  { kind: 'History and physical', given: { 'Dictated or typed words': said } },
  { kind: 'Procedure note', given: { 'Dictated or typed words': said } },
  { kind: 'Discharge summary' },
  { kind: 'Patient instructions' },
  { kind: 'Handoff' },
  { kind: 'Message reply', given: { 'The patient\'s message': 'How often should I check my blood pressure?' } },
  { kind: 'Coding suggestions', given: { 'Dictated or typed words': said } },
  { kind: 'Intake summary', given: { 'Transcript of the visit': said } },
];

/** A download, fetched as the frame's own page fetches. */
function download(page, pair, name) {
  return frameOf(page, pair).evaluate(async (href) => {
    const answer = await fetch(href);
    return { status: answer.status, kept: answer.headers.get('cache-control'), text: await answer.text() };
  }, name);
}

async function copies(page, pair, app) {
  const letter = await app.getByRole('link', { name: 'Letter as PDF' }).getAttribute('href');
  const printed = await download(page, pair, letter);
  expect(printed).toMatchObject({ status: 200, kept: 'no-store' });
  expect(printed.text).toMatch(/^%PDF-/);
  const answers = await app.getByRole('link', { name: /Answers for the payer/ }).getAttribute('href');
  const response = await download(page, pair, answers);
  expect(JSON.parse(response.text)).toMatchObject({ resourceType: 'QuestionnaireResponse', subject: { reference: `Patient/${patient}` } });
  return letter;
}

for (const pair of pairs) {
  test(`${pair.name}: every kind is drafted, signed, filed and read back`, async ({ page }) => {
    test.setTimeout(420_000);
    const app = await openApp(page, pair, patient);
    const texts = new Map();
    for (const { kind, policy, given } of kinds) {
      await test.step(kind, async () => {
        await draft(app, kind, { policy, given });
        if (policy) {
          // Nothing unsigned is printed.
          await expect(app.getByRole('link', { name: 'Letter as PDF' })).toHaveCount(0);
        }
        await settle(app);
        texts.set(kind, await sign(app));
        await expect(app.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });
        if (policy) {
          const letter = await copies(page, pair, app);
          // Another document's address gives none.
          const other = await download(page, pair, letter.replace(/d\/[^/]+/, 'd/nothing'));
          expect(other.status).toBe(404);
        }
      });
    }
    expect(texts.size).toBe(12);
    const filed = [...(await filedNotes(page, pair, patient)), ...(await filedMessages(page, pair, patient))].map((text) => text.trim());
    for (const [kind, text] of texts) {
      expect(text.trim().length, kind).toBeGreaterThan(40);
      expect(filed, kind).toContain(text.trim());
    }
  });
}
