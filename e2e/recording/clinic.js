// The sandbox EHR, an endpoint that writes down speech, and the application between them.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { address, application, program } from '../foreign/application.js';

/** What is heard, whatever is said: a second each. */
export const VISIT = ['[doctor] What brings you in today?', '[patient] I have had pain in my left foot for three days.', '[doctor] Any fever?', '[patient] I have a cough.'];

const speech = VISIT.map((line, at) => {
  const [, speaker, text] = /^\[(\w+)\] (.*)$/.exec(line);
  return { id: at, start: at, end: at + 1, speaker, text: ` ${text}` };
});

/** Starts everything; `ears` says whether an endpoint may listen. */
export async function clinic({ ears = true } = {}) {
  const heard = [];
  const listener = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    heard.push(Buffer.concat(pieces));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ text: '', segments: speech }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const url = await address();
  const ehr = (await address()).replace('127.0.0.1', 'localhost');
  const arguments_ = ['--ehr', 'epic', '--listen', ehr.replace('http://localhost', '127.0.0.1'), '--public-url', ehr, '--app-launch-url', `${url}/launch`, '--redirect-uri', `${url}/callback`];
  const sandbox = spawn(join(dirname(program), 'sandbox'), arguments_, { stdio: 'ignore' });
  const more = ears ? [
    '[[endpoint]]', 'name = "ears"', 'wire = "openai_compatible"', `url = "http://127.0.0.1:${listener.address().port}/v1"`, 'model = "test-ears"', 'context_window = 4096',
    'capabilities = ["transcription"]', '[endpoint.agreement]', 'provider = "Test Hospital"', 'kind = "own_premises"',
    'covers = ["direct_identifier", "quasi_identifier", "clinical", "free_text"]',
  ] : [];
  const issuer = { url: `${ehr}/fhir/r4`, name: 'Sandbox EHR', tenant: 'demo', profile: 'epic', client_id: 'countersign-demo' };
  while (!(await fetch(`${ehr}/health/live`).catch(() => null))) {
    if (sandbox.exitCode !== null) throw new Error('the sandbox ended');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const running = await application(url, issuer, more, [ehr]);
  const end = async () => {
    await running.end();
    sandbox.kill();
    listener.closeAllConnections();
    listener.close();
  };
  return { ehr, app: url, heard, log: running.log, end };
}
