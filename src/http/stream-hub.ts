import type { Subject } from '../domain/access/subject.ts';
import type { StoredIncidentEvent } from '../domain/incident/event.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import { mayRead } from './door.ts';
import type { LogFollower, LogReader } from './ports.ts';
import { entryView } from './view.ts';

type Told = StoredIncidentEvent & { readonly incident: string };

/** One open stream. */
export interface Listener {
  readonly subject: Subject;
  /** Only this incident, or every one that the subject may read. */
  readonly incident: string | null;
  /** Of the last entry that was passed on, or seen and not meant for this listener. */
  position: number;
  write(frame: Buffer): void;
  close(): void;
}

const catchUpBatch = 500;

export const frameOf = (name: string, data: unknown, id?: number): Buffer =>
  Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

const entryFrame = (event: Told): Buffer => frameOf('entry', entryView(event.incident, event), event.position);

/** Passes committed entries on to open streams: each once, in order of position, to those who may read them. */
export class StreamHub {
  readonly #log: LogReader;
  readonly #listeners = new Set<Listener>();
  /** What happens while a listener still reads what it missed. */
  readonly #waiting = new Map<Listener, Told[]>();
  readonly #unsubscribe: () => void;
  #queue = Promise.resolve();

  constructor(log: LogReader, follower: LogFollower, failed: (error: unknown) => void) {
    this.#log = log;
    this.#unsubscribe = follower.subscribe((event) => {
      this.#queue = this.#queue.then(() => this.#deliver(event)).catch(failed);
    });
  }

  /** Brings the listener up to date from its position, then keeps it so. */
  async add(listener: Listener): Promise<void> {
    this.#listeners.add(listener);
    this.#waiting.set(listener, []);
    for (;;) {
      const missed = await this.#log.since(listener.position, catchUpBatch);
      for (const event of missed) await this.#passAlone(listener, event);
      if (missed.length < catchUpBatch) break;
    }
    const waiting = this.#waiting.get(listener) ?? [];
    for (let next = waiting.shift(); next; next = waiting.shift()) await this.#passAlone(listener, next);
    this.#waiting.delete(listener);
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
    this.#waiting.delete(listener);
  }

  /** Something of an incident that is not an entry, to everybody who listens for it and may read it. */
  tellReaders(state: IncidentState, frame: Buffer): void {
    for (const listener of this.#listeners) {
      const meant = listener.incident === null || listener.incident === state.id;
      if (meant && mayRead(listener.subject, state)) listener.write(frame);
    }
  }

  tellAll(frame: Buffer): void {
    for (const listener of this.#listeners) listener.write(frame);
  }

  close(): void {
    this.#unsubscribe();
    for (const listener of this.#listeners) listener.close();
  }

  async #deliver(event: Told): Promise<void> {
    if (this.#listeners.size === 0) return;
    const state = await this.#log.state(event.incident);
    // One frame for all: with a thousand streams the rendering must not be done a thousand times.
    const frame = entryFrame(event);
    for (const listener of this.#listeners) {
      const waiting = this.#waiting.get(listener);
      if (waiting) waiting.push(event);
      else pass(listener, event, frame, state);
    }
  }

  async #passAlone(listener: Listener, event: Told): Promise<void> {
    if (listener.incident !== null && listener.incident !== event.incident) {
      listener.position = Math.max(listener.position, event.position);
      return;
    }
    pass(listener, event, entryFrame(event), await this.#log.state(event.incident));
  }
}

function pass(listener: Listener, event: Told, frame: Buffer, state: IncidentState | null): void {
  if (event.position <= listener.position) return;
  listener.position = event.position;
  const meant = listener.incident === null || listener.incident === event.incident;
  if (meant && state !== null && mayRead(listener.subject, state)) listener.write(frame);
}
