import type { PresenceState, RoomPresence } from './room-presence.ts';
import type { Frame } from './sse.ts';
import type { Connection, Live, LogEntry, Told } from './types.ts';

/** What the live stream needs from the browser around it. */
export interface LiveNeeds {
  readonly read: (
    position: number | null,
    signal: AbortSignal,
    onFrame: (frame: Frame) => void,
    onLife: () => void,
  ) => Promise<void>;
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;
  /** A position that any tab left behind, for the next one. */
  readonly place: { get(): Place | null; set(place: Place): void };
  readonly presence: RoomPresence;
  readonly online: () => boolean;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

export interface Place {
  readonly position: number;
  readonly at: number;
}

type Message =
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'state'; readonly connection: Connection; readonly position: number | null }
  | { readonly kind: 'hello' };

const lockName = 'allclear-live';
const firstRetryMs = 1_000;
const retriesMs = [500, 1_000, 2_000, 4_000, 8_000, 10_000];
/** Looking at everything again costs less than catching up over longer than this. */
const longestAwayMs = 300_000;
const lifeEachMs = 5_000;
/** The holder says at least each 15 s that it is there; a frozen one is relieved after this. */
const holderSilentMs = 45_000;

/** How long to wait after so many failures in a row. */
export const retryWait = (failures: number): number =>
  failures === 1 ? firstRetryMs : (retriesMs[Math.min(failures - 2, retriesMs.length - 1)] ?? firstRetryMs);

/** The one stream of this browser: the tab that holds the lock reads it and passes everything on. */
export class LiveStream implements Live {
  readonly #needs: LiveNeeds;
  readonly #listeners = new Set<(told: Told) => void>();
  readonly #connectionListeners = new Set<() => void>();
  #connection: Connection = 'connecting';
  #position: number | null = null;
  #heardAt: number;
  #leading: AbortController | null = null;
  #queued = new AbortController();
  /** Ends a wait between tries. */
  #hurry: () => void = () => undefined;
  /** Ends the stream that is being read. */
  #cut: () => void = () => undefined;
  #atOnce = false;

