// What a browser sees of the work page: first paint, and how much its first load transfers.
// usage: node first-paint.mjs APP EHR [CHROMIUM]   prints {"figures": [...], "transferred": bytes}

import { chromium } from '@playwright/test';

const [app, ehr, executable] = process.argv.slice(2);
const RUNS = 7;

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor((all.length - 1) / 2)];

// Loads a page with an empty cache; answers when it first painted, and the bytes and requests that it took.
async function cold(page, cdp, url) {
  let transferred = 0;
  let requests = 0;
  const finished = ({ encodedDataLength }) => {
    transferred += encodedDataLength;
    requests += 1;
  };
  await cdp.send('Network.clearBrowserCache');
  cdp.on('Network.loadingFinished', finished);
  await page.goto(url, { waitUntil: 'load' });
  const paint = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const seen = (entries) => entries.find((entry) => entry.name === 'first-contentful-paint');
        const found = seen(performance.getEntriesByType('paint'));
        if (found) return resolve(found.startTime);
        new PerformanceObserver((list) => {
          const later = seen(list.getEntries());
          if (later) resolve(later.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
  // The module is fetched by the script, after the page has loaded.
  await page.waitForTimeout(1500);
  cdp.off('Network.loadingFinished', finished);
  return { paint, transferred, requests };
}

const browser = await chromium.launch({ executablePath: executable || undefined });
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  const answer = await fetch(`${ehr}/__sandbox/launch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ patient: 'p15' }),
  });
  const { url } = await answer.json();
  await page.goto(url);
  await page.waitForURL(`${app}/l/*`);
  const work = page.url();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const first = [];
  const plain = [];
  for (let run = 0; run < RUNS + 1; run += 1) {
    const one = await cold(page, cdp, work);
    const other = await cold(page, cdp, `${app}/signed-out`);
    // The first one warms up.
    if (run > 0) {
      first.push(one);
      plain.push(other);
    }
  }
  const paint = median(first.map((one) => one.paint));
  const baseline = median(plain.map((one) => one.paint));
  const transferred = Math.max(...first.map((one) => one.transferred));
  const name = 'first paint in the browser';
  const figures = [
    { name, value: paint, unit: 'ms' },
    { name: `${name} baseline (the sign-out page)`, value: baseline, unit: 'ms' },
    { name: `${name} ratio`, value: Number((paint / baseline).toFixed(2)), unit: 'x' },
    { name: `${name} runs`, value: RUNS, unit: 'runs' },
    { name: 'first load requests of the browser', value: median(first.map((one) => one.requests)), unit: 'requests' },
  ];
  console.log(JSON.stringify({ figures, transferred }));
} finally {
  await browser.close();
}
