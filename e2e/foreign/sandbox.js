// The sandbox EHR and the application between whose frames a test stands, with further lines of the application's configuration.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { address, application, program } from './application.js';

/** What an endpoint on a hospital's own premises may be sent. */
export const agreement = [
  '[endpoint.agreement]', 'provider = "Test Hospital"', 'kind = "own_premises"',
  'covers = ["direct_identifier", "quasi_identifier", "clinical", "free_text"]',
];

/** Starts both; `patients` is a folder of bundles instead of the built-in patients. */
export async function besideSandbox(more, patients) {
  const url = await address();
  const ehr = (await address()).replace('127.0.0.1', 'localhost');
  const given = ['--ehr', 'epic', '--listen', ehr.replace('http://localhost', '127.0.0.1'), '--public-url', ehr, '--app-launch-url', `${url}/launch`, '--redirect-uri', `${url}/callback`];
  const sandbox = spawn(join(dirname(program), 'sandbox'), [...given, ...(patients ? ['--patients', patients] : [])], { stdio: 'ignore' });
  const issuer = { url: `${ehr}/fhir/r4`, name: 'Sandbox EHR', tenant: 'demo', profile: 'epic', client_id: 'countersign-demo' };
  while (!(await fetch(`${ehr}/health/live`).catch(() => null))) {
    if (sandbox.exitCode !== null) throw new Error('the sandbox ended');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const running = await application(url, issuer, more, [ehr]);
  const end = async () => {
    await running.end();
    sandbox.kill();
  };
  return { ehr, app: url, log: running.log, end };
}
