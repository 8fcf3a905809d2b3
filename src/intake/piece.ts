import type { GroupCommit } from './journal.ts';
import type { JournalRow, Reading, RoutingNeeds } from './ports.ts';
import { type ReadLine, storiesOf, type Story } from './story.ts';

/** A piece of the journal that is routed in one step. */
export interface Piece {
  readonly rows: readonly JournalRow[];
  /** Lines that cannot be read. */
  readonly unreadable: readonly { readonly position: number; readonly reason: string }[];
  readonly fingerprints: ReadonlySet<string>;
  readonly stories: readonly Story[];
}

export interface PieceSizes {
  readonly lines: number;
  readonly bytes: number;
}

const nothing: ReadonlySet<string> = new Set();

/** Reads the journal piece by piece. The next can be made ready while the database is busy with the one before it. */
export class Pieces {
  readonly #needs: Pick<RoutingNeeds, 'journal' | 'alerts' | 'read' | 'log'>;
  readonly #intake: Pick<GroupCommit, 'take'>;
  readonly #sizes: PieceSizes;
  #ahead: { readonly after: number; readonly changing: ReadonlySet<string>; readonly piece: Promise<Piece> } | null =
    null;

  constructor(
    needs: Pick<RoutingNeeds, 'journal' | 'alerts' | 'read' | 'log'>,
    intake: Pick<GroupCommit, 'take'>,
    sizes: PieceSizes,
  ) {
    this.#needs = needs;
    this.#intake = intake;
    this.#sizes = sizes;
  }

  /** Begins to read what follows a piece that is being routed. The alerts of that piece are about to change. */
  readAhead(after: number, { fingerprints }: Piece): void {
    const piece = this.#read(after, this.#sizes.lines);
    piece.catch(() => undefined); // Whoever takes the piece hears of it.
    this.#ahead = { after, changing: fingerprints, piece };
  }

  /** What was read ahead is not to be used: the piece before it came to nothing. */
  dropAhead(): void {
    this.#ahead = null;
  }

  /** The piece after a position. */
  async after(position: number, most = this.#sizes.lines): Promise<Piece> {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (ahead?.after !== position || most < this.#sizes.lines) return this.#read(position, most);
    const piece = await ahead.piece;
    if (piece.rows.length === 0) return this.#read(position, most);
    const isStale = [...piece.fingerprints].some((fingerprint) => ahead.changing.has(fingerprint));
    return isStale ? this.#read(position, piece.rows.length) : piece;
  }

  /** One line by itself; none when it cannot be read. */
  async alone(row: JournalRow): Promise<readonly ReadLine[]> {
    return (await this.#lines([row])).lines;
  }

  async #read(after: number, most: number): Promise<Piece> {
    const rows = this.#cut(await this.#needs.journal.after(after, most));
    if (rows.length === 0) return { rows, unreadable: [], fingerprints: nothing, stories: [] };
    const { lines, unreadable } = await this.#lines(rows);
    const fingerprints = new Set(lines.flatMap(({ reading }) => reading.notices.map((notice) => notice.fingerprint)));
    const stories = storiesOf(lines, await this.#needs.alerts.find([...fingerprints]));
    return { rows, unreadable, fingerprints, stories };
  }

  /** As many rows as make a transaction of bearable length; always one. */
  #cut(rows: readonly JournalRow[]): readonly JournalRow[] {
    let bytes = 0;
    const count = rows.findIndex(({ sizeBytes }) => (bytes += sizeBytes) > this.#sizes.bytes);
    return count === -1 ? rows : rows.slice(0, Math.max(1, count));
  }

  async #lines(rows: readonly JournalRow[]): Promise<{ lines: ReadLine[]; unreadable: Piece['unreadable'] }> {
    const readings = new Map<number, Reading>();
    for (const { position } of rows) {
      const reading = this.#intake.take(position);
      if (reading) readings.set(position, reading);
    }
    const missing = rows.filter(({ position }) => !readings.has(position));
    const unreadable: { position: number; reason: string }[] = [];
    const bodies = missing.length === 0 ? null : await this.#needs.journal.bodies(missing.map((row) => row.position));
    for (const { position, format, receivedAt } of missing) {
      try {
        readings.set(position, this.#needs.read(format, bodies?.get(position) ?? new Uint8Array(), receivedAt));
      } catch (error) {
        unreadable.push({ position, reason: String(error) });
        this.#needs.log.error({ err: error, position }, 'a journalled request cannot be read');
      }
    }
    const lines: ReadLine[] = [];
    for (const { position, receivedAt, key } of rows) {
      const reading = readings.get(position);
      if (reading) lines.push({ position, receivedAt, key, reading });
    }
    return { lines, unreadable };
  }
}
