/** Runs at once, and again at most this often while it is asked for: the last asking is never lost. */
export function paced(everyMs: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let asked = false;

  function rest(): void {
    timer = setTimeout(() => {
      timer = null;
      if (!asked) return;
      asked = false;
      run();
      rest();
    }, everyMs);
  }

  return () => {
    if (timer !== null) {
      asked = true;
      return;
    }
    run();
    rest();
  };
}
