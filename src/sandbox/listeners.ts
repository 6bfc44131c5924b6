/** Those who want to hear that something changed. */
export type Listeners = {
  /** Calls `listener` after every change. Answers a function that stops it. */
  readonly onChange: (listener: () => void) => () => void;
  readonly notify: () => void;
};

export function createListeners(): Listeners {
  const listeners = new Set<() => void>();
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    notify() {
      // A copy: a listener may stop itself.
      for (const listener of Array.from(listeners)) listener();
    },
  };
}
