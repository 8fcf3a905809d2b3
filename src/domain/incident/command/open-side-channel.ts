import { accepted } from '../../outcome.ts';
import { nothingChanges, type Rule, underWay } from '../rule.ts';

/** People talk in another place too; it is registered, and what is found there must come back (A3). */
export const openSideChannel: Rule<'open-side-channel'> = {
  decide: (state, { body }) => {
    if (state.sideChannels.some(({ name, findingsAt }) => name === body.name && findingsAt === null)) {
      return nothingChanges();
    }
    return underWay(state) ?? accepted({ type: 'SideChannelOpened', body });
  },
};
