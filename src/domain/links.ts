/** Whether a host name of a URL, as `URL` writes it, is this machine: what goes there leaves no wire. */
export function isThisMachine(hostname: string): boolean {
  // URL writes every form of an IPv4 address (127.1, 0x7f000001) in four numbers, and IPv6 in its shortest.
  if (/^127\.\d+\.\d+\.\d+$/.test(hostname)) return true;
  return ['localhost', 'localhost.', '[::1]'].includes(hostname) || /^\[::ffff:7f[\da-f]{2}:/.test(hostname);
}

/** Reads the name of a host on its own, as `URL` writes it; undefined for anything else. One label names no host: all of `com` would be it. */
export function readHostName(text: string): string | undefined {
  const url = /[\s:/?#@\\[\]]/.test(text) ? undefined : readUrl(`https://${text}/`);
  return /^[\w-]+(\.[\w-]+)+$/.test(url?.hostname ?? '') ? url?.hostname : undefined;
}

/** The host of an API, with its port where that is not the usual one: links of a system may lead there. */
export function hostOf(apiUrl: string): string {
  return new URL(apiUrl).host;
}

/**
 * What a link a system gave is worth: `known` may be shown and opened. Otherwise the host it leads to, in ASCII so that no letter looks like
 * another, undefined where it is no web address that could be named; `encrypted` is false where the host is known, and all that is wrong
 * is `http`.
 */
export type CheckedLink =
  | { readonly kind: 'known'; readonly url: string }
  | { readonly kind: 'suspicious'; readonly host: string | undefined; readonly encrypted: boolean };

/** Longer than any link a person passes on, and so long that Slack still takes it. */
const LONGEST = 2_000;
const LONGEST_HOST = 100;

/**
 * Checks a link against the hosts a system is known to use, `host` or `host:port`; their subdomains count. It has to be https, but to this
 * machine (the sandbox), and to hold no name or password: `https://parsec.app@evil.example` leads to evil.example.
 */
export function checkLink(text: string, knownHosts: readonly string[]): CheckedLink {
  const url = readUrl(text);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !isWeb) return { kind: 'suspicious', host: undefined, encrypted: true };
  const isKnown = knownHosts.some((host) => url.host === host || url.host.endsWith(`.${host}`));
  const encrypted = url.protocol === 'https:' || isThisMachine(url.hostname);
  const isPlain = url.username === '' && url.password === '' && url.href.length <= LONGEST;
  if (isKnown && encrypted && isPlain) return { kind: 'known', url: url.href };
  // A known host is not what is wrong with it then: it is not named.
  const host = isKnown && encrypted ? undefined : url.host.slice(0, LONGEST_HOST);
  return { kind: 'suspicious', host, encrypted: encrypted || !isKnown };
}

/** A text of a system in which only links to known hosts are left; of the others it says where they lead. */
export function withKnownLinks(text: string, knownHosts: readonly string[]): string {
  return text.replaceAll(/[a-z][a-z\d+.-]*:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/gi, (link) => {
    const checked = checkLink(link, knownHosts);
    if (checked.kind === 'known') return link;
    return checked.host === undefined ? '[a link that is not shown]' : `[a link to ${checked.host} that is not shown]`;
  });
}

function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
