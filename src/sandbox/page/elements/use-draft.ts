import { useEffect, useRef, useState } from 'preact/hooks';

/** What became of a value: known to the server, taken back by the person (a confirm dialog), or not sent. */
export type Put = 'sent' | 'denied' | 'failed';

/** Sends what has not been sent; a form asks all of them before it submits. Answers whether the server has it now. */
export type Unsent = Set<() => Promise<boolean>>;

export type Draft<T> = {
  readonly value: T;
  /** Shows `next` at once and sends it `afterMs` after the last change; 'later': with the next flush. */
  readonly change: (next: T, afterMs?: number | 'later') => void;
  readonly flush: () => Promise<boolean>;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
};

/**
 * What a person is putting in. The server's value is the truth, but it never replaces what is in the field she is in, nor what
 * has not reached the server yet: a view that is updated under her hands leaves them alone.
 */
export function useDraft<T>(serverValue: T, put: (value: T) => Promise<Put>, unsent: Unsent | undefined): Draft<T> {
  const [value, setValue] = useState(serverValue);
  // What is true now, for the callbacks of timers and answers that were made some renders ago.
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
    // One after the other, so that an older value never arrives behind a newer one.
    last.current = last.current.then(async () => {
      const became = await now.put(sending);
      now.onTheWay -= 1;
      if (became === 'denied' && !now.dirty) show(now.serverValue);
      if (became === 'failed') now.dirty = true;
      return became !== 'failed';
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
    change(next, afterMs = 0) {
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
