// A visit is recorded in the browser: with consent, through a reload and a lost connection, into a cited draft; played, signed, and its sound gone.
import { expect, test } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { frameOf, openApp, settle, sign } from '../whole/ehr.js';
import { clinic, VISIT } from './clinic.js';

test.describe.configure({ mode: 'serial', timeout: 240_000 });
let here;
test.beforeAll(async () => { here = await clinic(); });
test.afterAll(async () => { await here.end(); });

/** The SOAP note's form, open. */
async function form(app) {
  const more = app.locator('details.new > summary');
  if (await more.count()) await more.click();
  await app.getByText('SOAP note', { exact: true }).filter({ visible: true }).click();
  return app.locator('cs-recorder').filter({ visible: true });
}

const button = (recorder, name) => recorder.getByRole('button', { name, exact: true });
const text = (app) => app.getByLabel('Transcript of the visit').filter({ visible: true });

/** Records until the clock shows some seconds. */
async function record(recorder, name = 'Record') {
  await recorder.getByLabel('The patient agrees').check();
  await button(recorder, name).click();
  await expect(recorder.getByText(/^Recording/)).toBeVisible();
  await expect(recorder.locator('output.clock')).toHaveText(/0:0[3-9]/);
}

/** Which parts the server has, and where the recordings stand. */
const stored = (page) => frameOf(page, here).evaluate(async () => (await (await fetch(`${location.pathname.split('/').slice(0, 3).join('/')}/recordings`)).json()).recordings);

test('nothing is recorded without consent, and nothing but the microphone is missing where the frame denies it', async ({ page }) => {
  await page.goto(`${here.ehr}/patients/p03`);
  await page.locator('iframe[name=app]').evaluate((frame) => frame.removeAttribute('allow'));
  await page.getByRole('button', { name: 'Open Countersign' }).click();
  const app = page.frameLocator('iframe[name=app]');
  await expect(app.getByRole('button', { name: /Chart: [\d,]+ items/ })).toBeVisible({ timeout: 60_000 });
  const recorder = await form(app);
  await expect(button(recorder, 'Record')).toBeDisabled();
  await expect(recorder.locator('input[type=file]')).toBeDisabled();
  await recorder.getByLabel('The patient agrees').check();
  await button(recorder, 'Record').click();
  await expect(recorder.getByText('The microphone can’t be used here')).toBeVisible();
  await expect(recorder.getByRole('link', { name: 'Open Countersign in a window of its own' })).toBeVisible();
  expect(await stored(page)).toEqual([]);
  // The way out: a file that another device recorded.
  await recorder.locator('input[type=file]').setInputFiles({ name: 'visit.wav', mimeType: 'audio/wav', buffer: Buffer.from('RIFF, as far as anybody looks') });
  await expect(recorder.getByText('Written down below.')).toBeVisible();
  await expect(text(app)).toHaveValue(VISIT.join('\n'));
  expect(here.heard.at(-1).toString()).toContain('RIFF, as far as anybody looks');
  await button(recorder, 'Delete the recording').click();
  await expect(recorder.getByText('The recording is deleted.')).toBeVisible();
  expect(await stored(page)).toEqual([]);
});

