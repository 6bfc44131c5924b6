import { useEffect, useState } from 'preact/hooks';

/**
 * The person and channel in the address, `#U1/C1`, kept by a reload and in a second tab. In place of a channel it may name a tab of the
 * app: `home`, `messages` or `about`.
 */
export type Address = { readonly person: string | undefined; readonly channel: string | undefined };

export function useAddress(): [Address, (to: { person: string; channel?: string | undefined }) => void] {
  const [address, setAddress] = useState(readAddress);
  useEffect(() => {
    const follow = () => setAddress(readAddress());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [
    address,
    (to) => {
      location.hash = to.channel === undefined ? to.person : `${to.person}/${to.channel}`;
    },
  ];
}

function readAddress(): Address {
  const [person, channel] = location.hash.slice(1).split('/');
  return { person: person || undefined, channel: channel || undefined };
}
