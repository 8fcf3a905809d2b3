import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import type { Audience } from '../../domain/incident/vocabulary.ts';
import { call } from './call.ts';

export type Draft = EndpointReply<'showDraft'>;
export type Words = Draft['draft'];
export type Update = EndpointReply<'listUpdates'>['items'][number];
export type Question = Draft['questions'][number];
export type Delivery = EndpointReply<'listDeliveries'>['items'][number];
export type Brief = EndpointReply<'showBrief'>;
export type Channel = EndpointReply<'listChannels'>['items'][number];
export type ChannelKind = EndpointReply<'listChannelKinds'>['items'][number];

const deliveriesEachMs = 5000;
const briefEachMs = 5000;

/** The next update to an audience, drafted from the log. */
export const useDraft = (incident: string, audience: Audience): UseQueryResult<Draft> =>
  useQuery({
    queryKey: ['draft', incident, audience],
    queryFn: ({ signal }) => call('GET /api/incidents/{incident}/draft', { incident, audience }, { signal }),
  });

export const useHoldingStatement = (incident: string): UseQueryResult<EndpointReply<'showHoldingStatement'>> =>
  useQuery({
    queryKey: ['holding', incident],
    queryFn: ({ signal }) => call('GET /api/incidents/{incident}/holding-statement', { incident }, { signal }),
  });

/** What was told to whom, and what became of it. */
export const useDeliveries = (incident: string): UseQueryResult<Delivery[]> =>
  useQuery({
    queryKey: ['deliveries', incident],
    queryFn: async ({ signal }) =>
      (await call('GET /api/incidents/{incident}/deliveries', { incident }, { signal })).items,
    refetchInterval: deliveriesEachMs,
  });

export const useBriefLinks = (incident: string): UseQueryResult<EndpointReply<'listBriefLinks'>['items']> =>
  useQuery({
    queryKey: ['brief-links', incident],
    queryFn: async ({ signal }) =>
      (await call('GET /api/incidents/{incident}/brief-links', { incident }, { signal })).items,
  });

/** The brief of an incident, or the one that a personal link opened. */
export const useBrief = (number: string | null): UseQueryResult<Brief> =>
  useQuery({
    queryKey: ['brief', number ?? 'linked'],
    queryFn: ({ signal }) =>
      number === null
        ? call('GET /api/brief', {}, { signal })
        : call('GET /api/incidents/{incident}/brief', { incident: number }, { signal }),
    refetchInterval: briefEachMs,
    retry: false,
  });

export const useBriefs = (): UseQueryResult<EndpointReply<'listBriefs'>['items']> =>
  useQuery({
    queryKey: ['briefs'],
    queryFn: async ({ signal }) => (await call('GET /api/briefs', {}, { signal })).items,
    refetchInterval: briefEachMs,
  });

export const usePromiseMonths = (): UseQueryResult<EndpointReply<'listPromiseMonths'>['items']> =>
  useQuery({
    queryKey: ['promise-months'],
    queryFn: async ({ signal }) => (await call('GET /api/measures/promises', {}, { signal })).items,
  });

export const useChannels = (): UseQueryResult<Channel[]> =>
  useQuery({
    queryKey: ['channels'],
    queryFn: async ({ signal }) => (await call('GET /api/channels', {}, { signal })).items,
  });

export const useChannelKinds = (): UseQueryResult<ChannelKind[]> =>
  useQuery({
    queryKey: ['channel-kinds'],
    queryFn: async ({ signal }) => (await call('GET /api/channel-kinds', {}, { signal })).items,
  });

export const useCommunications = (): UseQueryResult<EndpointReply<'showCommunications'>> =>
  useQuery({
    queryKey: ['communications'],
    queryFn: ({ signal }) => call('GET /api/communications', {}, { signal }),
  });
