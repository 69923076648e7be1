// <cs-recorder>: records a visit, or takes a sound file, and fills a form's transcript with what was said. Fetched when such a form is opened.
//
// Sound goes to the server in numbered parts of some seconds. A part that the server does not have yet lies in IndexedDB, encrypted with a key
// that only this tab's sessionStorage has: a reload finds both again; once the tab is closed, or everything has arrived, the key is gone, and what
// lies on the disk can be read by nobody. It protects against who reads this computer's disk afterwards, and against the browser's next user;
// not against script in our own page, which could listen anyhow.

const SLICE = 2000; // milliseconds of sound in a part
const AGAIN = 2000; // milliseconds until a lost connection is tried again
const OLD = 2 * 86_400_000; // parts that nobody sent for so long have lost their key
const FORMS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const ENDINGS = { wav: 'audio/wav', webm: 'audio/webm', mp3: 'audio/mpeg', ogg: 'audio/ogg', oga: 'audio/ogg', m4a: 'audio/mp4', mp4: 'audio/mp4', flac: 'audio/flac' };

const pause = (time) => new Promise((done) => setTimeout(done, time));
const clock = (time) => `${Math.floor(time / 60_000)}:${String(Math.floor(time / 1000) % 60).padStart(2, '0')}`;
const done = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = () => bad(request.error); });

/** This tab's own storage. A browser may deny it to the EHR's frame: then memory, and a reload finds only what has arrived. */
const tab = (() => {
  try {
    return { get: (name) => sessionStorage.getItem(name), set: sessionStorage.setItem.bind(sessionStorage), drop: sessionStorage.removeItem.bind(sessionStorage), all: () => Object.values(sessionStorage).join(' ') };
  } catch {
    const kept = new Map();
    return { get: (name) => kept.get(name) ?? null, set: (name, value) => kept.set(name, value), drop: (name) => kept.delete(name), all: () => [...kept.values()].join(' ') };
  }
})();

/** Parts that the server does not have yet, by recording and number; in memory where the browser keeps none for us. */
const parts = {
  memory: new Map(),
  async store(mode) {
    this.open ??= (async () => {
      const request = indexedDB.open('countersign-recorder', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('parts');
      return done(request);
    })().catch(() => null);
    return (await this.open)?.transaction('parts', mode).objectStore('parts');
  },
  async put(take, number, value) {
    const store = await this.store('readwrite');
    return store ? done(store.put(value, [take, number])) : this.memory.set(`${take} ${number}`, value);
  },
  async get(take, number) {
    const store = await this.store('readonly');
    return store ? done(store.get([take, number])) : this.memory.get(`${take} ${number}`);
  },
  async drop(take, number) {
    const store = await this.store('readwrite');
    return store ? done(store.delete([take, number])) : this.memory.delete(`${take} ${number}`);
  },
  async numbers(take) {
    const store = await this.store('readonly');
    const keys = store ? await done(store.getAllKeys(IDBKeyRange.bound([take, 0], [take, Infinity]))) : [...this.memory.keys()].map((key) => key.split(' '));
    return keys.filter(([of]) => of === take).map(([, number]) => Number(number));
  },
  async tidy() {
    const store = await this.store('readwrite');
    if (!store) return;
    store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (cursor.value.at < Date.now() - OLD) cursor.delete();
      cursor.continue();
    };
  },
};

class Refused extends Error {
  constructor(status, message) { super(message); this.status = status; }
}

class Recorder extends HTMLElement {
  // A form may lie closed in the page: nothing is asked for it until somebody opens it.
  connectedCallback() {
    const box = this.closest('details');
    if (this.name) return;
    if (box.open) this.start();
    else box.addEventListener('toggle', () => this.name ?? this.start(), { once: true });
  }

  start() {
    this.name = `recorder ${this.dataset.launch} ${this.dataset.text}`;
    this.takes = JSON.parse(tab.get(this.name) ?? '[]');
    this.filled = new Set();
    this.keeping = Promise.resolve();
    this.time = 0;
    this.build();
    this.closest('form')?.addEventListener('submit', () => this.forget());
    this.load();
  }

  // Nobody is recorded who can't see it.
  disconnectedCallback() { if (this.recorder?.state === 'recording') this.hold(); }

