import { accepted, refused } from '../../outcome.ts';
import { nothingChanges, type Rule, stillOpen } from '../rule.ts';

/** The survivor's half of a merge: responders, alerts, routing groups and open promises come over. */
export const absorb: Rule<'absorb'> = {
  wants: ({ body }) => ({ other: body.from }),
  decide: (state, { body }, { found }) => {
    const merged = found.other;
    if (!merged) return refused('incident/not-found', {}, '/from');
    if (state.absorbed.includes(body.from)) return nothingChanges();
    return (
      stillOpen(state) ??
      accepted({
        type: 'IncidentAbsorbed',
        body: {
          from: merged.id,
          fromNumber: merged.number,
          responders: merged.responders,
          alerts: Object.values(merged.alerts),
          groups: merged.groups,
          promises: merged.promises.flatMap(({ audience, at, duty, state: kept }) =>
            kept === 'open' ? [{ audience, at, duty }] : [],
          ),
        },
      })
    );
  },
};
