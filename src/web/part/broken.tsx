import { Button } from './button.tsx';

/** A screen that failed. What was written is kept; only the page is read again. */
export function Broken({ error }: { readonly error: unknown }) {
  return (
    <main className="mx-auto max-w-xl px-5 pt-[12vh]">
      <h1 className="text-xl font-semibold tracking-tight">This screen could not be shown</h1>
      <p role="alert" className="mt-2 mb-5 text-quiet">
        Nothing that was written is lost. Load the page again; if that does not help, the command line does everything
        that this screen does. It said: {error instanceof Error ? error.message : String(error)}
      </p>
      <Button kind="primary" onClick={() => location.reload()}>
        Load again
      </Button>
    </main>
  );
}

/** A part over the page that could not be loaded: the page under it goes on. */
export function PartMissing() {
  return (
    <p
      role="alert"
      className="fixed inset-x-3 bottom-16 z-20 mx-auto max-w-xl rounded-lg border border-warn bg-warn-soft px-3.5 py-2.5 text-sm wide:bottom-3"
    >
      This could not be loaded: the server does not have it. Everything else goes on; load the page again when it suits.
    </p>
  );
}
