import type { EndpointReply } from '../../../api/endpoint-table.ts';
import { Section } from '../../part/section.tsx';
import { Empty } from '../../part/empty.tsx';

type Communications = EndpointReply<'showCommunications'>;

interface CommunicationsProps {
  readonly communications: Communications;
  readonly operates: boolean;
}

/** The leadership tree and everybody else who hears: at which severity, by which channel, and who stands in. */
export function People({ communications, operates }: CommunicationsProps) {
  const { recipients } = communications;
  return (
    <Section title="Who hears updates">
      {recipients.length === 0 ? (
        <Empty title="Nobody is set up to be told">
          <p>
            The leadership tree says who hears at which severity, by which channel, and who stands in when they cannot
            be reached.
          </p>
          {operates ? <Example /> : null}
        </Empty>
      ) : (
        <div
          className="overflow-x-auto rounded-lg border border-rule bg-panel"
          tabIndex={0}
          role="region"
          aria-label="Who hears updates"
        >
          <table className="w-full text-sm">
            <thead>
              <tr className="border-b border-rule text-left text-quiet">
                {['Who', 'Audience', 'At', 'Through', 'Stands in'].map((heading) => (
                  <th key={heading} className="px-4 py-2 font-medium">
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {recipients.map(({ name, audience, severities, channel, standIn }) => (
                <tr key={`${audience}/${name}/${channel}`} className="border-b border-rule last:border-0">
                  <td className="px-4 py-1.5">{name}</td>
                  <td className="px-4 py-1.5">{audience}</td>
                  <td className="px-4 py-1.5">{severities.length === 5 ? 'every severity' : severities.join(', ')}</td>
                  <td className="px-4 py-1.5">{channel}</td>
                  <td className="px-4 py-1.5">{standIn ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function Example() {
  return (
    <>
      <pre className="mt-2 overflow-x-auto rounded-md bg-press p-3 font-mono text-xs" tabIndex={0}>
        {
          'reminders: mail\nrecipients:\n  - name: Head of shop\n    audience: leadership\n    channel: mail\n    address: head@example.org\n    severities: [SEV-1, SEV-2]\n    standIn: { name: Deputy, channel: mail, address: deputy@example.org }'
        }
      </pre>
      <p className="mt-2">
        Save it as <code className="font-mono text-xs">communications.yaml</code>, then run{' '}
        <code className="font-mono text-xs">allclear apply -f communications.yaml</code>.
      </p>
    </>
  );
}
