import { useEffect, useState } from 'preact/hooks';

/**
 * The person and channel in the address, `#U1/C1`, kept by a reload and in a second tab. In place of a channel it may name a tab of the
 * app: `home`, `messages` or `about`. A thread that is open follows it, by the time of its first message: `#U1/C1/1763888400.000100`.
 */
export type Address = {
  readonly person: string | undefined;
  readonly channel: string | undefined;
  readonly thread: string | undefined;
};

export type GoTo = (to: { person: string; channel?: string | undefined; thread?: string | undefined }) => void;

export function useAddress(): [Address, GoTo] {
  const [address, setAddress] = useState(readAddress);
  useEffect(() => {
    const follow = () => setAddress(readAddress());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [
    address,
    (to) => {
      location.hash = [to.person, to.channel, to.thread].filter((part) => part !== undefined).join('/');
    },
  ];
}

function readAddress(): Address {
  const [person, channel, thread] = location.hash.slice(1).split('/');
  return { person: person || undefined, channel: channel || undefined, thread: thread || undefined };
}
