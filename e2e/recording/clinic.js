// The sandbox EHR, an endpoint that writes down speech, and the application between them.
import { createServer } from 'node:http';
import { agreement, besideSandbox } from '../foreign/sandbox.js';

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
  const more = ears ? [
    '[[endpoint]]', 'name = "ears"', 'wire = "openai_compatible"', `url = "http://127.0.0.1:${listener.address().port}/v1"`, 'model = "test-ears"', 'context_window = 4096',
    'capabilities = ["transcription"]', ...agreement,
  ] : [];
  const running = await besideSandbox(more);
  const end = async () => {
    await running.end();
    listener.closeAllConnections();
    listener.close();
  };
  return { ...running, heard, end };
}
