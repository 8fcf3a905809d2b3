import type { Instant } from '../time.ts';
import type { ComponentSaid, MaintenanceStatus, PostStatus } from './event.ts';

/** What is said of a page itself, without an incident. */
export interface PageCommandBodies {
  'post-notice': {
    /** Key of the notice that it goes on with, or null for a new one. */
    post: string | null;
    title: string;
    status: PostStatus;
    text: string;
    components: readonly ComponentSaid[];
  };
  'schedule-maintenance': {
    title: string;
    text: string;
    components: readonly string[];
    startsAt: Instant;
    endsAt: Instant;
  };
  'update-maintenance': {
    maintenance: string;
    status: Exclude<MaintenanceStatus, 'scheduled'> | null;
    text: string;
  };
}

export type PageVerb = keyof PageCommandBodies;

/** A write request about a page. Its id is made by whoever sends it, so that sending again is harmless. */
export type PageCommand = {
  [V in PageVerb]: { readonly id: string; readonly verb: V; readonly body: PageCommandBodies[V] };
}[PageVerb];
