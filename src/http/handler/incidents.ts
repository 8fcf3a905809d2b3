import type { EndpointAnswer, EndpointInput } from '../../api/endpoint-table.ts';
import type { IncidentRow, ListFilter } from '../../projection/ports.ts';
import type { Instant } from '../../domain/time.ts';
import type { Subject } from '../../domain/access/subject.ts';
import { measuresOf } from '../../domain/incident/measures.ts';
import { authorise, personId } from '../authenticate.ts';
import { type Door, mayRead, readable } from '../door.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import { nextView, pictureView } from '../picture.ts';
import type { Presence } from '../presence.ts';
import { fail, ProblemError } from '../problem.ts';
import { alertRecordView, entryView, incidentStateView, iso, summaryView } from '../view.ts';

type IncidentNames =
  | 'listIncidents'
  | 'showIncident'
  | 'readLog'
  | 'showState'
  | 'showPicture'
  | 'showNext'
  | 'showMeasures'
  | 'listAlarmSources'
  | 'showPresence'
  | 'sayPresence';
type RecordNames = 'exportIncident' | 'importIncident' | 'listArchive' | 'listAlerts';

const cursorOf = (row: IncidentRow): string =>
  Buffer.from(JSON.stringify([row.declaredAt, row.incident])).toString('base64url');

function cursorFrom(text: string | undefined): ListFilter['before'] {
  if (text === undefined) return null;
  try {
    const [declaredAt, incident] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown];
    const sane = Number.isSafeInteger(declaredAt) && Math.abs(declaredAt as number) < 8.64e15;
    if (sane && typeof incident === 'string' && /^[0-9a-f-]{36}$/.test(incident)) {
      return { declaredAt: declaredAt as Instant, incident };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ProblemError({
    code: 'request/invalid',
    parameters: {},
    errors: [{ pointer: '/querystring/cursor', detail: 'is not a cursor that this server gave' }],
  });
}

const viewerOf = (subject: Subject): string | null => (subject.kind === 'person' ? subject.id : null);

/** Forwards from `after`, or backwards from `before`; either way in the order of what happened. */
async function logPage(
  door: Door,
  id: string,
  { after, before, limit }: Omit<EndpointInput<'readLog'>, 'incident'>,
): Promise<EndpointAnswer<'readLog'>> {
  if (after !== undefined && before !== undefined) {
    const errors = [{ pointer: '/querystring/before', detail: 'stands alone: leave out `after`' }];
    throw new ProblemError({ code: 'request/invalid', parameters: {}, errors });
  }
  const backwards = before !== undefined;
  const events = backwards
    ? await door.log.entriesBefore(id, before, limit + 1)
    : await door.log.entries(id, after ?? 0, limit + 1);
  const shown = backwards ? events.slice(-limit) : events.slice(0, limit);
  const edge = backwards ? shown[0] : shown.at(-1);
  return {
    items: shown.map((event) => entryView(id, event)),
    next: events.length > limit ? String(edge?.version) : null,
  };
}

/** Incidents as they are now. */
export function incidentHandlers(door: Door, presence: Presence): EndpointHandlers<IncidentNames> {
  return {
    async listIncidents({ open, limit, cursor }, { subject }) {
      const rows = await door.incidents.list({
        viewer: viewerOf(subject),
        owner: subject.kind === 'person' && subject.role === 'owner',
        open: open === undefined ? null : open === 'true',
        limit: limit + 1,
        before: cursorFrom(cursor),
      });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(summaryView) as never,
        next: rows.length > limit && last ? cursorOf(last) : null,
      };
    },

    async showIncident({ incident }, { subject }) {
      return incidentStateView(await readable(door, subject, incident)) as never;
    },

    async readLog({ incident, ...part }, { subject }) {
      const { id } = await readable(door, subject, incident);
      return logPage(door, id, part);
    },

    async showState({ incident }, { subject }) {
      const state = await readable(door, subject, incident);
      const { now, found: _found, ...facts } = await door.facts.of(state);
      return { version: state.version, now, state: state as never, facts: { subject, ...facts } as never };
    },

    async showPicture({ incident }, { subject }) {
      const state = await readable(door, subject, incident);
      const picture = pictureView(state, await door.facts.of(state));
      // The room of its own says more than the channel that policy names for all.
      const room = state.private ? null : await door.chatRoom(state.id);
      return room === null ? picture : { ...picture, channels: { ...picture.channels, chat: `#${room}` } };
    },

    async showNext({ incident }, { subject }) {
      const state = await readable(door, subject, incident);
      return { items: nextView(state, await door.facts.of(state)) };
    },

    async showMeasures({ incident }, { subject }) {
      return measuresOf(await readable(door, subject, incident));
    },

    async listAlarmSources() {
      return { items: await door.verdicts.sources() };
    },

    async showPresence({ incident }, { subject }) {
      const { id } = await readable(door, subject, incident);
      return presence.here(id);
    },

    async sayPresence({ incident, state, tab }, { subject }) {
      const { id } = await readable(door, subject, incident);
      presence.say(id, personId(subject), tab, state);
      return {};
    },
  };
}

/** What goes out and comes in whole, and what monitoring said. */
export function recordHandlers(door: Door): EndpointHandlers<RecordNames> {
  return {
    async exportIncident({ incident }, { subject }) {
      const { id } = await readable(door, subject, incident);
      return (await door.log.export(id)) as never;
    },

    async importIncident({ document }, { subject }) {
      const result = await door.archive.import(document, personId(subject));
      if (!result.ok) throw new ProblemError(result.problem);
      return result.value;
    },

    async listArchive() {
      const items = await door.archive.list();
      return { items: items.map((item) => ({ ...item, importedAt: iso(item.importedAt) })) };
    },

    async listAlerts({ status, limit, cursor }, { subject }) {
      authorise(subject, 'alert.read');
      if (cursor !== undefined && !/^[0-9a-f]{16}$/.test(cursor)) throw fail('request/invalid');
      const rows = await door.alerts.list({ status: status ?? null, limit: limit + 1, after: cursor ?? null });
      const shown = rows.slice(0, limit);
      const incidents = new Map<string, boolean>();
      for (const { incident } of shown) {
        if (incident === null || incidents.has(incident)) continue;
        const state = await door.log.state(incident);
        incidents.set(incident, state !== null && mayRead(subject, state));
      }
      // What a private incident took in is as private as the incident.
      const visible = shown.filter(({ incident }) => incident === null || incidents.get(incident) === true);
      return {
        items: visible.map((alert) => alertRecordView(alert, alert.incident)),
        next: rows.length > limit ? (shown.at(-1)?.fingerprint ?? null) : null,
      };
    },
  };
}
