import { allHold, readConditions } from '../../domain/alert/matcher.ts';
import { compilePattern, PatternProblem } from '../../domain/alert/pattern.ts';
import { type Instant, later } from '../../domain/time.ts';
import { wordHoldsMs } from '../../domain/alert/notice.ts';
import type { Desk, IntakeAnswer, ListedAlert, Receiver } from '../../intake/ports.ts';
import { answer, fault } from './answer.ts';
import { silencesV2 } from './silences-v2.ts';
import { status } from './status.ts';

/** The one receiver that alerts have here: us. */
export const receiverName = 'allclear';

const truths = ['true', '1', 'yes', 'ok', 'y', 'on', 'selected', 'checked', 't', 'enabled'];

/** Answers Alertmanager's API for reading: amtool, karma, Grafana's data source. */
export const queryV2: Receiver = {
  name: 'alertmanager/v2 queries',
  match({ method, path }) {
    if (!path.startsWith('/api/v2/')) return null;
    if (path === '/api/v2/status' || path === '/api/v2/receivers') return method === 'GET' ? { scopes: [] } : null;
    if (path === '/api/v2/alerts' || path === '/api/v2/alerts/groups') {
      return method === 'GET' ? { scopes: ['read'] } : null;
    }
    return silencesV2.match(method, path);
  },
  async handle(request, desk) {
    const { path } = request;
    if (path === '/api/v2/status') return answer(200, status(desk.startedAt));
    if (path === '/api/v2/receivers') return answer(200, [{ name: receiverName }]);
    if (path === '/api/v2/alerts') return listAlerts(new URLSearchParams(request.search), desk);
    if (path === '/api/v2/alerts/groups') return listGroups(new URLSearchParams(request.search), desk);
    return silencesV2.handle(request, desk);
  },
};

/** Alerts that a query asks for, or what is wrong with it. */
async function asked(query: URLSearchParams, desk: Desk): Promise<ListedAlert[] | IntakeAnswer> {
  const read = readConditions(query.getAll('filter'));
  if (!read.ok) return fault(400, read.reason);
  const wants = (name: string): boolean => !query.has(name) || truths.includes((query.get(name) ?? '').toLowerCase());
  const receiver = query.get('receiver') ?? '';
  try {
    if (receiver !== '' && !compilePattern(receiver).matches(receiverName)) return [];
  } catch (error) {
    if (error instanceof PatternProblem) return fault(400, `failed to parse receiver param: ${receiver}`);
    throw error;
  }
  const [active, silenced] = [wants('active'), wants('silenced')];
  return (await desk.firing()).filter(
    ({ alert, silencedBy }) => (silencedBy.length > 0 ? silenced : active) && allHold(read.conditions, alert.labels),
  );
}

async function listAlerts(query: URLSearchParams, desk: Desk): Promise<IntakeAnswer> {
  const alerts = await asked(query, desk);
  return Array.isArray(alerts) ? answer(200, alerts.map(toRow)) : alerts;
}

async function listGroups(query: URLSearchParams, desk: Desk): Promise<IntakeAnswer> {
  const alerts = await asked(query, desk);
  if (!Array.isArray(alerts)) return alerts;
  const groups = new Map<string, ListedAlert[]>();
  for (const listed of alerts) {
    const key = JSON.stringify(listed.group);
    groups.set(key, [...(groups.get(key) ?? []), listed]);
  }
  const rows = [...groups.values()].map((listed) => ({
    labels: listed[0]?.group ?? {},
    receiver: { name: receiverName },
    alerts: listed.map(toRow),
  }));
  return answer(200, rows);
}

const iso = (instant: Instant): string => new Date(instant).toISOString();

function toRow({ alert, silencedBy }: ListedAlert): object {
  const { annotations, fingerprint, labels, startsAt, endsAt, lastSeenAt, generatorUrl } = alert;
  return {
    annotations,
    // Clients expect an end; an alert that holds until further word is given the one that a repeat would have.
    endsAt: iso(endsAt ?? later(lastSeenAt, wordHoldsMs)),
    fingerprint,
    receivers: [{ name: receiverName }],
    startsAt: iso(startsAt),
    status: { inhibitedBy: [], silencedBy, state: silencedBy.length > 0 ? 'suppressed' : 'active' },
    updatedAt: iso(lastSeenAt),
    ...(generatorUrl === null ? {} : { generatorURL: generatorUrl }),
    labels,
  };
}
