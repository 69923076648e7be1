// The application as it ships, over a configuration and a database of its own.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
export const program = process.env.COUNTERSIGN_BINARY ?? join(target, 'debug/countersign');
const site = process.env.COUNTERSIGN_SITE ?? join(target, 'site');

/** An address for the application, before it runs: the EHR must know it first. */
export async function address() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Starts the application at `url` with one EHR, whose settings are `issuer`, and further lines of configuration; answers how to end it, and its log. */
export async function application(url, issuer, more = [], frames = []) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  const key = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  writeFileSync(join(folder, 'client.pem'), key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const tables = {
    server: { listen: url.slice('http://'.length), public_url: url, site_root: site, frame_ancestors: frames },
    database: { url: `sqlite:${join(folder, 'countersign.db')}` },
    keys: { master_key_file: join(folder, 'master.key'), client_key_file: join(folder, 'client.pem') },
    '[issuer]': issuer,
  };
  const lines = Object.entries(tables).flatMap(([name, table]) => [
    `[${name}]`,
    ...Object.entries(table).map(([setting, value]) => `${setting} = ${JSON.stringify(value)}`),
  ]);
  writeFileSync(join(folder, 'config.toml'), [...lines, ...more].join('\n'));
  const log = join(folder, 'countersign.log');
  const output = openSync(log, 'w');
  const child = spawn(program, ['serve', '--config', join(folder, 'config.toml')], { cwd: root, env: { LEPTOS_OUTPUT_NAME: 'countersign', ...process.env }, stdio: ['ignore', output, output] });
  const running = { url, log: () => readFileSync(log, 'utf8'), end: () => end(child, folder) };
  await answering(child, running);
  return running;
}

async function answering(child, { url, log }) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the application ended: ${log()}`);
    const live = await fetch(`${url}/health/live`).catch(() => null);
    if (live?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function end(child, folder) {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}
