// <cs-proposals>: data that a note proposes for the chart, put into the work page as the server draws it. Fetched when its fold is opened.
//
// The server draws plain forms, which work on a page of their own; here a press is sent without leaving the page. Nothing is decided in this script.

const AGAIN_AFTER = 2500; // milliseconds until what is being written is asked for again

customElements.define('cs-proposals', class extends HTMLElement {
  static observedAttributes = ['data-at', 'data-seen'];

  connectedCallback() {
    this.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send(new URLSearchParams(new FormData(event.target, event.submitter)), event.target.closest('[data-item]')?.dataset.item);
    });
    this.addEventListener('keydown', (event) => this.key(event));
    this.fold = this.closest('details');
    this.fold?.addEventListener('toggle', () => this.load());
    this.load();
  }

  disconnectedCallback() {
    clearTimeout(this.later);
  }

  // Other words may tell other things: what is shown is asked for anew.
  attributeChangedCallback(name, before, after) {
    if (before === null || before === after || !this.isConnected) return;
    if (name === 'data-at') this.textContent = '';
    this.load();
  }

  load() {
    if (this.fold && !this.fold.open) return null;
    return this.ask({}, this.current());
  }

  async send(body, item) {
    if (this.busy) return;
    this.busy = true;
    await this.ask({ method: 'POST', body }, item);
    this.busy = false;
  }

  async ask(request, item) {
    clearTimeout(this.later);
    const turn = this.turn = (this.turn ?? 0) + 1;
    let answer;
    let text;
    try {
      answer = await fetch(`${this.dataset.at}?part`, request);
      text = await answer.text();
    } catch {
      text = null;
    }
    // A slow answer must not undo a later one.
    if (turn !== this.turn || !this.isConnected) return;
    this.querySelector('[role=alert]')?.remove();
    if (text === null) {
      const lost = document.createElement('p');
      lost.className = 'banner danger';
      lost.role = 'alert';
      lost.textContent = 'Countersign cannot be reached. Nothing was decided; try again.';
      this.prepend(lost);
    } else if (answer.ok) {
      this.innerHTML = text;
      this.focus(item);
    } else {
      this.insertAdjacentHTML('afterbegin', text);
    }
    if (this.querySelector('[data-pending]')) this.later = setTimeout(() => this.load(), AGAIN_AFTER);
  }

  current() {
    return this.contains(document.activeElement) ? document.activeElement.closest('[data-item]')?.dataset.item : undefined;
  }

  focus(item) {
    if (item) [...this.querySelectorAll('[data-item]')].find((line) => line.dataset.item === item)?.focus();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = event.target.closest('[data-item]');
    if (!line) return;
    const lines = [...this.querySelectorAll('[data-item]')];
    const step = { j: 1, k: -1 }[event.key];
    const button = /^[axu]$/.test(event.key) && line.querySelector(`[data-key=${event.key}]`);
    if (step) lines[lines.indexOf(line) + step]?.focus();
    else if (button) button.click();
    else if (!/^[axunpefcor]$/.test(event.key)) return;
    // The page's own keys are about statements; none of them may act behind this sheet.
    event.stopPropagation();
    event.preventDefault();
  }
});
