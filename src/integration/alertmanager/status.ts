import type { Instant } from '../../domain/time.ts';

/** The release of Alertmanager whose API this is. Clients that look at the version look for what it can do. */
const speaks = '0.25.0';

/** A configuration that amtool can read: everything goes to us. */
const original = 'route:\n  receiver: allclear\nreceivers:\n- name: allclear\n';

/** What every client asks first. */
export const status = (startedAt: Instant): object => ({
  cluster: { status: 'disabled', peers: [] },
  config: { original },
  uptime: new Date(startedAt).toISOString(),
  versionInfo: {
    version: speaks,
    revision: 'allclear',
    branch: 'allclear',
    buildUser: 'allclear',
    buildDate: '',
    goVersion: '',
  },
});
