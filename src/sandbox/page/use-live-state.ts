import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageMessage, PageState } from './page-state.types.ts';
import { writtenAt } from './times.ts';

export type Connection = 'loading' | 'open' | 'lost';

const RETRY_MS = 1000;

/**
 * The state of this person's screen, pushed by the sandbox. A lost connection is retried every second, and the last state stays;
 * `restarted` is called when another sandbox answers then. (A
 * web socket, since a browser allows only six event streams over all tabs.)
 */
export function useLiveState(
  person: string | undefined,
  restarted: () => void,
): { state: PageState | undefined; connection: Connection } {
  const [state, setState] = useState<PageState>();
  const [connection, setConnection] = useState<Connection>('loading');
  // Over reconnections too: a sandbox that was restarted has another workspace.
  const workspace = useRef<string>(undefined);
  const openedAt = useRef(0);
  useEffect(() => {
    let socket: WebSocket;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    function connect() {
      const as = person === undefined ? '' : `?as=${encodeURIComponent(person)}`;
      socket = new WebSocket(`ws://${location.host}/api/live${as}`);
      socket.onmessage = (event) => {
        setConnection('open');
        const next: PageState = JSON.parse(String(event.data));
        if (workspace.current !== undefined && workspace.current !== next.workspace) restarted();
        if (workspace.current !== next.workspace) openedAt.current = next.now;
        workspace.current = next.workspace;
        setState(withoutOldWhispers(next, openedAt.current));
      };
      socket.onclose = () => {
        if (over) return;
        setConnection('lost');
        retry = setTimeout(connect, RETRY_MS);
      };
    }
    connect();
    return () => {
      over = true;
      clearTimeout(retry);
      socket.close();
    };
  }, [person]);
  return { state, connection };
}

/** Ephemeral messages last until a reload, as in Slack: those from before the page was opened are left out. */
function withoutOldWhispers(state: PageState, openedAt: number): PageState {
  const isShown = ({ ephemeralFor, ts }: PageMessage) => ephemeralFor === undefined || writtenAt(ts) >= openedAt;
  const channels = state.channels.map((one) => ({ ...one, messages: one.messages.filter(isShown) }));
  return { ...state, channels };
}
