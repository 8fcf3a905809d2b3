import { useEffect, useRef, useState } from 'react';
import { ProblemReply } from '../../../../api/reply-error.ts';
import { putFile } from '../../../data/call.ts';
import type { Desk } from './desk.ts';
import { longestNote } from './draft.ts';

const largestBytes = 26_214_400;

export interface Files {
  /** Takes what was pasted or dropped if it is a file or too long for what is left of the line; says whether it did. */
  readonly take: (given: DataTransfer, left?: number) => boolean;
  readonly upload: (files: readonly File[]) => Promise<void>;
  readonly busy: boolean;
}

/** Puts files into the log: pictures and output as they are pasted or dropped. */
export function useFiles(incident: string, say: Desk['say'], tell: (says: string) => void): Files {
  const [busy, setBusy] = useState(false);

  const one = async (file: File): Promise<void> => {
    if (file.size > largestBytes) {
      tell(`${file.name} is larger than 25 MB. Link to it instead.`);
      return;
    }
    const kept = await putFile(file);
    await say('attach', {
      file: { ...kept, name: file.name || 'pasted.png', sizeBytes: file.size },
      text: '',
    });
  };

  const upload = async (files: readonly File[]): Promise<void> => {
    setBusy(true);
    tell(files.length === 1 ? `Attaching ${files[0]?.name || 'it'}…` : `Attaching ${files.length} files…`);
    try {
      for (const file of files) await one(file);
      tell('');
    } catch (error) {
      tell(
        error instanceof ProblemReply
          ? error.problem.detail
          : 'A file needs the server, and it does not answer. Try again.',
      );
    } finally {
      setBusy(false);
    }
  };

  const take = (given: DataTransfer, left = longestNote): boolean => {
    const files = [...given.files];
    if (files.length > 0) {
      void upload(files);
      return true;
    }
    const text = given.getData('text/plain');
    if (text.length <= left) return false;
    void upload([new File([text], 'pasted.txt', { type: 'text/plain' })]);
    return true;
  };

  return { take, upload, busy };
}

/** Whatever is dropped anywhere in the room goes into its log. */
export function useDrop(take: Files['take']): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const writable = ({ target }: DragEvent): boolean =>
      target instanceof HTMLElement && ['INPUT', 'TEXTAREA'].includes(target.tagName);
    const over = (event: DragEvent): void => {
      if (!writable(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      const taken = event.dataTransfer !== null && latest.current(event.dataTransfer);
      // A few words that are moved into a field are the field's.
      if (taken || !writable(event)) event.preventDefault();
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
}
