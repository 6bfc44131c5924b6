import { useEffect, useRef, useState } from 'preact/hooks';

/** The result of sending a value: sent, denied by the person (a confirm dialog), or failed. */
export type Put = 'sent' | 'denied' | 'failed';

/** Flushes unsent values before a form submits. Each resolves to whether the server has the value. */
export type Unsent = Set<() => Promise<boolean>>;

export type Draft<T> = ReturnType<typeof useDraft<T>>;

/**
 * The value a person is entering. It follows the server's value, except while the field has focus or its value has not reached the
 * server.
 */
export function useDraft<T>(serverValue: T, put: (value: T) => Promise<Put>, unsent: Unsent | undefined) {
  const [value, setValue] = useState(serverValue);
  // The current values, for callbacks created in earlier renders.
  const now = useRef({ value, serverValue, put, focused: false, dirty: false, onTheWay: 0 }).current;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(Promise.resolve(true));
  now.serverValue = serverValue;
  now.put = put;

  function show(next: T) {
    now.value = next;
    setValue(next);
  }

  function followServer() {
    if (now.focused || now.dirty || now.onTheWay > 0) return;
    if (JSON.stringify(now.value) !== JSON.stringify(now.serverValue)) show(now.serverValue);
  }

  function flush(): Promise<boolean> {
    clearTimeout(timer.current);
    if (!now.dirty) return last.current;
    now.dirty = false;
    now.onTheWay += 1;
    const sending = now.value;
    // In order, so that an older value never arrives after a newer one.
    last.current = last.current.then(async () => {
      const result = await now.put(sending);
      now.onTheWay -= 1;
      if (result === 'denied' && !now.dirty) show(now.serverValue);
      if (result === 'failed') now.dirty = true;
      return result !== 'failed';
    });
    return last.current;
  }

  useEffect(followServer, [JSON.stringify(serverValue)]);
  useEffect(() => {
    unsent?.add(flush);
    return () => void unsent?.delete(flush);
  }, [unsent]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    value,
    flush,
    /** Shows `next` at once and sends it `afterMs` after the last change; 'later': with the next flush. */
    change(next: T, afterMs: number | 'later' = 0): void {
      show(next);
      now.dirty = true;
      clearTimeout(timer.current);
      if (afterMs === 0) void flush();
      else if (afterMs !== 'later') timer.current = setTimeout(() => void flush(), afterMs);
    },
    onFocus: () => {
      now.focused = true;
    },
    onBlur: () => {
      now.focused = false;
      void flush();
      followServer();
    },
  };
}
