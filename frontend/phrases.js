// Dot-phrases: `.ros ` typed in a statement or a dictation becomes the words kept under that name. Fetched when the first one is typed.
// What stands there then is the clinician's own text: it is checked by the server like every other, and nothing with a gap can be signed.

const GAP = '***';
const TYPED = /(^|\s)\.([a-z][a-z0-9_-]*)\s$/;
let kept;

/** The phrases of this launch's user, asked for once; again where they could not be had. */
function phrases() {
  const launch = location.pathname.split('/')[2];
  kept ??= fetch(`/l/${launch}/phrases.json`)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
    .catch(() => { kept = undefined; return {}; });
  return kept;
}

/** Selects the first gap from a place on; false where there is none. */
function fill(area, from) {
  const at = area.value.indexOf(GAP, from);
  if (at >= 0) area.setSelectionRange(at, at + GAP.length);
  return at >= 0;
}

/** F2 goes from gap to gap. */
function leap(event) {
  if (event.key !== 'F2') return;
  const area = event.target;
  if (fill(area, area.selectionEnd) || fill(area, 0)) event.preventDefault();
}

/** Puts the words in the place of the name that stood before the cursor when the space behind it was typed. */
export async function expand(area, end) {
  const found = TYPED.exec(area.value.slice(0, end));
  if (!found) return;
  const name = found[2];
  const start = end - name.length - 2;
  const words = new Map(Object.entries(await phrases())).get(name);
  // Whoever typed on meanwhile keeps what they typed.
  if (words === undefined || area.value.slice(start, end - 1) !== `.${name}`) return;
  const cursor = area.selectionStart === end ? 'end' : 'preserve';
  area.setRangeText(words, start, end, cursor);
  area.dispatchEvent(new Event('input', { bubbles: true }));
  if (!area.dataset.phrases) {
    area.dataset.phrases = '';
    area.addEventListener('keydown', leap);
  }
  if (cursor === 'end' && !fill(area, start)) area.setSelectionRange(start + words.length, start + words.length);
}