  constructor(needs: LiveNeeds) {
    this.#needs = needs;
    this.#heardAt = needs.now();
    needs.channel.addEventListener('message', ({ data }) => this.#hear(data as Message));
    needs.channel.postMessage({ kind: 'hello' } satisfies Message);
    this.#queue();
  }

  subscribe(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  connection(): Connection {
    return this.#connection;
  }

  onConnection(listener: () => void): () => void {
    this.#connectionListeners.add(listener);
    return () => void this.#connectionListeners.delete(listener);
  }

  here(incident: string, state: PresenceState): void {
    this.#needs.presence.here(incident, state);
  }

  /** Somebody looks again: nobody waits for the next try. */
  wake(): void {
    this.#hurry();
  }

  /** The network is back: a stream from before is not trusted. */
  regained(): void {
    if (this.#leading === null) return;
    this.#atOnce = true;
    this.#cut();
    this.#hurry();
  }

  /** The network is gone, as far as the browser knows; a sign of life says otherwise. */
  lost(): void {
    this.#turn('offline');
  }

  /** To be called now and then: takes the stream from a tab that has been frozen with it. */
  relieve(): void {
    const { now } = this.#needs;
    if (this.#leading !== null || now() - this.#heardAt < holderSilentMs) return;
    this.#heardAt = now();
    this.#queued.abort();
    this.#request({ steal: true });
  }

  #queue(): void {
    this.#queued = new AbortController();
    this.#request({ signal: this.#queued.signal });
  }

  #request(options: LockOptions): void {
    const { locks, failed } = this.#needs;
    const leading = new AbortController();
    const lead = async (): Promise<void> => {
      this.#leading = leading;
      await this.#lead(leading.signal);
    };
    locks.request(lockName, options, lead).catch((error: unknown) => {
      leading.abort();
      if (!(error instanceof DOMException && error.name === 'AbortError')) failed(error);
      // Another tab took the stream: this one stands in line again.
      if (this.#leading !== leading) return;
      this.#leading = null;
      this.#queue();
    });
  }

  async #lead(signal: AbortSignal): Promise<void> {
    const { online } = this.#needs;
    // Only a tab that has heard nothing yet: what another has passed on may still be on its way here.
    this.#position ??= this.#placeLeft();
    signal.addEventListener('abort', () => (this.#cut(), this.#hurry()), { once: true });
    for (let failures = 0; !signal.aborted;) {
      failures = (await this.#readOnce(failures > 0)) ? 1 : failures + 1;
      if (signal.aborted) return;
      this.#turn(failures > 1 || !online() ? 'offline' : 'connecting');
      this.#announce();
      await this.#pause(retryWait(failures));
      if (this.#placeLeft() === null) this.#position = null;
    }
  }

  /** Reads the stream until it ends. Answers whether it had opened. */
  async #readOnce(wasAway: boolean): Promise<boolean> {
    const reading = new AbortController();
    this.#cut = () => reading.abort();
    let opened = false;
    const onFrame = (frame: Frame): void => {
      if (reading.signal.aborted) return;
      opened ||= frame.event === 'open';
      this.#take(frame, wasAway);
    };
    await this.#needs.read(this.#position, reading.signal, onFrame, () => this.#alive());
    return opened;
  }

  /** One frame of the stream, in the tab that holds it. */
  #take({ id, event, data }: Frame, wasAway: boolean): void {
    if (event === 'open') {
      const { position } = JSON.parse(data) as { position: number };
      const fresh = this.#position === null;
      this.#position ??= position;
      this.#remember();
      this.#turn('live');
      this.#announce();
      if (fresh || wasAway) this.#pass({ kind: 'look-again' });
    }
    if (event === 'entry') {
      this.#pass({ kind: 'entry', entry: JSON.parse(data) as LogEntry });
      if (id !== null) this.#remember();
    }
    if (event === 'presence') {
      const { incident, people, typing } = JSON.parse(data) as Extract<Told, { kind: 'presence' }>;
      this.#pass({ kind: 'presence', incident, people, typing });
    }
  }

  #pass(told: Told): void {
    this.#needs.channel.postMessage({ kind: 'told', told } satisfies Message);
    this.#tell(told);
  }

  #tell(told: Told): void {
    if (told.kind === 'entry') {
      if (this.#position !== null && told.entry.position <= this.#position) return;
      this.#position = told.entry.position;
    }
    for (const listener of this.#listeners) {
      try {
        listener(told);
      } catch (error) {
        // The stream must not end because a screen could not draw what it said.
        this.#needs.failed(error);
      }
    }
  }

  #hear(message: Message): void {
    if (message.kind === 'hello') {
      if (this.#leading !== null) this.#announce();
      return;
    }
    this.#heardAt = this.#needs.now();
    if (message.kind === 'told') {
      this.#tell(message.told);
      return;
    }
    this.#position ??= message.position;
    this.#turn(message.connection);
  }

  #announce(): void {
    this.#heardAt = this.#needs.now();
    const { channel } = this.#needs;
    channel.postMessage({
      kind: 'state',
      connection: this.#connection,
      position: this.#position,
    } satisfies Message);
  }

  #alive(): void {
    const revived = this.#connection === 'offline';
    if (revived) this.#turn('live');
    if (!revived && this.#needs.now() - this.#heardAt < lifeEachMs) return;
    this.#remember();
    this.#announce();
  }

  #turn(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    for (const listener of this.#connectionListeners) listener();
  }

  #remember(): void {
    if (this.#position !== null) this.#needs.place.set({ position: this.#position, at: this.#needs.now() });
  }

  #placeLeft(): number | null {
    const left = this.#needs.place.get();
    return left === null || this.#needs.now() - left.at > longestAwayMs ? null : left.position;
  }

  async #pause(ms: number): Promise<void> {
    if (!this.#atOnce) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#hurry = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#atOnce = false;
  }
}
