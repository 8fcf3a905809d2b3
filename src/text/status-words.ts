import type { MaintenanceStatus, PostStatus } from '../domain/status-page/event.ts';
import type { ComponentStatus } from '../domain/status-page/page.ts';
import type { PageView } from '../domain/status-page/view.ts';

/** What customers read for a status. No word claims that a cause is known. */
export const postWords: Readonly<Record<PostStatus | MaintenanceStatus, string>> = {
  investigating: 'We are looking into it',
  working: 'We are working on it',
  watching: 'It looks better; we are watching',
  resolved: 'It is over',
  scheduled: 'Planned',
  in_progress: 'Under way',
  verifying: 'Done; we are checking',
  completed: 'Completed',
};

export const componentWords: Readonly<Record<ComponentStatus, string>> = {
  operational: 'Operational',
  under_maintenance: 'Under maintenance',
  degraded_performance: 'Slower or less reliable than usual',
  partial_outage: 'Partly not working',
  major_outage: 'Not working',
};

/** One sentence for a whole page. */
export function summaryWords({ worst, open }: Pick<PageView, 'worst' | 'open'>): string {
  if (worst === 'operational') return open.length === 0 ? 'No known problems' : 'There is a problem';
  return {
    under_maintenance: 'Maintenance is under way',
    degraded_performance: 'Some things are slower or less reliable than usual',
    partial_outage: 'Some things partly do not work',
    major_outage: 'Some things do not work',
  }[worst];
}

/** The sentence that readers of Statuspage’s JSON expect. */
export function statuspageDescription({ worst, open }: Pick<PageView, 'worst' | 'open'>): string {
  if (worst === 'operational') return open.length === 0 ? 'All Systems Operational' : 'Minor Service Outage';
  return {
    under_maintenance: 'Service Under Maintenance',
    degraded_performance: 'Partially Degraded Service',
    partial_outage: 'Partial System Outage',
    major_outage: 'Major Service Outage',
  }[worst];
}

/** A share of time as people read it: never rounded up to a whole hundred. */
export const percent = (share: number): string =>
  share === 1 ? '100 %' : `${(Math.floor(share * 100_000) / 1000).toFixed(2)} %`;
