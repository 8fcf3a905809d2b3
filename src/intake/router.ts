import { hasLapsed } from '../domain/alert/alert.ts';
import { type DurationMs, type Instant, later, minutes } from '../domain/time.ts';
import type { DatabaseClock } from './clock.ts';
import type { GroupCommit } from './journal.ts';
import { type Piece, Pieces } from './piece.ts';
import type { JournalRow, RoutingNeeds } from './ports.ts';
import { carryOut, isPassing } from './route.ts';
import { type Rules, rulesReader } from './rules.ts';
import { storiesOf, storiesOfLapsed, storiesOfUnplaced } from './story.ts';

/** Times and sizes of routing. */
export interface RouterSettings {
  /** How long after its end an alert is given before it counts as lapsed: a repeat may be late. */
  readonly lapseGraceMs: DurationMs;
  /** For this long after intake was down nothing lapses: the repeats that we missed must have time to come again. */
  readonly quietMs: DurationMs;
  /** A gap between looks at the database that counts as having been down. */
  readonly gapMs: DurationMs;
  readonly lines: number;
  readonly bytes: number;
  readonly alerts: number;
}

export const routerSettings: RouterSettings = {
  lapseGraceMs: 15_000,
  quietMs: minutes(5),
  gapMs: 10_000,
  lines: 1000,
  bytes: 512 * 1024,
  alerts: 1000,
};

const triesBeforeSetAside = 3;
/** Of alerts that are placed after their silence, before time is kept again. */
const mostPages = 10;

/** Totals since the start. */
export interface RouterCounts {
  lines: number;
  steps: number;
  overtaken: number;
  failed: number;
  lapsed: number;
  setAside: number;
}

/** Turns the journal into incidents, one step at a time. Any replica may take any step; only one of them succeeds. */
export class Router {
  readonly counts: RouterCounts = { lines: 0, steps: 0, overtaken: 0, failed: 0, lapsed: 0, setAside: 0 };
  readonly #needs: RoutingNeeds;
  readonly #intake: Pick<GroupCommit, 'take' | 'dropUpTo' | 'words'>;
  readonly #clock: DatabaseClock;
  readonly #settings: RouterSettings;
  readonly #rules: () => Promise<Rules>;
  readonly #pieces: Pieces;
  #lagMs: DurationMs = 0;
  #quietUntil: Instant | null = null;
  #lookedAt: number | null = null;
  #failed = 0;
  #failures = 0;

  constructor(
    needs: RoutingNeeds,
    intake: Pick<GroupCommit, 'take' | 'dropUpTo' | 'words'>,
    clock: DatabaseClock,
    settings: Partial<RouterSettings> = {},
  ) {
    this.#needs = needs;
    this.#intake = intake;
    this.#clock = clock;
    this.#settings = { ...routerSettings, ...settings };
    this.#rules = rulesReader(needs);
    this.#pieces = new Pieces(needs, intake, this.#settings);
  }

  /** How long the oldest line had waited when it was last looked at. */
  get lagMs(): DurationMs {
    return this.#lagMs;
  }

