import { Paperclip } from 'lucide-react';
import { useState } from 'react';
import type { LogEntry } from '../../../data/types.ts';
import { Prose } from './prose.tsx';

interface File {
  readonly digest: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

const size = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} kB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;

/** A file of the log: pictures are shown, printed output can be unfolded, everything can be had. */
export function Attached({ entry }: { readonly entry: LogEntry }) {
  const [output, setOutput] = useState<string | null>(null);
  const { file, text } = entry.body as unknown as { readonly file: File; readonly text: string };
  const address = `/api/incidents/${entry.incident}/attachments/${file.digest}`;
  const image = file.mediaType.startsWith('image/') && file.mediaType !== 'image/svg+xml';
  const printed = file.mediaType === 'text/plain';
  const unfold = async (): Promise<void> => {
    const reply = await fetch(address);
    setOutput(reply.ok ? await reply.text() : 'The file cannot be read now.');
  };
  return (
    <span className="block">
      {text === '' ? null : <Prose text={text} />}
      {image ? (
        <a href={address} target="_blank" rel="noreferrer" className="mt-1 block w-fit">
          <img
            src={address}
            alt={text === '' ? `Picture ${file.name}` : text}
            loading="lazy"
            className="max-h-72 max-w-full rounded-lg border border-rule"
          />
        </a>
      ) : (
        <a
          href={address}
          download={file.name}
          className="mt-1 inline-flex max-w-full items-center gap-1.5 rounded-md border border-rule bg-panel px-2.5 py-1 text-sm touch:min-h-11"
        >
          <Paperclip aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{file.name}</span>
          <span className="text-faint">{size(file.sizeBytes)}</span>
        </a>
      )}
      {printed && output === null ? (
        <button
          type="button"
          onClick={() => void unfold()}
          className="ml-2 text-sm text-quiet underline touch:min-h-11"
        >
          Show it here
        </button>
      ) : null}
      {output === null ? null : <Prose text={output} />}
    </span>
  );
}
