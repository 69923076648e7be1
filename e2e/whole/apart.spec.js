// Two patients in two tabs of one browser: no byte of one appears in the other.
import { expect, test } from '@playwright/test';
import { draft, filedNotes, openApp, pairs, settle, sign } from './ehr.js';

// What only one of the two charts has: ids, names, record numbers.
const amina = { patient: 'p04', other: [/\bp11[-"/]/, /Brooks-Ito/, /LH-400111/] };
const bruno = { patient: 'p11', other: [/\bp04[-"/]/, /Pryce/, /LH-400104/] };

/** Keeps every byte that the application sends to this tab. */
function record(page, pair) {
  const answers = [];
  page.on('response', (response) => {
    if (response.url().startsWith(pair.app)) {
      answers.push(response.text().then((text) => `${response.url()} ${text}`).catch(() => ''));
    }
  });
  return async () => (await Promise.all(answers)).join('\n');
}

for (const pair of pairs) {
  test(`${pair.name}: interleaved tabs stay apart`, async ({ context }) => {
    test.setTimeout(180_000);
    const tabs = [];
    for (const side of [amina, bruno]) {
      const page = await context.newPage();
      tabs.push({ page, side, bytes: record(page, pair) });
    }
    // Each step in one tab, then the same in the other.
    for (const tab of tabs) tab.app = await openApp(tab.page, pair, tab.side.patient);
    for (const tab of tabs) await draft(tab.app, 'Chart summary');
    for (const tab of tabs) await tab.app.locator('li.statement .cite').first().click();
    for (const tab of tabs) await expect(tab.app.locator('.evidence mark').first()).not.toBeEmpty();
    for (const tab of tabs) await settle(tab.app);
    for (const tab of tabs) {
      const first = tab.app.locator('li.statement').first();
      await first.click();
      await first.getByRole('button', { name: 'Remove' }).click();
      await expect(first).toContainText('removed');
    }
    for (const tab of tabs) tab.text = await sign(tab.app);
    for (const tab of tabs) await expect(tab.app.getByRole('region', { name: 'Filing' }).getByText('Filed in the EHR.')).toBeVisible({ timeout: 60_000 });
    for (const tab of tabs) {
      const seen = `${await tab.bytes()}\n${tab.text}`;
      expect(seen.length).toBeGreaterThan(10_000);
      for (const foreign of tab.side.other) expect(seen).not.toMatch(foreign);
    }
    // An address of one launch with a draft of the other is nobody's.
    const [one, two] = tabs.map((tab) => tab.page.frames().find((frame) => frame.url().startsWith(pair.app)).url());
    const mixed = `${one.split('/d/')[0]}/d/${two.split('/d/')[1]}`;
    const answer = await tabs[0].page.context().request.get(mixed);
    expect(await answer.text()).not.toContain(tabs[1].text.slice(0, 40));
    for (const tab of tabs) {
      const notes = await filedNotes(tab.page, pair, tab.side.patient);
      expect(notes.map((note) => note.trim())).toContain(tab.text.trim());
    }
  });
}
