// A model that translates replies, and drafts nothing, beside a sandbox EHR whose patient prefers Spanish.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreement, besideSandbox } from '../foreign/sandbox.js';

const charts = process.env.COUNTERSIGN_CHARTS ?? join(import.meta.dirname, '../../target/e2e/charts');

/** Statements that the request gives, by their marks: `⟦a1⟧ [statement]`, then `⟦a1⟧ words`. */
function statements(words) {
  const lines = [...words.matchAll(/^⟦(\w+)⟧ (.*)$/gm)].map(([, mark, text]) => ({ mark, text }));
  const marks = lines.filter(({ text }) => text === '[statement]').map(({ mark }) => mark);
  return marks.map((mark) => ({ id: mark, text: lines.find((line) => line.mark === mark && line.text !== '[statement]').text }));
}

/** Starts everything. Every sentence comes back with Spanish words before it, and where it quotes with a number that nobody wrote while `wrong.now` stands. */
export async function translator() {
  const wrong = { now: false };
  const model = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const asked = JSON.parse(body);
    const ours = asked.response_format?.json_schema?.name === 'translation' ? statements(asked.messages.at(-1).content) : [];
    const said = ours.map(({ id, text }) => ({ id, text: `En español${wrong.now && text.includes('“') ? ' 77' : ''}: ${text}` }));
    const delta = (choice) => `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`;
    response.setHeader('content-type', 'text/event-stream');
    response.write(delta({ delta: { role: 'assistant', content: JSON.stringify({ statements: said }) }, finish_reason: null }));
    response.end(`${delta({ delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => model.once('listening', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'countersign-patients-'));
  writeFileSync(join(folder, 'p05.json'), readFileSync(join(charts, 'p05.json'), 'utf8').replace('"en-US"', '"es"'));
  const running = await besideSandbox([
    '[drafting]', 'endpoint = "ward"', '[[endpoint]]', 'name = "ward"', 'wire = "openai_compatible"', `url = "http://127.0.0.1:${model.address().port}/v1"`,
    'model = "test-model"', 'version = "7"', 'languages = ["es"]', 'context_window = 65536', 'pseudonymise = true', ...agreement,
  ], folder);
  const end = async () => {
    await running.end();
    model.closeAllConnections();
    model.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...running, wrong, end };
}
