// What the screen tests share.
import { expect } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';

/** Opens a launch of the fixture, its state not shared with another test, and waits until the page is alive. */
export async function open(page, scenario, test) {
  const own = test ? `${scenario}-${test.testId}` : scenario;
  await page.goto(`/l/${own}`);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

/**
 * Fails where axe finds anything. The bars that stick to the window's edges stand in their own places meanwhile: what happens to lie
 * half under one at this place of the page is scrolled to, and no fault.
 */
export async function axe(page) {
  const stick = (position) => page.evaluate((to) => document.querySelectorAll('.top, .bar').forEach((bar) => { bar.style.position = to; }), position);
  await stick('static');
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  await stick('');
  const lines = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(' | ')}`);
  expect(lines).toEqual([]);
}