  /** Routes what the journal holds beyond the cursor, up to one step. Answers how many lines that were. */
  async routeSome(most = this.#settings.lines): Promise<number> {
    const place = await this.#needs.cursor.read();
    this.#clock.set(place.now);
    this.#lagMs = place.waitingSince === null ? 0 : place.now - place.waitingSince;
    this.#intake.dropUpTo(place.position);
    if (place.newest <= place.position) return 0;
    const piece = await this.#pieces.after(place.position, most);
    const last = piece.rows.at(-1);
    if (!last) return 0;
    try {
      await this.#routePiece(piece, place.position, last.position, place.newest);
    } catch (error) {
      this.#pieces.dropAhead();
      if (isPassing(error)) throw error;
      if (piece.rows.length > 1) return await this.routeSome(Math.floor(piece.rows.length / 2));
      this.#failures = this.#failed === last.position ? this.#failures + 1 : 1;
      this.#failed = last.position;
      if (this.#failures < triesBeforeSetAside) throw error;
      await this.#setAside(last, place.position, error);
    }
    this.counts.lines += piece.rows.length;
    return piece.rows.length;
  }

  async #routePiece(piece: Piece, from: number, to: number, newest: number): Promise<void> {
    const { rows, stories, unreadable } = piece;
    const step = { stories, origin: `journal/${rows[0]?.position}`, from, to, unreadable };
    const carried = carryOut(this.#needs, await this.#rules(), step);
    if (newest > to) this.#pieces.readAhead(to, piece);
    await carried;
    this.counts.steps += 1;
    this.counts.setAside += unreadable.length;
  }

  /** One request that cannot be routed must not stop all that come after it. */
  async #setAside({ position }: JournalRow, from: number, error: unknown): Promise<void> {
    this.#needs.log.error({ err: error, position }, 'a journalled request cannot be routed; it is set aside');
    const unreadable = [{ position, reason: String(error) }];
    const step = { stories: [], origin: `journal/${position}`, from, to: position, unreadable };
    await carryOut(this.#needs, await this.#rules(), step);
    this.counts.setAside += 1;
  }

  /** Tries again what was set aside. Words that were overtaken by later ones are left out. */
  async retrySetAside(): Promise<void> {
    for (const row of await this.#needs.journal.setAside(this.#settings.lines)) {
      const lines = await this.#pieces.alone(row);
      const notices = lines.flatMap(({ reading }) => reading.notices);
      const known = await this.#needs.alerts.find(notices.map(({ fingerprint }) => fingerprint));
      const isLate = (fingerprint: string): boolean => {
        const seenAt = known.get(fingerprint)?.alert.lastSeenAt;
        return seenAt !== undefined && seenAt >= row.receivedAt;
      };
      const fresh = lines.map((line) => ({
        ...line,
        reading: { ...line.reading, notices: line.reading.notices.filter((one) => !isLate(one.fingerprint)) },
      }));
      if (lines.length === 0) continue;
      const { position: from } = await this.#needs.cursor.read();
      await carryOut(this.#needs, await this.#rules(), {
        stories: storiesOf(fresh, known),
        origin: `journal/${row.position}`,
        from,
        to: from,
        unreadable: [],
        settled: row.position,
      });
    }
  }

  /** Looks after what time alone changes. Call about once a second, when all is routed. */
  async keepTime(): Promise<void> {
    const place = await this.#needs.cursor.read();
    this.#clock.set(place.now);
    this.#noticeGap(place.now);
    if (place.newest > place.position) return;
    await this.#placeUnplaced(place.position);
    if (this.#quietUntil !== null && place.now < this.#quietUntil) return;
    await this.#lapse(place.position, place.now);
  }

  #noticeGap(now: Instant): void {
    const looked = performance.now();
    if (this.#lookedAt === null || looked - this.#lookedAt > this.#settings.gapMs) {
      this.#quietUntil = later(now, this.#settings.quietMs);
    }
    this.#lookedAt = looked;
  }

  async #lapse(from: number, now: Instant): Promise<void> {
    const { lapseGraceMs, alerts } = this.#settings;
    const over = await this.#needs.alerts.ranOut(lapseGraceMs, alerts);
    if (over.length === 0) return;
    const stories = storiesOfLapsed(over.filter(({ alert }) => hasLapsed(alert, now, lapseGraceMs)));
    const ended = over.map(({ alert }) => `${alert.fingerprint}@${alert.endsAt}`);
    await carryOut(this.#needs, await this.#rules(), {
      stories,
      origin: `lapse/${ended.join()}`,
      from,
      to: from,
      unreadable: [],
      write: (transaction) =>
        this.#needs.alerts.lapse(
          transaction,
          stories.map(({ alert }) => alert),
        ),
    });
    for (const { alert } of stories) this.#intake.words.forget(alert.fingerprint);
    this.counts.lapsed += stories.length;
  }

  /** Alerts whose silences have ended go where they would have gone without them. */
  async #placeUnplaced(from: number): Promise<void> {
    const { alerts } = this.#settings;
    for (let page = 0; page < mostPages; page += 1) {
      const waiting = await this.#needs.alerts.unplaced(alerts);
      if (waiting.length === 0) return;
      const waited = waiting.map(({ alert }) => `${alert.fingerprint}@${alert.startsAt}`);
      const origin = `placing/${this.#clock.now()}/${waited.join()}`;
      const stories = storiesOfUnplaced(waiting);
      await carryOut(this.#needs, await this.#rules(), { stories, origin, from, to: from, unreadable: [] });
      if (waiting.length < alerts) return;
    }
  }
}
