// The launch and the main job at servers that were not written in this project: a certified OpenID provider and Medplum's FHIR server.
import { expect, test } from '@playwright/test';
import { draft, settle, sign } from '../whole/ehr.js';
import { batch, transaction } from './chart.js';
import { start } from './ehr.js';

const relative = (base, id) => `Practitioner/${id}`;
const absolute = (base, id) => `${base}/Practitioner/${id}`;
const plain = { bundle: () => batch('p03'), page: 100, handle: 'xyz', fhirUser: relative };

const plans = [
  { name: 'a public client, from the EHR: two origins, a relative fhirUser, pages of 100', plan: plain },
  {
    name: 'a client with a key, from the EHR: relative addresses, an absolute fhirUser, pages of 25, tokens that are about to end',
    plan: { ...plain, page: 25, key: true, relative: true, tokenLife: 30, fhirUser: absolute },
  },
  {
    name: 'a public client, standalone: a chart sent with urn:uuid references, some of which stay',
    plan: { bundle: () => transaction('p05', ['Encounter', 'Location', 'Medication']), page: 50, fhirUser: absolute, urn: true },
  },
];

/** Runs `job` with the servers of a plan, which end with it. */
async function at(plan, job) {
  test.setTimeout(180_000);
  const ehr = await start({ ...plan, bundle: plan.bundle() });
  try {
    await job(ehr);
  } catch (error) {
    console.error([ehr.log(), ...ehr.seen.refused, ...ehr.seen.fhir].join('\n'));
    throw error;
  } finally {
    await ehr.end();
  }
}

/** Begins where a person begins: at the address that the EHR opens, or at the application's own list of EHRs. */
async function launch(page, ehr, { handle }) {
  if (handle) {
    await page.goto(`${ehr.app}/launch?${new URLSearchParams({ iss: ehr.base, launch: handle })}`);
  } else {
    await page.goto(ehr.app);
    await page.getByRole('link', { name: 'Foreign EHR' }).click();
  }
}

test('the foreign servers are strict, so that a launch at them means something', async () => {
  await at(plain, async (ehr) => {
    expect((await fetch(`${ehr.base}/Patient/${ehr.patient.id}`)).status).toBe(401);
    const right = {
      client_id: 'countersign-foreign', response_type: 'code', redirect_uri: `${ehr.app}/callback`, scope: 'openid', aud: ehr.base, launch: 'xyz',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256',
    };
    const asked = async (changed) => {
      const query = new URLSearchParams(JSON.parse(JSON.stringify({ ...right, ...changed })));
      const answer = await fetch(`${ehr.issuer}/auth?${query}`, { redirect: 'manual' });
      return answer.headers.get('location') ?? `${answer.status}`;
    };
    expect(await asked({})).toMatch(/^\/interaction\//);
    for (const wrong of [{ code_challenge: undefined, code_challenge_method: undefined }, { code_challenge_method: 'plain' }, { aud: 'http://localhost/other' },
      { launch: 'other' }, { response_type: 'token' }, { redirect_uri: 'http://127.0.0.1/elsewhere' }, { client_id: 'other' }]) {
      expect(await asked(wrong), JSON.stringify(wrong)).toMatch(/error=|^400$/);
    }
  });
});

for (const { name, plan, told } of [
  { name: 'a user who refuses', plan: { ...plain, no: true }, told: 'The EHR did not allow Countersign to open this chart.' },
  { name: 'an issuer other than the SMART configuration names', plan: { ...plain, says: 'http://localhost:1' }, told: 'The answer of the EHR does not belong to a launch that is waiting in this browser.' },
]) {
  test(`${name} is told, and nothing is read`, async ({ page }) => {
    await at(plan, async (ehr) => {
      await launch(page, ehr, plan);
      await expect(page.getByText(told)).toBeVisible();
      expect(ehr.seen.fhir).toEqual([]);
    });
  });
}

for (const { name, plan } of plans) {
  test(name, async ({ page }) => {
    await at(plan, async (ehr) => {
      await launch(page, ehr, plan);
      await page.locator('html[data-ready]').waitFor({ state: 'attached' });
      await expect(page.getByRole('button', { name: /Chart: [\d,]+ items/ })).toBeVisible({ timeout: 60_000 });
      // The token endpoint did not say whether the EHR shows the patient, so the application does.
      await expect(page.getByText(ehr.patient.name[0].family).first()).toBeVisible();

      await draft(page, 'Chart summary');
      expect(await page.locator('li.statement .cite').count()).toBeGreaterThan(5);
      await settle(page);
      const text = await sign(page);
      await expect(page.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });

      const [note, ...more] = await ehr.repo.searchResources({
        resourceType: 'DocumentReference',
        filters: [{ code: 'identifier', operator: 'eq', value: 'urn:countersign:note-sha256|' }],
      });
      expect(more).toEqual([]);
      const practitioner = { reference: `Practitioner/${ehr.practitioner.id}`, display: expect.stringContaining(ehr.practitioner.name[0].family) };
      expect(note).toMatchObject({ status: 'current', subject: { reference: `Patient/${ehr.patient.id}` }, author: [practitioner] });
      expect(note.context?.encounter).toBeUndefined();
      const filed = Buffer.from(note.content[0].attachment.data, 'base64').toString('utf8');
      expect(filed.trim()).toBe(text.trim());
      const [provenance] = await ehr.repo.searchResources({ resourceType: 'Provenance', filters: [{ code: 'target', operator: 'eq', value: `DocumentReference/${note.id}` }] });
      expect(provenance.agent.map(({ who }) => who.reference)).toContain(practitioner.reference);

      // Every page was asked for once, and nothing was refused.
      const { total } = await ehr.repo.search({ resourceType: 'Observation' });
      expect(ehr.seen.fhir.filter((line) => line.startsWith('GET /fhir/R4/Observation?'))).toHaveLength(Math.ceil(total / plan.page));
      // These servers show what they can do to nobody with such a token: then nothing but the note is written.
      const asked = ehr.seen.fhir.filter((line) => !line.startsWith('GET /fhir/R4/metadata '));
      expect(asked.filter((line) => !/ 20[01]$/.test(line))).toEqual([]);
      expect(ehr.seen.refused).toEqual([]);
      if (plan.tokenLife) expect(ehr.seen.refreshed).toBeGreaterThan(1);
      if (plan.urn) expect(JSON.stringify(await ehr.repo.searchResources({ resourceType: 'MedicationRequest' }))).toContain('urn:uuid:');
    });
  });
}
