const lookEveryMs = 250;
const afterFailureMs = 1000;

/** A server process that is started again when it dies without being asked to. */
export interface KeptAlive {
  readonly pid: number;
  /** Stops looking; resolves when no restart is under way any more. */
  stop(): Promise<void>;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there all the same.
    return (error as { code?: string }).code === 'EPERM';
  }
}

/** Watches process `first` and calls `again`, which answers the new pid, whenever it is gone. */
export function keepAlive(first: number, again: () => Promise<number>, log: (line: string) => void): KeptAlive {
  let pid = first;
  let stopped = false;
  let restarting: Promise<void> | null = null;
  let notBefore = 0;

  async function restart(): Promise<void> {
    log(`PostgreSQL (pid ${pid}) is gone without having been asked to stop; starting it again`);
    try {
      pid = await again();
    } catch (error) {
      log(`PostgreSQL did not come back: ${String(error)}`);
      notBefore = performance.now() + afterFailureMs;
    }
  }

  const looking = setInterval(() => {
    if (stopped || restarting !== null || performance.now() < notBefore || isThere(pid)) return;
    restarting = restart().finally(() => {
      restarting = null;
    });
  }, lookEveryMs);
  looking.unref();
  return {
    get pid() {
      return pid;
    },
    async stop() {
      stopped = true;
      clearInterval(looking);
      await restarting;
    },
  };
}
