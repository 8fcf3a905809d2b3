import type { CommandRequest } from '../command/ports.ts';
import type { Subject } from '../domain/access/subject.ts';
import { type Alert, referenceTo } from '../domain/alert/alert.ts';
import { nameOf } from '../domain/alert/label.ts';
import type { ReadySilence } from '../domain/alert/silence.ts';
import type { IncidentCommand } from '../domain/incident/command.ts';
import type { AlertChange } from '../domain/incident/event.ts';
import type { AlertReference } from '../domain/incident/vocabulary.ts';
import { type Grouped, type ReadyRouting, route, type Route, severityFor, worse } from '../domain/routing/route.ts';
import type { AlertWrite, IntakeWords, KnownAlert } from './ports.ts';
import type { Story } from './story.ts';

/** How many alerts an incident's log names. A storm may bring a hundred times more than anybody reads. */
export const mostAlertsInLog = 2000;

export interface Circumstances {
  readonly routing: ReadyRouting;
  readonly silences: readonly ReadySilence[];
  /** Open incident by group. */
  readonly openGroups: ReadonlyMap<string, string>;
  /** How many alerts the logs of these incidents name. */
  readonly attachedCounts: ReadonlyMap<string, number>;
  /** Names this piece of work: doing it again gives its commands the same ids. */
  readonly origin: string;
  readonly derived: (...parts: readonly string[]) => string;
  readonly words: IntakeWords;
}

/** What one step of routing does, all of it in one transaction. */
export interface Plan {
  readonly requests: readonly CommandRequest[];
  readonly writes: readonly AlertWrite[];
  /** Groups that the plan counts on: each has this open incident, or none. */
  readonly groups: ReadonlyMap<string, string | null>;
}

type Place = Pick<AlertWrite, 'placement' | 'silencedBy' | 'group' | 'incident'>;

const nowhere: Place = { placement: 'kept', silencedBy: [], group: null, incident: null };
const intake: Subject = { kind: 'system', name: 'intake' };
type Declaring = Extract<Route, { to: 'declare' }>;

/** Everything that the stories ask of one incident. */
interface IncidentShare {
  readonly incident: string;
  declare: Declaring | null;
  room: number;
  readonly attach: AlertReference[];
  readonly changes: AlertChange[];
  leftOut: number;
}

/** A story with the group that its alert falls in; null where it has its place, or no rule takes it. */
export interface GroupedStory {
  readonly story: Story;
  readonly found: Grouped | null;
}

/** Decides where stories go and which commands that takes. Pure: the same stories and circumstances give the same plan. */
export function plan(stories: readonly GroupedStory[], circumstances: Circumstances): Plan {
  return new Planner(circumstances).plan(stories);
}

class Planner {
  readonly #with: Circumstances;
  readonly #shares = new Map<string, IncidentShare>();
  readonly #open: Map<string, string>;
  readonly #groups = new Map<string, string | null>();
  readonly #writes: AlertWrite[] = [];

  constructor(circumstances: Circumstances) {
    this.#with = circumstances;
    this.#open = new Map(circumstances.openGroups);
  }

  plan(stories: readonly GroupedStory[]): Plan {
    for (const { story, found } of stories) {
      if (story.toPlace) this.#place(story, found);
      else this.#follow(story);
    }
    return { requests: this.#requests(), writes: this.#writes, groups: this.#groups };
  }

  #place(story: Story, found: Grouped | null): void {
    const decided = route(story.alert, found, this.#with.routing, this.#with.silences, this.#open);
    this.#tell(story);
    if (decided.to === 'silenced') {
      this.#write(story, { ...nowhere, placement: 'silenced', silencedBy: decided.by });
      return;
    }
    if (decided.to === 'keep') {
      this.#write(story, nowhere);
      return;
    }
    const incident = decided.to === 'attach' ? decided.incident : this.#declare(decided);
    this.#join(this.#share(incident), story, found);
    if (!this.#groups.has(decided.group)) {
      this.#groups.set(decided.group, this.#with.openGroups.get(decided.group) ?? null);
    }
    this.#write(story, { placement: 'incident', silencedBy: [], group: decided.group, incident });
  }

  #declare(decided: Declaring): string {
    const incident = this.#with.derived(this.#with.origin, 'incident', decided.group);
    this.#open.set(decided.group, incident);
    this.#share(incident).declare = decided;
    return incident;
  }

