import type { LogEntry, RoomLog, Told } from './types.ts';

/** What a room's log is read with. */
export interface RoomLogNeeds {
  readonly incident: string;
  /** Entries after this version, at most so many, in order. */
  readonly read: (after: number, limit: number) => Promise<readonly LogEntry[]>;
  /** What of a page was kept on disk. */
  readonly kept: (page: number) => Promise<readonly LogEntry[]>;
  readonly keep: (page: number, entries: readonly LogEntry[]) => void;
  readonly now: () => number;
  /** Calls back once, soon: many changes make one rendering. */
  readonly soon: (tell: () => void) => void;
}

export const pageSize = 200;
/** A page that could not be read is not asked for again at once, however often a screen wants it. */
const restMs = 2_000;

const pageOf = (version: number): number => Math.floor((version - 1) / pageSize);

/** The log of one room as it is known here, for screens to look at and the live stream to add to. */
export class RoomLogSource {
  readonly #needs: RoomLogNeeds;
  readonly #entries: (LogEntry | undefined)[] = [];
  readonly #reading = new Map<number, Promise<void>>();
  readonly #restsUntil = new Map<number, number>();
  readonly #listeners = new Set<() => void>();
  #newest = 0;
  #told = true;
  #snapshot: RoomLog;

  constructor(needs: RoomLogNeeds) {
    this.#needs = needs;
    this.#snapshot = this.#look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** The same object until something changes. */
  readonly snapshot = (): RoomLog => this.#snapshot;

  /** Somebody says that the log goes up to here. */
  readonly grow = (newest: number): void => {
    if (newest <= this.#newest) return;
    this.#newest = newest;
    this.#changed();
  };

  /** What the live stream tells; entries of other rooms are no news here. */
  readonly hear = (told: Told): void => {
    if (told.kind === 'look-again') void this.#lookFurther();
    if (told.kind !== 'entry' || told.entry.incident !== this.#needs.incident) return;
    const { entry } = told;
    const before = this.#newest;
    this.#put([entry]);
    if (entry.type === 'EntryRedacted') this.#forgetBody(entry);
    if (before > 0 && entry.version > before + 1) void this.#want(before + 1, entry.version - 1);
    this.#needs.keep(pageOf(entry.version), this.#page(pageOf(entry.version)));
  };

  #look(): RoomLog {
    return {
      newest: this.#newest,
      at: (version) => this.#entries[version],
      want: (from, to) => void this.#want(from, to),
      wantAll: () => this.#wantAll(),
    };
  }

  #changed(): void {
    if (!this.#told) return;
    this.#told = false;
    this.#needs.soon(() => {
      this.#told = true;
      this.#snapshot = this.#look();
      for (const listener of this.#listeners) listener();
    });
  }

  #put(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.#entries[entry.version] = entry;
      this.#newest = Math.max(this.#newest, entry.version);
    }
    if (entries.length > 0) this.#changed();
  }

  #page(page: number): LogEntry[] {
    return this.#entries.slice(page * pageSize + 1, (page + 1) * pageSize + 1).filter((entry) => entry !== undefined);
  }

  /** A redaction destroys the body of an entry that may have been read before. */
  #forgetBody({ body }: LogEntry): void {
    const at = this.#entries.findIndex((entry) => entry !== undefined && entry.id === body?.['entry']);
    const redacted = this.#entries[at];
    if (redacted === undefined) return;
    this.#entries[at] = { ...redacted, body: null };
    this.#needs.keep(pageOf(at), this.#page(pageOf(at)));
  }

  #missing(page: number): number | null {
    const last = Math.min(this.#newest, (page + 1) * pageSize);
    for (let version = page * pageSize + 1; version <= last; version += 1) {
      if (this.#entries[version] === undefined) return version;
    }
    return null;
  }

  async #want(from: number, to: number): Promise<void> {
    const last = pageOf(Math.min(to, this.#newest));
    const pages: Promise<void>[] = [];
    for (let page = pageOf(Math.max(1, from)); page <= last; page += 1) pages.push(this.#wantPage(page));
    await Promise.all(pages);
  }

  async #wantAll(): Promise<void> {
    this.#restsUntil.clear();
    await this.#want(1, this.#newest);
    for (let page = 0; page <= pageOf(this.#newest); page += 1) {
      if (this.#missing(page) !== null) throw new Error('not every entry could be read');
    }
  }

  #wantPage(page: number): Promise<void> {
    const reading = this.#reading.get(page);
    if (reading !== undefined) return reading;
    const missing = this.#missing(page);
    if (missing === null || (this.#restsUntil.get(page) ?? 0) > this.#needs.now()) return Promise.resolve();
    const read = this.#readPage(page, missing).finally(() => this.#reading.delete(page));
    this.#reading.set(page, read);
    return read;
  }

  async #readPage(page: number, from: number): Promise<void> {
    try {
      this.#put(await this.#needs.read(from - 1, (page + 1) * pageSize - from + 1));
      this.#needs.keep(page, this.#page(page));
    } catch {
      this.#restsUntil.set(page, this.#needs.now() + restMs);
      const kept = await this.#needs.kept(page).catch(() => []);
      this.#put(kept.filter(({ version }) => this.#entries[version] === undefined));
    }
  }

  /** What came while nobody listened. */
  async #lookFurther(): Promise<void> {
    this.#restsUntil.clear();
    if (this.#newest === 0) return;
    try {
      const entries = await this.#needs.read(this.#newest, pageSize);
      this.#put(entries);
      if (entries.length === pageSize) await this.#lookFurther();
    } catch {
      // The stream says look-again once more when somebody answers.
    }
  }
}
