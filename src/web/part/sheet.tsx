import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';

interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Wider, for charts and tables. */
  readonly wide?: boolean;
}

/** A dialog over the page; the browser keeps the focus in it and closes it with Esc. */
export function Sheet({ title, onClose, children, wide = false }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
      className={`m-auto max-h-[90dvh] w-[calc(100vw-1.5rem)] overflow-auto rounded-xl border border-rule bg-panel p-0 text-ink shadow-float ${wide ? 'max-w-4xl' : 'max-w-xl'}`}
    >
      <div className="p-4">
        <div className="mb-3 flex items-center justify-between gap-3">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          <IconButton label="Close" onClick={() => dialog.current?.close()}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        {children}
      </div>
    </dialog>
  );
}