  #join(share: IncidentShare, { alert, known, transitions, leftOut }: Story, found: Grouped | null): void {
    share.leftOut = Math.max(share.leftOut, leftOut);
    if (known?.attached.some(({ incident }) => incident === share.incident)) return;
    if (share.room === 0) return;
    share.room -= 1;
    share.attach.push({ ...referenceTo(alert), status: 'firing' });
    const { declare } = share;
    if (declare && found?.rule.then === 'declare') {
      const severity = severityFor(alert, found.rule, this.#with.routing.routing);
      share.declare = { ...declare, severity: worse(declare.severity, severity) };
    }
    const last = transitions.at(-1);
    if (alert.status !== 'firing' && last) share.changes.push(this.#change(alert, last));
  }

  /** An alert that has its place: its incidents are told, and it is written down if anything but the time is new. */
  #follow(story: Story): void {
    const { known, alert, transitions } = story;
    this.#tell(story);
    const isRepeat = known !== null && transitions.length === 0 && known.alert.startsAt === alert.startsAt;
    if (isRepeat && !hasRunOut(known, alert)) return;
    const open = known?.attached.find((one) => one.open);
    const place: Place = known ?? nowhere;
    this.#write(story, open ? { ...place, placement: 'incident', incident: open.incident } : place);
  }

  #tell({ known, alert, transitions }: Story): void {
    const last = transitions.at(-1);
    if (!known || !last) return;
    for (const { incident } of known.attached) this.#share(incident).changes.push(this.#change(alert, last));
  }

  #change(alert: Story['alert'], { to, at }: Story['transitions'][number]): AlertChange {
    return { fingerprint: alert.fingerprint, name: nameOf(alert.labels), status: to, at };
  }

  #share(incident: string): IncidentShare {
    const known = this.#shares.get(incident);
    if (known) return known;
    const room = Math.max(0, mostAlertsInLog - (this.#with.attachedCounts.get(incident) ?? 0));
    const share: IncidentShare = {
      incident,
      declare: null,
      room,
      attach: [],
      changes: [],
      leftOut: 0,
    };
    this.#shares.set(incident, share);
    return share;
  }

  #write({ alert, key }: Story, { placement, silencedBy, group, incident }: Place): void {
    this.#writes.push({ alert, key, placement, silencedBy, group, incident });
  }

  #requests(): CommandRequest[] {
    return [...this.#shares.values()].flatMap((share) => this.#requestsOf(share));
  }

  #requestsOf({ incident, declare, attach, changes, leftOut, room }: IncidentShare): CommandRequest[] {
    const requests: CommandRequest[] = [];
    const add = (command: Unsent): void => {
      const id = this.#with.derived(this.#with.origin, incident, command.verb, String(requests.length));
      const complete = { ...command, id, happenedAt: null, override: null } as IncidentCommand;
      requests.push({ incident, subject: intake, command: complete });
    };
    if (declare) {
      const { title, severity, kind, group } = declare;
      const body = { title, severity, kind, group, exercise: false, private: false, detectedBy: 'monitor' } as const;
      add({ verb: 'declare', body: { ...body, alerts: attach } });
    } else if (attach.length > 0) {
      add({ verb: 'attach-alerts', body: { alerts: attach } });
    }
    if (changes.length > 0) add({ verb: 'change-alerts', body: { changes } });
    const justFull = room === 0 && attach.length > 0;
    if (justFull) add({ verb: 'note', body: { text: this.#with.words.tooMany(mostAlertsInLog) } });
    if (leftOut > 0 && attach.length > 0) add({ verb: 'note', body: { text: this.#with.words.leftOut(leftOut) } });
    return requests;
  }
}

/** Repeats are written down by whoever took them in, but not one that came after the word had run out: that was news. */
const hasRunOut = ({ alert: { endsAt } }: KnownAlert, { lastSeenAt }: Alert): boolean =>
  endsAt !== null && endsAt < lastSeenAt;

type Unsent = {
  [V in IncidentCommand['verb']]: Pick<Extract<IncidentCommand, { verb: V }>, 'verb' | 'body'>;
}[IncidentCommand['verb']];
