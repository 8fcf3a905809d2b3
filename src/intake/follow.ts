import type { DurationMs } from '../domain/time.ts';
import type { DatabaseClock } from './clock.ts';
import type { GroupCommit } from './journal.ts';
import type { RoutingNeeds } from './ports.ts';

const page = 1000;
const tidyEveryMs: DurationMs = 60_000;
const forgetEveryMs: DurationMs = 3_600_000;
/** Batches of one hour: more than comes in, little enough to be no burden. */
const mostForgetting = 50;

/**
 * Keeps the memory of what is known in step with the database: learns at the start what is kept, hears what other
 * replicas journal, and writes down when alerts were last repeated.
 */
export class Follower {
  readonly #needs: RoutingNeeds;
  readonly #intake: Pick<GroupCommit, 'words'>;
  readonly #clock: DatabaseClock;
  #heardUpTo: number | null = null;
  #tidiedAt = performance.now();
  #forgotAt = performance.now();

  constructor(needs: RoutingNeeds, intake: Pick<GroupCommit, 'words'>, clock: DatabaseClock) {
    this.#needs = needs;
    this.#intake = intake;
    this.#clock = clock;
  }

  /** Learns every alert that may be repeated. Until then repeats are news, which is only dearer. */
  async learn(): Promise<void> {
    const { position } = await this.#needs.cursor.read();
    for (let after = ''; ;) {
      const alerts = await this.#needs.alerts.recent(after, page);
      for (const alert of alerts) this.#intake.words.learn(alert);
      const last = alerts.at(-1);
      if (!last || alerts.length < page) break;
      after = last.fingerprint;
    }
    this.#heardUpTo = position;
    await this.hear();
  }

  /** Hears what other replicas have journalled since. */
  async hear(): Promise<void> {
    if (this.#heardUpTo === null) return;
    for (;;) {
      const { rows, newest, now } = await this.#needs.journal.fromOthers(this.#heardUpTo, page);
      this.#clock.set(now);
      for (const { position, format, receivedAt, body } of rows) {
        for (const notice of this.#read(format, body, receivedAt)) {
          this.#intake.words.overhear(notice, receivedAt, position);
        }
      }
      this.#heardUpTo = newest;
      if (rows.length < page) return;
    }
  }

  /** The router tells of what cannot be read; here it only means that its repeats are news. */
  #read(...of: Parameters<RoutingNeeds['read']>) {
    try {
      return this.#needs.read(...of).notices;
    } catch {
      return [];
    }
  }

  /** Writes down the repeats since the last call. */
  async writeRepeats(): Promise<void> {
    const { words } = this.#intake;
    for (let taken = words.takeRepeats(page); taken.length > 0; taken = words.takeRepeats(page)) {
      try {
        const { missing, routed, now } = await this.#needs.alerts.repeat(taken.map(({ repeat }) => repeat));
        this.#clock.set(now);
        const gone = new Set(missing);
        const early = taken.filter(({ known }) => gone.has(known.fingerprint) && known.position > routed);
        words.giveBack(early.map(({ known }) => known));
        for (const { known } of taken) {
          if (gone.has(known.fingerprint) && known.position <= routed) words.forget(known.fingerprint);
        }
        if (early.length === taken.length) return;
      } catch (error) {
        words.giveBack(taken.map(({ known }) => known));
        throw error;
      }
    }
  }

  /** Drops what is over, here and in the database. */
  async tidy(): Promise<void> {
    const now = performance.now();
    if (now - this.#tidiedAt > tidyEveryMs) {
      this.#tidiedAt = now;
      this.#intake.words.tidy(this.#clock.now());
    }
    if (now - this.#forgotAt > forgetEveryMs) {
      this.#forgotAt = now;
      for (let batch = 0; batch < mostForgetting; batch += 1) if ((await this.#needs.alerts.forget()) === 0) return;
    }
  }
}