test('a visit is recorded, drafted, cited, played, signed, and its sound gone', async ({ page }) => {
  const app = await openApp(page, here, 'p05');
  const recorder = await form(app);
  await record(recorder);
  const found = await new AxeBuilder({ page }).include(['iframe[name=app]', 'cs-recorder']).analyze();
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await button(recorder, 'Pause').click();
  await expect(recorder.getByText('Paused')).toBeVisible();
  const paused = await recorder.locator('output.clock').textContent();
  await page.waitForTimeout(1500);
  await expect(recorder.locator('output.clock')).toHaveText(paused);
  await button(recorder, 'Go on').click();
  await button(recorder, 'Stop and write down').click();
  await expect(recorder.getByText('Written down below.')).toBeVisible();
  await expect(text(app)).toHaveValue(VISIT.join('\n'));
  // What was heard is sound as the browser makes it, whole.
  expect(here.heard.at(-1).includes(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]))).toBe(true);
  await app.getByRole('button', { name: 'Draft', exact: true }).filter({ visible: true }).click();
  await expect(app.getByRole('button', { name: 'Sign & file' })).toBeVisible({ timeout: 60_000 });

  const said = app.locator('li.statement', { hasText: 'pain in my left foot' }).first();
  await said.locator('.cite').first().click();
  const sound = app.locator('.evidence audio');
  await expect(sound).toHaveAttribute('src', /#t=1\.000,2\.000$/);
  await sound.evaluate((audio) => audio.play());
  await expect.poll(() => sound.evaluate((audio) => audio.currentTime)).toBeGreaterThanOrEqual(1);
  await expect.poll(() => sound.evaluate((audio) => audio.paused)).toBe(true);
  expect(await sound.evaluate((audio) => audio.currentTime)).toBeLessThan(2.5);
  const address = await sound.evaluate((audio) => audio.src);

  await settle(app);
  await sign(app);
  await expect(app.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });
  expect(await stored(page)).toEqual([]);
  expect(await frameOf(page, here).evaluate(async (url) => (await fetch(url)).status, address)).toBe(404);
});

test('a reload in the middle and a lost connection lose nothing', async ({ page: chart, context }) => {
  // In a window of its own: a browser that keeps no storage for the EHR's frame loses with a reload what has not arrived.
  await chart.goto(`${here.ehr}/patients/p01`);
  const opened = context.waitForEvent('page');
  await chart.getByRole('button', { name: 'In a new window' }).click();
  const page = await opened;
  const app = page;
  await expect(app.getByRole('button', { name: /Chart: [\d,]+ items/ })).toBeVisible({ timeout: 60_000 });
  let recorder = await form(app);
  await record(recorder);
  // The connection is lost: sound is kept here, and cannot be read.
  await context.route(`${here.app}/**/chunks/*`, (route) => route.abort());
  await expect(recorder.getByText('The connection is lost.')).toBeVisible();
  const before = (await stored(page))[0].chunks.length;
  const kept = () => frameOf(page, here).evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('countersign-recorder');
    request.onsuccess = () => {
      const all = request.result.transaction('parts').objectStore('parts').getAll();
      all.onsuccess = () => resolve(all.result.map(({ data }) => [...new Uint8Array(data.slice(0, 4))]));
    };
  }));
  await expect.poll(async () => (await kept()).length).toBeGreaterThan(1);
  expect(await kept()).not.toContainEqual([0x1a, 0x45, 0xdf, 0xa3]);
  // A reload while it is lost.
  await frameOf(page, here).evaluate(() => location.reload());
  await app.locator('html[data-ready]').waitFor({ state: 'attached' });
  recorder = await form(app);
  await expect(recorder.getByText('The connection is lost.').or(recorder.getByText('The recording was interrupted.'))).toBeVisible();
  await context.unroute(`${here.app}/**/chunks/*`);
  await expect.poll(async () => (await kept()).length).toBe(0);
  expect((await stored(page))[0].chunks.length).toBeGreaterThan(before);
  await record(recorder, 'Record on');
  await button(recorder, 'Stop and write down').click();
  await expect(recorder.getByText('Written down below.')).toBeVisible();
  // Two recordings, one after the other, in one transcript.
  await expect(text(app)).toHaveValue([...VISIT, ...VISIT].join('\n'));
  expect((await stored(page)).map(({ state }) => state)).toEqual(['transcribed', 'transcribed']);
  const tab = await frameOf(page, here).evaluate(() => Object.keys(sessionStorage).filter((name) => name.endsWith(' key')));
  expect(tab).toEqual([]);
});

test('where nobody may listen, recording is not offered, and why is said', async ({ page }) => {
  const deaf = await clinic({ ears: false });
  try {
    const app = await openApp(page, deaf, 'p03');
    const recorder = await form(app);
    await expect(recorder.getByText('Recording is not offered')).toBeVisible();
    await expect(recorder.getByRole('button')).toHaveCount(0);
    await expect(text(app)).toBeVisible();
  } finally {
    await deaf.end();
  }
});
