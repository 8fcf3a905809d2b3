import type { EndpointReply } from '../../../api/endpoint-table.ts';
import { useProse } from '../../data/prose.ts';
import { Section } from '../../part/section.tsx';
import { Tag } from '../../part/tag.tsx';

type Template = EndpointReply<'showCommunications'>['templates'][number];

interface TemplatesProps {
  readonly communications: EndpointReply<'showCommunications'>;
  readonly operates: boolean;
}

/** Words to begin an update with, by severity and audience, shown as they will read. */
export function Templates({ communications, operates }: TemplatesProps) {
  const { templates } = communications;
  if (templates.length === 0) {
    return operates ? (
      <Section title="Templates">
        <p className="text-sm text-quiet">
          None yet: updates begin with the draft from the log. A template stands under{' '}
          <code className="font-mono text-xs">templates</code> in the same file, and may use{' '}
          <code className="font-mono text-xs">{'{affected}'}</code>,{' '}
          <code className="font-mono text-xs">{'{since}'}</code>, <code className="font-mono text-xs">{'{title}'}</code>
          , <code className="font-mono text-xs">{'{severity}'}</code> and{' '}
          <code className="font-mono text-xs">{'{number}'}</code>.
        </p>
      </Section>
    ) : null;
  }
  return (
    <Section title="Templates">
      <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel">
        {templates.map((template) => (
          <TemplateRow key={template.name} template={template} />
        ))}
      </ul>
    </Section>
  );
}

const example: Readonly<Record<string, string>> = {
  number: '41',
  title: 'Checkout fails',
  severity: 'SEV-2',
  affected: 'checkout',
  since: '14:02 UTC',
};

const preview = (text: string): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => example[name] ?? whole);

function TemplateRow({ template }: { readonly template: Template }) {
  const { name, audience, severities, status, know, doing, dontKnow } = template;
  const text = preview([status, know, doing, dontKnow].filter((part) => part !== '').join('\n'));
  const findings = useProse(text, 'live');
  return (
    <li className="px-4 py-3">
      <p className="flex flex-wrap items-center gap-2">
        <b className="font-semibold">{name}</b>
        <Tag>{audience}</Tag>
        <span className="text-sm text-quiet">{severities.length === 5 ? 'every severity' : severities.join(', ')}</span>
      </p>
      <p className="mt-1 text-sm whitespace-pre-line text-quiet">{text}</p>
      {findings.map(({ start, end, why }) => (
        <p key={start} className="mt-1 text-sm text-warn">
          “{text.slice(start, end)}”: {why}
        </p>
      ))}
    </li>
  );
}
