import { useEffect, useRef, useState } from 'react';
import { ProblemReply } from '../../../api/reply-error.ts';
import { call } from '../../data/call.ts';
import { useAlerts } from '../../data/query.ts';
import { Button } from '../../part/button.tsx';
import { TextField } from '../../part/field.tsx';
import { Notice } from '../../part/notice.tsx';
import { Snippet } from './snippet.tsx';
import { Step } from './step.tsx';

interface Source {
  readonly name: string;
  readonly kind: string;
  readonly url: string;
}

/** Adds the Prometheus that readings come from, and looks at it. */
function usePrometheus() {
  const [url, setUrl] = useState('');
  const [says, setSays] = useState('');
  const connect = async (): Promise<void> => {
    const setting = await call('GET /api/settings/{name}', { name: 'sources' });
    const { sources = [] } = (setting.document ?? {}) as { sources?: readonly Source[] };
    const others = sources.filter(({ name }) => name !== 'prometheus');
    // First, so that what is wrong with it is pointed at by a place that is known.
    const document = { sources: [{ name: 'prometheus', kind: 'prometheus', url: url.trim() }, ...others] };
    await call('PUT /api/settings/{name}', { name: 'sources', version: setting.version, document });
    const { health, because } = await call('POST /api/sources/{name}/test', { name: 'prometheus' });
    setSays(
      health === 'fresh'
        ? 'Connected: Prometheus answers, and what it knows is fresh.'
        : `Saved. Prometheus is ${health}: ${because}.`,
    );
  };
  return { url, setUrl, says, connect };
}

/** Turns green when the first alert comes in. */
function FirstAlert() {
  const alerts = useAlerts(undefined, 2000);
  const [first] = alerts.data ?? [];
  return first === undefined ? (
    <Notice announced>Waiting for the first alert…</Notice>
  ) : (
    <Notice tone="ok" announced>
      <b>It works.</b> {first.name} came in, {first.status}.
    </Notice>
  );
}

const snippetsFor = (address: URL, key: string) => [
  {
    title: 'Prometheus, as one more Alertmanager: prometheus.yml',
    text: `alerting:\n  alertmanagers:\n    - path_prefix: /in/${key}\n      scheme: ${address.protocol.replace(':', '')}\n      static_configs: [{ targets: ['${address.host}'] }]`,
  },
  {
    title: 'or Alertmanager, by webhook: alertmanager.yml',
    text: `receivers:\n  - name: allclear\n    webhook_configs:\n      - url: '${address.origin}/in/${key}/alertmanager'\n        send_resolved: true`,
  },
];

/** Where alarms come from, and where the all-clear reads its proof. */
export function ConnectStep() {
  const heading = useRef<HTMLHeadingElement>(null);
  const [key, setKey] = useState<string | null>(null);
  const { url, setUrl, says, connect } = usePrometheus();
  const [fault, setFault] = useState('');
  // What was pressed is gone with the step before: whoever reads on starts here.
  useEffect(() => heading.current?.focus(), []);
  const makeKey = async (): Promise<void> => {
    try {
      setKey((await call('POST /api/keys', { name: 'monitoring' })).key);
    } catch (error) {
      setFault(error instanceof ProblemReply ? error.problem.detail : 'The server does not answer. Try again.');
    }
  };
  return (
    <div>
      <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
        Where do alarms come from?
      </h1>
      <p className="mt-1 mb-5 max-w-[60ch] text-quiet">
        Keep the pager you have. Point what you have at one address, and it opens incidents here, unconfirmed.
      </p>
      {key === null ? (
        <>
          <Button kind="primary" className="min-h-10" onClick={() => void makeKey()}>
            Make a key for your monitoring
          </Button>
          <p role="alert" className="mt-3 text-sm text-bad empty:hidden">
            {fault}
          </p>
        </>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <p className="text-sm text-quiet">The key is shown once, here. It can send alerts and nothing else.</p>
          {snippetsFor(new URL(location.origin), key).map(({ title, text }) => (
            <Snippet key={title} title={title} text={text} />
          ))}
          <FirstAlert />
        </div>
      )}
      <div className="mt-9">
        <Step
          part
          title="Where does the all-clear read its proof?"
          says="Key signals are read from Prometheus. Without one, people say what they see, and the all-clear takes their word three times."
          button="Connect Prometheus"
          onSave={connect}
        >
          {(faultAt) => (
            <TextField
              label="Address of Prometheus"
              type="url"
              required
              placeholder="http://127.0.0.1:9090"
              fault={faultAt('/document/sources/0/url')}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Step>
        <p role="status" className="mt-3 text-sm text-quiet empty:hidden">
          {says}
        </p>
      </div>
    </div>
  );
}
