import { type Query, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { ProblemReply } from '../../api/reply-error.ts';
import { live, outbox, reading } from './browser.ts';
import { call } from './call.ts';
import { onPeople, askPresence, forgetPeople, peopleIn, type RoomPeople } from './presence-here.ts';
import { forgetPrivacy, notePrivacy, openIncident } from './privacy.ts';
import { paced } from './paced.ts';
import type { Read } from './reading.ts';
import { loadMe, onSessionEnd } from './session.ts';
import { forgetRoomLog } from './use-room-log.ts';
import type {
  Alert,
  Catalog,
  Connection,
  Incident,
  IncidentSummary,
  KeptCommand,
  Me,
  Organisation,
  Person,
  Picture,
  StatusPageSummary,
} from './types.ts';

const listEachMs = 500;
const incidentEachMs = 150;
const pictureEachMs = 5_000;
const alertsEachMs = 10_000;
const staleAfterMs = 30_000;
const mostRetries = 2;
const pageLimit = 500;

/** The queries of this page. Reads answer from disk when nobody else does, so they run offline too. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: staleAfterMs,
      retry: (failures, error) => !(error instanceof ProblemReply) && failures < mostRetries,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

const replyOf = <Reply>(read: Read<Reply>): Reply => read.reply;
const itemsOf = <Item>(read: Read<{ items: Item[] }>): Item[] => read.reply.items;

/** Who is signed in. Fails with a `ProblemReply` where nobody is. */
export const useMe = (): UseQueryResult<Me> =>
  useQuery({ queryKey: ['me'], queryFn: ({ signal }) => loadMe(signal), select: replyOf<Me> });

/** Whether this person may write; false while that is not known. */
export function useResponds(): boolean {
  const { data } = useMe();
  return data !== undefined && data.person.role !== 'viewer' && data.person.role !== 'stakeholder';
}

/** Whether this person runs the installation. */
export function useOperates(): boolean {
  const { data } = useMe();
  return data?.person.role === 'owner' || data?.person.role === 'admin';
}

/** Incidents that are open, newest first, or those that have ended. */
export const useIncidents = (open: boolean): UseQueryResult<IncidentSummary[]> =>
  useQuery({
    queryKey: ['incidents', open],
    queryFn: async ({ signal }) => {
      const read = await reading.read(
        'GET /api/incidents',
        { open: open ? 'true' : 'false', limit: pageLimit },
        { keep: { part: (reply) => ({ ...reply, items: reply.items.filter((item) => !item.private) }) }, signal },
      );
      await Promise.all(read.reply.items.map(noted));
      return read;
    },
    select: itemsOf<IncidentSummary>,
  });

/** One incident, by number or UUID. */
export const useIncident = (reference: string): UseQueryResult<Incident> =>
  useQuery({
    queryKey: ['incident', reference],
    queryFn: async ({ signal }) => {
      const keep = { incident: ({ id }: Incident) => id, part: (reply: Incident) => (reply.private ? null : reply) };
      const asked = reading.read('GET /api/incidents/{incident}', { incident: reference }, { keep, signal });
      const read = await seen(reference, asked);
      await noted(read.reply);
      return read;
    },
    select: replyOf<Incident>,
  });

/** What is known of an incident beside its log. */
export const usePicture = (incident: string): UseQueryResult<Picture> =>
  useQuery({
    queryKey: ['picture', incident],
    queryFn: ({ signal }) => {
      const open = openIncident(incident);
      const keep = open === null ? false : { incident: () => open };
      const asked = reading.read('GET /api/incidents/{incident}/picture', { incident }, { keep, signal });
      return seen(incident, asked);
    },
    select: replyOf<Picture>,
    refetchInterval: pictureEachMs,
  });

export const usePeople = (): UseQueryResult<Person[]> =>
  useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => reading.read('GET /api/people', {}, { keep: true, signal }),
    select: itemsOf<Person>,
  });

/** Names a person by id, or by the actor of an entry. Who is not known keeps the id. */
export function useNameOf(): (person: string) => string {
  const { data } = usePeople();
  const names = useMemo(() => new Map(data?.map(({ id, name }) => [id, name])), [data]);
  return useCallback((person) => names.get(person.replace(/^person:/, '')) ?? person, [names]);
}

/** Alerts as monitoring last said. They are not kept: an old alert is no news. */
export const useAlerts = (status?: Alert['status'], eachMs = alertsEachMs): UseQueryResult<Alert[]> =>
  useQuery({
    queryKey: ['alerts', status ?? null],
    queryFn: async ({ signal }) => {
      const request = { limit: pageLimit, ...(status === undefined ? {} : { status }) };
      return (await call('GET /api/alerts', request, { signal })).items;
    },
    refetchInterval: eachMs,
  });

export const useCatalog = (): UseQueryResult<Catalog> =>
  useQuery({
    queryKey: ['catalog'],
    queryFn: ({ signal }) => reading.read('GET /api/catalog', {}, { keep: true, signal }),
    select: replyOf<Catalog>,
  });

