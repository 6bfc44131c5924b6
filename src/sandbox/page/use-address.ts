import { useEffect, useState } from 'preact/hooks';

/** Whose screen and which channel: `#U1/C1`, so that a reload and a second tab stay where they are. */
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
