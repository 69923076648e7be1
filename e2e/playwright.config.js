// Browser tests. `screens` runs over the invented data of e2e/fixture; the tests of the whole path run over the servers whose
// addresses `cargo xtask test` gives.
import { defineConfig, devices } from '@playwright/test';

const fixture = process.env.COUNTERSIGN_FIXTURE ?? 'http://127.0.0.1:8120';
const executablePath = process.env.COUNTERSIGN_CHROMIUM || undefined;

export default defineConfig({
  fullyParallel: true,
  workers: 4,
  forbidOnly: !!process.env.CI,
  // Four browsers share two cores with the servers: waiting long costs nothing where all is well.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  outputDir: 'test-results',
  reporter: 'line',
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: { executablePath, args: ['--no-sandbox', '--disable-gpu'] },
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'screens', testDir: 'screens', use: { baseURL: fixture, viewport: { width: 1280, height: 800 } } },
    { name: 'whole', testDir: 'whole' },
    { name: 'foreign', testDir: 'foreign' },
    { name: 'translation', testDir: 'translation' },
    {
      name: 'recording',
      testDir: 'recording',
      use: { launchOptions: { executablePath, args: ['--no-sandbox', '--disable-gpu', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] } },
    },
  ],
  webServer: process.env.COUNTERSIGN_FIXTURE
    ? undefined
    : { command: 'cargo run --quiet --package fixture', cwd: '..', url: fixture, reuseExistingServer: true, timeout: 600_000 },
});