/** Who runs this installation, and what each severity means to its people. */
export const useOrganisation = (): UseQueryResult<Organisation> =>
  useQuery({
    queryKey: ['organisation'],
    queryFn: ({ signal }) => reading.read('GET /api/organisation', {}, { keep: true, signal }),
    select: replyOf<Organisation>,
  });

/** Status pages, for those who run them. */
export const useStatusPages = (): UseQueryResult<StatusPageSummary[]> =>
  useQuery({
    queryKey: ['status-pages'],
    queryFn: async ({ signal }) => (await call('GET /api/status-pages', {}, { signal })).items,
  });

/** Who has this room open, and who types there. */
export function usePresence(incident: string): RoomPeople {
  useEffect(() => askPresence(incident), [incident]);
  return useSyncExternalStore(onPeople, () => peopleIn(incident));
}

const subscribeToConnection = (listener: () => void): (() => void) => live.onConnection(listener);
const connectionNow = (): Connection => live.connection();
const subscribeToKept = (listener: () => void): (() => void) => outbox.onChange(listener);
const keptNow = (): readonly KeptCommand[] => outbox.kept();

/** How this browser hears the server. */
export const useConnection = (): Connection => useSyncExternalStore(subscribeToConnection, connectionNow);

/** What was written here and is not acknowledged yet, oldest first: of one incident by its UUID, or of all. */
export function useKept(incident?: string): readonly KeptCommand[] {
  const kept = useSyncExternalStore(subscribeToKept, keptNow);
  return useMemo(
    () => (incident === undefined ? kept : kept.filter((command) => command.incident === incident)),
    [kept, incident],
  );
}

/** Since when what the screens show is old news; null while it is as the server says. */
export const useKeptAt = (): number | null => useSyncExternalStore(subscribeToCache, oldestKept);

const subscribeToCache = (listener: () => void): (() => void) => queryClient.getQueryCache().subscribe(listener);

function oldestKept(): number | null {
  const times = queryClient
    .getQueryCache()
    .findAll({ type: 'active' })
    .flatMap(({ state }) => (state.data as Partial<Read<unknown>> | undefined)?.keptAt ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** What was to be seen and is not any more is forgotten, wherever it was. */
async function seen<Reply>(reference: string, asked: Promise<Reply>): Promise<Reply> {
  try {
    return await asked;
  } catch (error) {
    const hidden = error instanceof ProblemReply && error.problem.status === 404;
    const incident = hidden ? forgetPrivacy(reference) : null;
    if (incident !== null) void forget(incident).catch(reportError);
    throw error;
  }
}

async function forget(incident: string): Promise<void> {
  const shown = concerns(incident);
  const queries = queryClient.getQueryCache().findAll({ predicate: shown });
  forgetRoomLog(incident);
  await reading.forget(incident);
  const refused = outbox.kept().filter((kept) => kept.incident === incident && kept.state === 'refused');
  await Promise.all(refused.map(({ id }) => outbox.discard(id)));
  await Promise.all(queries.map(({ queryKey }) => queryClient.resetQueries({ queryKey, exact: true })));
  queryClient.removeQueries({ queryKey: ['readings', incident] });
  // Also those that no screen shows now: what is kept of them still names it.
  await queryClient.refetchQueries({ queryKey: ['incidents'] });
}

async function noted(incident: { readonly id: string; readonly number: string; readonly private: boolean }) {
  if (notePrivacy(incident)) await reading.forget(incident.id);
}

/** What is told outside of an incident, by its UUID. */
const spoken = ['draft', 'holding', 'deliveries', 'brief-links'];

const concerns = (incident: string) => (query: Query) => {
  const [what, reference] = query.queryKey;
  if (spoken.includes(String(what))) return reference === incident;
  if (what !== 'incident' && what !== 'picture') return false;
  const shown = (query.state.data as Read<{ id?: string }> | undefined)?.reply.id;
  // One that was not to be seen may be now.
  if (query.state.status === 'error' && shown === undefined) return true;
  return reference === incident || shown === incident || openIncident(String(reference)) === incident;
};

/** Looks again at everything, as the person who has just signed in. */
export async function signedIn(): Promise<void> {
  await queryClient.refetchQueries({ queryKey: ['me'] });
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
}

/** Keeps the queries of this page as the live stream tells; to be called once. */
export function followLive(): void {
  const list = paced(listEachMs, () => void queryClient.invalidateQueries({ queryKey: ['incidents'] }));
  const perIncident = new Map<string, () => void>();
  live.subscribe((told) => {
    if (told.kind === 'look-again') void queryClient.invalidateQueries();
    if (told.kind !== 'entry') return;
    list();
    const { incident, type } = told.entry;
    // What was redacted goes from the disk of every browser that hears of it.
    if (type === 'EntryRedacted') void reading.forget(incident).catch(reportError);
    const refresh =
      perIncident.get(incident) ??
      paced(incidentEachMs, () => void queryClient.invalidateQueries({ predicate: concerns(incident) }));
    perIncident.set(incident, refresh);
    refresh();
  });
  onSessionEnd(() => {
    perIncident.clear();
    forgetPeople();
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    void queryClient.resetQueries({ queryKey: ['me'] });
  });
}
