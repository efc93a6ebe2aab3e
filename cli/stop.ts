/** What tells a process to stop. */
export const stopping = ['SIGTERM', 'SIGINT'] as const;

/** Resolves when the process is told to stop: by SIGTERM, or by Ctrl-C. A second time stops it at once. */
export function onStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of stopping) process.once(signal, () => resolve());
  });
}
