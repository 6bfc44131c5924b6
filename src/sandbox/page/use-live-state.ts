import { useEffect, useState } from 'preact/hooks';
import type { PageState } from './page-state.types.ts';

export type Connection = 'loading' | 'open' | 'lost';

const RETRY_MS = 1000;

/**
 * The state of this person's screen, pushed by the sandbox. A lost connection is retried every second, and the last state stays. (A
 * web socket, since a browser allows only six event streams over all tabs.)
 */
export function useLiveState(person: string | undefined): { state: PageState | undefined; connection: Connection } {
  const [state, setState] = useState<PageState>();
  const [connection, setConnection] = useState<Connection>('loading');
  useEffect(() => {
    let socket: WebSocket;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    function connect() {
      const as = person === undefined ? '' : `?as=${encodeURIComponent(person)}`;
      socket = new WebSocket(`ws://${location.host}/api/live${as}`);
      socket.onmessage = (event) => {
        setConnection('open');
        setState(JSON.parse(String(event.data)));
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