  build() {
    const part = (tag, more, ...inside) => { const made = Object.assign(document.createElement(tag), more); made.append(...inside); return made; };
    const button = (words, act) => part('button', { type: 'button', textContent: words, hidden: true, onclick: () => act.call(this) });
    this.consent = part('input', { type: 'checkbox', onchange: () => this.show(this.state) });
    this.agreed = part('label', { className: 'check' }, this.consent, 'The patient agrees to be recorded.');
    this.begins = button('Record', this.record);
    this.holds = button('Pause', this.hold);
    this.goes = button('Go on', this.go);
    this.stops = button('Stop and write down', this.stop);
    this.writes = button('Write down', this.write);
    this.deletes = button('Delete the recording', this.delete);
    this.shown = part('output', { className: 'clock', textContent: '0:00' });
    this.meter = part('meter', { min: 0, max: 1, value: 0, hidden: true, ariaLabel: 'Level of the microphone' });
    this.meter.setAttribute('aria-label', 'Level of the microphone');
    this.shown.setAttribute('aria-label', 'Recorded');
    this.file = part('input', { type: 'file', accept: 'audio/*,.m4a', onchange: () => this.upload() });
    this.files = part('label', { className: 'file' }, 'Or a sound file: ', this.file);
    this.status = part('p', { className: 'quiet' });
    this.status.setAttribute('role', 'status');
    this.way = part('p', { hidden: true }, part('a', { href: '/', target: '_blank', rel: 'noopener', textContent: 'Open Countersign in a window of its own' }), ', and record there.');
    this.kept = part('p', { className: 'quiet' });
    this.others = part('ul', { className: 'takes' });
    this.controls = part('div', { className: 'controls' }, this.begins, this.holds, this.goes, this.stops, this.writes, this.deletes, this.shown, this.meter);
    this.append(part('fieldset', { className: 'recorder' }, part('legend', { textContent: 'Record the visit' }), this.agreed, this.controls, this.files, this.others, this.status, this.way, this.kept));
    // The page's one-letter keys are none here.
    this.addEventListener('keydown', (event) => event.stopPropagation());
    this.show('loading', 'Looking what can be recorded…');
  }

  /** One state, the controls that it has, and what it says. */
  show(state, words) {
    this.state = state;
    const has = (...states) => !states.includes(state);
    this.agreed.hidden = has('idle', 'done', 'interrupted');
    this.begins.hidden = has('idle', 'done', 'interrupted');
    this.begins.textContent = this.takes.length ? 'Record on' : 'Record';
    this.begins.disabled = this.file.disabled = !this.consent.checked;
    this.files.hidden = has('idle', 'done', 'interrupted');
    this.holds.hidden = has('recording');
    this.goes.hidden = has('paused');
    this.stops.hidden = has('recording', 'paused');
    this.writes.hidden = has('interrupted');
    this.deletes.hidden = has('paused', 'interrupted', 'done');
    this.meter.hidden = has('recording');
    this.shown.hidden = has('recording', 'paused');
    this.others.hidden = has('idle', 'done', 'interrupted');
    this.kept.hidden = has('idle', 'recording', 'paused', 'interrupted', 'working', 'done');
    this.controls.hidden = has('idle', 'recording', 'paused', 'interrupted', 'done');
    if (words !== undefined && this.status.textContent !== words) this.status.textContent = words;
    this.dataset.state = state;
  }

  /** What went wrong, with the sound that there is kept. */
  fail(error) {
    this.show(this.takes.length ? 'interrupted' : 'idle', error instanceof Refused ? error.message : 'This did not work. What was recorded is kept; try again.');
  }

