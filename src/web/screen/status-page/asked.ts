import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ProblemReply } from '../../../api/reply-error.ts';
import { call } from '../../data/call.ts';
import { queryClient } from '../../data/query.ts';
import type { StatusPageView } from '../../data/types.ts';

const pageEachMs = 5000;

/** A page as those see it who run it. */
export const useStatusPage = (page: string): UseQueryResult<StatusPageView> =>
  useQuery({
    queryKey: ['status-pages', page],
    queryFn: ({ signal }) => call('GET /api/status-pages/{page}', { page }, { signal }),
    refetchInterval: pageEachMs,
    staleTime: 0,
  });

export const pagesChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['status-pages'] });

/** What to say of something that did not work. */
export function saidOf(error: unknown): string {
  if (!(error instanceof ProblemReply)) return 'The server does not answer. Nothing was published.';
  const { detail, errors, next } = error.problem;
  const pointed = errors?.map((each) => `${each.pointer}: ${each.detail}`).join('; ');
  return pointed ? `${detail} ${pointed}` : `${detail} ${next}`;
}

export const statusWords = {
  operational: 'operational',
  under_maintenance: 'under maintenance',
  degraded_performance: 'slower or less reliable',
  partial_outage: 'partly not working',
  major_outage: 'not working',
} as const;

export type ComponentStatus = keyof typeof statusWords;

export const postStatusWords = {
  investigating: 'We are looking into it',
  working: 'We are working on it',
  watching: 'It looks better; we are watching',
  resolved: 'It is over',
} as const;

export type PostStatus = keyof typeof postStatusWords;
