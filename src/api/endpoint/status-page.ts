import * as z from 'zod';
import { uuid } from '../schema/common.ts';
import * as page from '../schema/status-page.ts';
import type { EndpointRow } from './row.ts';

const nothing = z.object({});
const ofPage = z.object({ page: page.pageSlug });

/** Status pages, for those who run them. What customers read stands under `/status/<page>`. */
export const statusPageEndpoints = {
  listStatusPages: {
    method: 'GET',
    path: '/api/status-pages',
    summary: 'Status pages, in the order in which they are set up.',
    action: 'incident.list',
    response: z.object({ items: z.array(page.statusPageSummary) }),
  },
  showStatusPage: {
    method: 'GET',
    path: '/api/status-pages/{page}',
    summary: 'A status page as it stands, with what was published, who hears of it, and how its copies are.',
    action: 'incident.list',
    params: ofPage,
    response: page.statusPageView,
  },
  previewStatusPage: {
    method: 'POST',
    path: '/api/status-pages/{page}/preview',
    summary: 'The page exactly as customers would read it with these words. Nothing is published.',
    action: 'incident.respond',
    params: ofPage,
    body: page.draft,
    response: page.previewed,
  },
  postNotice: {
    method: 'POST',
    path: '/api/status-pages/{page}/notices',
    summary: 'Publish words that belong to no incident: a new notice, or the next update of one.',
    action: 'incident.respond',
    params: ofPage,
    body: page.notice,
    response: page.published,
  },
  scheduleMaintenance: {
    method: 'POST',
    path: '/api/status-pages/{page}/maintenance',
    summary: 'Announce maintenance. It begins and ends by itself at its times.',
    action: 'incident.respond',
    params: ofPage,
    body: page.newMaintenance,
    response: page.published,
  },
  updateMaintenance: {
    method: 'POST',
    path: '/api/status-pages/{page}/maintenance/{maintenance}',
    summary: 'Say how maintenance goes, or that it began or ended before its time.',
    action: 'incident.respond',
    params: z.object({ page: page.pageSlug, maintenance: page.maintenanceKey }),
    body: page.maintenanceUpdate,
    response: page.published,
  },
  listSubscribers: {
    method: 'GET',
    path: '/api/status-pages/{page}/subscribers',
    summary: 'Who hears of this page, with their addresses.',
    action: 'settings.manage',
    params: ofPage,
    response: z.object({ items: z.array(page.subscriber) }),
  },
  removeSubscriber: {
    method: 'DELETE',
    path: '/api/status-pages/{page}/subscribers/{subscriber}',
    summary: 'Delete a subscriber, with the address.',
    action: 'settings.manage',
    params: z.object({ page: page.pageSlug, subscriber: uuid }),
    response: nothing,
  },
  setTargetSecret: {
    method: 'PUT',
    path: '/api/status-pages/{page}/targets/{target}/secret',
    summary: 'Set the secret key by which copies are written to a bucket. It is sealed and never shown.',
    action: 'settings.manage',
    params: z.object({ page: page.pageSlug, target: z.string().max(60) }),
    body: page.targetSecret,
    response: nothing,
  },
} as const satisfies Record<string, EndpointRow>;