  async call(path, init = {}) {
    const answer = await fetch(`/l/${this.dataset.launch}/recordings${path}`, { cache: 'no-store', ...init });
    if (answer.ok) return answer.status === 204 ? null : answer.json();
    const told = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, told.message ?? 'Countersign could not take this. Try again in a moment.');
  }

  /** A call that is tried until it arrives: what does not reach the server, or finds it busy, comes again. */
  async surely(path, init, busy) {
    for (;;) {
      try {
        return await this.call(path, init);
      } catch (error) {
        const refused = error instanceof Refused;
        if (refused && error.status !== 503 && error.status !== 429 && !(busy && error.status === 409)) throw error;
        if (!refused) this.show(this.state, 'The connection is lost. Nothing is: what was recorded is kept here, encrypted, and sent when it is back.');
        this.lost = !refused;
        await pause(AGAIN);
      }
    }
  }

  async load() {
    try {
      const view = await this.surely('');
      if (view.refused) return this.show('refused', view.refused);
      this.bound = view;
      this.kept.textContent = view.kept;
      const there = new Map(view.recordings.map((one) => [one.id, one]));
      this.takes = this.takes.filter((take) => there.has(take.id));
      this.save();
      const ours = tab.all();
      this.earlier(view.recordings.filter((one) => !ours.includes(one.id)));
      parts.tidy().catch(() => {});
      if (!this.takes.length) return this.show('idle', '');
      if (this.takes.every((take) => take.finished)) return await this.write();
      this.send().catch((error) => this.fail(error));
      this.show('interrupted', 'The recording was interrupted. What was said until then is kept: record on, or write it down.');
    } catch (error) {
      this.show('refused', error instanceof Refused && error.status === 404 ? 'Recording is not offered here.' : error.message);
    }
  }

  /** Recordings of this chart that a closed tab left behind. */
  earlier(list) {
    this.others.replaceChildren(...list.map((one) => {
      const line = document.createElement('li');
      const button = (words, act) => Object.assign(document.createElement('button'), { type: 'button', textContent: words, onclick: act });
      line.append(`Recorded at ${one.begun}. `, button('Write it down', () => {
        line.remove();
        this.takes.push({ id: one.id, parts: one.chunks.length, finished: one.state !== 'open' });
        this.save();
        this.write();
      }), ' ', button('Delete it', async () => {
        try { await this.call(`/${one.id}`, { method: 'DELETE' }); line.remove(); } catch (error) { this.fail(error); }
      }));
      return line;
    }));
  }

  save() {
    if (this.takes.length) tab.set(this.name, JSON.stringify(this.takes));
    else { tab.drop(this.name); tab.drop(`${this.name} key`); }
  }

  async key() {
    const stored = tab.get(`${this.name} key`);
    const bytes = stored ? Uint8Array.from(atob(stored), (c) => c.charCodeAt(0)) : crypto.getRandomValues(new Uint8Array(32));
    if (!stored) tab.set(`${this.name} key`, btoa(String.fromCharCode(...bytes)));
    return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  }

  /** A new recording on the server, the consent noted with it. */
  async begin(kind) {
    const { id } = await this.call('', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ consent: this.consent.checked, media_type: kind }) });
    const take = { id, parts: 0, finished: false };
    this.takes.push(take);
    this.save();
    return take;
  }

  async record() {
    this.way.hidden = true;
    this.show('working', 'Asking for the microphone…');
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.way.hidden = false;
      return this.show(this.takes.length ? 'interrupted' : 'idle', 'The microphone can’t be used here: the EHR’s frame or the browser does not allow it, or there is none. Choose a sound file that another device recorded, or:');
    }
    try {
      const kind = FORMS.find((one) => MediaRecorder.isTypeSupported(one));
      const take = await this.begin(kind);
      const recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 24_000 });
      recorder.ondataavailable = ({ data }) => data.size && this.keep(take, data);
      recorder.onstop = () => this.ended(stream);
      recorder.onerror = () => this.stop();
      this.recorder = recorder;
      this.listen(stream);
      recorder.start(SLICE);
      this.show('recording', 'Recording.');
    } catch (error) {
      stream.getTracks().forEach((track) => track.stop());
      this.fail(error);
    }
  }

  /** The clock and the level. */
  listen(stream) {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    this.context.createMediaStreamSource(stream).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    let before = performance.now();
    this.ticking = setInterval(() => {
      const now = performance.now();
      if (this.recorder?.state === 'recording') this.time += now - before;
      before = now;
      analyser.getFloatTimeDomainData(wave);
      this.meter.value = Math.min(1, 4 * Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length));
      this.shown.textContent = clock(this.time);
    }, 200);
  }

  hold() { this.recorder.pause(); this.show('paused', 'Paused: nothing is recorded now.'); }

  go() { this.recorder.resume(); this.show('recording', 'Recording.'); }

  stop() { if (this.recorder && this.recorder.state !== 'inactive') this.recorder.stop(); }

  /** The microphone is given back, also where it went away by itself. */
  async ended(stream) {
    clearInterval(this.ticking);
    this.context.close();
    stream.getTracks().forEach((track) => track.stop());
    this.recorder = null;
    await this.keeping;
    if (!this.gone) await this.write();
  }

  /** Keeps sound until the server has it: here, in parts that it takes, and then there. */
  keep(take, sound) {
    this.keeping = this.keeping.then(async () => {
      const key = await this.key();
      for (let from = 0; from < sound.size; from += this.bound.chunk_bytes) {
        const bytes = await sound.slice(from, from + this.bound.chunk_bytes).arrayBuffer();
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes);
        await parts.put(take.id, take.parts, { iv, data, at: Date.now() });
        take.parts += 1;
        this.save();
      }
      this.send().catch((error) => this.fail(error));
    }).catch((error) => this.fail(error));
  }

  /** Sends what is kept, in order; ends when nothing is left. */
  send() {
    this.sending ??= this.pump().finally(() => { this.sending = null; });
    return this.sending;
  }

  async pump() {
    for (let left = true; left;) {
      left = false;
      for (const take of this.takes) {
        for (const number of await parts.numbers(take.id)) {
          left = true;
          const { iv, data } = await parts.get(take.id, number);
          const body = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await this.key(), data);
          try {
            await this.surely(`/${take.id}/chunks/${number}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body });
          } catch (error) {
            if (error.status !== 422) throw error;
            // It is as long as it may be: what arrived stays, the rest is not taken.
            for (const beyond of await parts.numbers(take.id)) await parts.drop(take.id, beyond);
            take.parts = Math.min(take.parts, number);
            this.stop();
            throw error;
          }
          await parts.drop(take.id, number);
          if (this.lost) { this.lost = false; this.show(this.state, this.state === 'recording' ? 'Recording. The connection is back.' : 'The connection is back.'); }
        }
      }
    }
  }

  /** Ends what is open, and fetches the words. */
  async write() {
    this.show('working', 'Sending the recording…');
    try {
      await this.keeping;
      await this.send();
      const json = { 'content-type': 'application/json' };
      for (const take of [...this.takes]) {
        if (!take.parts) { await this.drop(take); continue; }
        if (!take.finished) await this.surely(`/${take.id}/finish`, { method: 'POST', headers: json, body: JSON.stringify({ chunks: take.parts }) });
        take.finished = true;
        this.save();
      }
      tab.drop(`${this.name} key`);
      if (!this.takes.length) return this.show('idle', 'Nothing was recorded.');
      this.show('working', 'Writing down what was said…');
      for (const take of this.takes) {
        if (this.filled.has(take.id)) continue;
        const { lines } = await this.surely(`/${take.id}/transcribe`, { method: 'POST' }, true);
        this.filled.add(take.id);
        this.fill(lines);
      }
      this.consent.checked = false;
      this.show('done', 'Written down below. Compare it with what was said before you draft.');
    } catch (error) {
      this.fail(error);
    }
  }

  /** The words below what stands there already, and the recordings that they are of. */
  fill(lines) {
    const text = document.getElementById(this.dataset.text);
    text.value = [text.value, ...lines].filter((line) => line.trim()).join('\n');
    const ids = document.getElementById(this.dataset.ids);
    ids.value = this.takes.filter((take) => this.filled.has(take.id)).map((take) => take.id).join(' ');
    for (const field of [text, ids]) field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  async upload() {
    const [file] = this.file.files;
    this.file.value = '';
    if (!file) return;
    const kind = ENDINGS[file.name.split('.').pop().toLowerCase()] ?? file.type;
    if (file.size > this.bound.most_bytes) return this.show(this.state, `The file is larger than ${Math.floor(this.bound.most_bytes / 1_048_576)} MB. Give it in parts.`);
    this.show('working', 'Sending the file…');
    try {
      this.keep(await this.begin(kind), file);
      await this.write();
    } catch (error) {
      this.fail(error);
    }
  }

  async drop(take) {
    try { await this.call(`/${take.id}`, { method: 'DELETE' }); } catch (error) { if (error.status !== 404) throw error; }
    for (const number of await parts.numbers(take.id)) await parts.drop(take.id, number);
    this.takes = this.takes.filter((one) => one !== take);
    this.save();
  }

  async delete() {
    this.gone = true;
    try {
      this.stop();
      await this.keeping;
      for (const take of [...this.takes]) await this.drop(take);
      this.time = 0;
      const ids = document.getElementById(this.dataset.ids);
      ids.value = '';
      ids.dispatchEvent(new Event('input', { bubbles: true }));
      this.show('idle', 'The recording is deleted.');
    } catch (error) {
      this.fail(error);
    }
    this.gone = false;
  }

  /** The draft has it now. */
  forget() {
    this.takes = [];
    this.filled.clear();
    this.time = 0;
    this.save();
    this.show('idle', '');
  }
}

customElements.define('cs-recorder', Recorder);
