import ical, { ICalEventStatus } from 'ical-generator';
import { maintenanceTimes } from '../../domain/status-page/post.ts';
import type { PageView } from '../../domain/status-page/view.ts';
import { addressOf } from './place.ts';

/** Maintenance as a calendar. An event keeps its UID whatever is said of it. */
export function calendar({ page, maintenance }: PageView): string {
  const made = ical({ name: `${page.name}: maintenance`, prodId: { company: 'Allclear', product: 'status page' } });
  for (const post of maintenance) {
    const { from, to } = maintenanceTimes(post);
    const calledOff = from === to;
    const event = made.createEvent({
      id: `${post.id}@allclear`,
      start: new Date(calledOff ? (post.startsAt ?? from) : from),
      end: new Date(calledOff ? (post.endsAt ?? to) : to),
      stamp: new Date(post.changedAt),
      lastModified: new Date(post.changedAt),
      sequence: post.updates.length - 1,
      summary: post.title,
      description: post.updates.at(-1)?.text ?? '',
      status: calledOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
    const address = addressOf(page);
    if (address.startsWith('http')) event.url(`${address}#p-${post.id}`);
  }
  return made.toString();
}
