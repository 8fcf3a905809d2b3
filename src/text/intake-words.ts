import { written } from '../domain/alert/matcher.ts';
import type { IntakeWords } from '../intake/ports.ts';

const minute = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** What intake writes into incident logs. */
export const intakeWords: IntakeWords = {
  silenced({ matchers, startsAt, endsAt, createdBy, comment }, alerts) {
    const why = comment.trim() === '' ? 'without a reason' : comment.trim();
    const what = matchers.map(written).join(', ');
    return (
      `Silence from ${minute(startsAt)} to ${minute(endsAt)} on ${what}, made with an intake key by ` +
      `"${createdBy}": ${why}. It covers ${counted(alerts, 'firing alert')} of this incident; new ones will not join.`
    );
  },
  tooMany: (limit) =>
    `${counted(limit, 'alert')} are in this log. Further ones of the group are only in the list of alerts.`,
  leftOut: (count) =>
    `The sender left out ${counted(count, 'alert')} of this group (max_alerts of the Alertmanager that notified us).`,
};
