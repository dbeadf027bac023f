// New figures and events while the page is open: a notice offers them, nothing changes by itself. The server streams; where
// a proxy holds the stream back the page asks now and then. A hidden page listens to nothing.

import { notify } from './notice';
import { say } from './say';
import { go } from './swap';
import { plural } from './words';

/** Without a word for this long the stream is taken to be held back, in ms; the server speaks every 15 s. */
const silence = 40_000;

/** From the page's first paint to the stream, in ms. */
const settled = 12_000;

/** Between two questions where there is no stream, in ms. */
const pollEvery = 300_000;

interface Stored {
  version: number;
  new_fixings: number;
  new_events: number;
}

export class Live {
  private stream: EventSource | null = null;
  private last = ''; // id of the last message: what the reader has been told of
  private watch = 0;
  private poll = 0;
  private held = false;

  /** Listens as long as the page is seen. */
  start(): void {
    document.addEventListener('visibilitychange', () => (document.hidden ? this.stop() : this.listen()));
    addEventListener('pagehide', () => this.stop());
    // A page that loads has better to do than to wait for news; what is stored until then is told with the first word.
    void this.ask().then(() => clearTimeout(this.poll));
    setTimeout(() => {
      if (!document.hidden && !this.stream) this.listen();
    }, settled);
  }

  private stop(): void {
    this.stream?.close();
    this.stream = null;
    clearTimeout(this.watch);
    clearTimeout(this.poll);
    delete document.documentElement.dataset['live'];
  }

  private address(): string {
    return this.last ? `/live?last=${encodeURIComponent(this.last)}` : '/live';
  }

  private listen(): void {
    this.stop();
    if (this.held) return void this.ask();
    this.stream = new EventSource(this.address());
    this.stream.addEventListener('hello', (e) => this.heard(e));
    this.stream.addEventListener('stored', (e) => this.heard(e, true));
    this.stream.addEventListener('beat', () => this.expect());
    this.stream.addEventListener('error', () => {
      // The browser comes back by itself unless the server refused.
      if (this.stream?.readyState === EventSource.CLOSED) this.fallBack();
    });
    this.expect();
  }

  private heard(e: MessageEvent<string>, fresh = false): void {
    document.documentElement.dataset['live'] = 'stream';
    this.expect();
    if (e.lastEventId) this.last = e.lastEventId;
    if (fresh) this.tell(JSON.parse(e.data) as Stored);
  }

  private expect(): void {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.fallBack(), silence);
  }

  private fallBack(): void {
    this.held = true;
    this.stop();
    void this.ask();
  }

  private async ask(): Promise<void> {
    if (this.held) document.documentElement.dataset['live'] = 'poll';
    this.poll = setTimeout(() => void this.ask(), pollEvery);
    try {
      const answer = await fetch(this.address(), { headers: { Accept: 'application/json' } });
      if (!answer.ok) return;
      const known = this.last;
      this.last = answer.headers.get('Detente-Last') ?? this.last;
      if (known && known !== this.last) this.tell((await answer.json()) as Stored);
    } catch {
      // No answer: the next question may have one, and a reader who clicks is told.
    }
  }

  private tell(now: Stored): void {
    const parts = [];
    if (now.new_fixings) parts.push(plural(now.new_fixings, 'new fixing', 'new fixings'));
    if (now.new_events) parts.push(plural(now.new_events, 'new event', 'new events'));
    const text = parts.length ? say('Stored just now: %s.', parts.join(say(' and '))) : say('Figures were revised just now.');
    notify(text, { label: say('Show'), act: () => void go(new URL(location.href), 'back', true) });
  }
}
