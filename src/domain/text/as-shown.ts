import { withoutUnseen } from './clean.ts';

/** `<https://…|label>` and `<https://…>`, as Slack writes links into texts. */
const LINK = /<(?!mailto:)([a-z][a-z0-9+.-]*:[^|<>]*)(?:\|([^<>]*))?>/gi;
/** `<#C0123|guests>`, `<!subteam^S0123|@editors>`: a person (`<@…>`) is left as it is. */
const NAMED = /<(#|!)([^|<>]*)(?:\|([^<>]*))?>/g;
/** `<mailto:ana@x.co?subject=…|ana@x.co>`. */
const MAIL_LINK = /<mailto:([^|<>]*)(?:\|([^<>]*))?>/gi;
/** `[Ana](mailto:ana@x.co)`, as Markdown writes it. */
const MARKDOWN_LINK = /\[([^\][]*)\]\(mailto:([^()\s]*)\)/gi;

/**
 * A text as a person sees it in Slack: links are what they show, links to an address are that address in pointed brackets, and nothing is in
 * it that nobody sees. Slack makes links of parts of words too (`o’<mailto:brien@x.co|…>`): those are put together again.
 */
export function asShown(text: string): string {
  return withoutUnseen(text)
    .replaceAll(MARKDOWN_LINK, (_, label: string, url: string) => {
      const address = mailAddress(url);
      return label.trim() === address ? address : `${label} <${address}>`;
    })
    .replaceAll(LINK, (_, url: string, label = '') => label || url)
    .replaceAll(NAMED, (_, sign: string, id: string, label = '') => `${sign === '#' ? '#' : ''}${label || id}`)
    .replaceAll(MAIL_LINK, (link: string, url: string, label: string | undefined, at: number, all: string) => {
      const address = mailAddress(url);
      const isPart = /[^\s,;:<([“”"]/.test(all.charAt(at - 1)) || /[\p{L}\p{N}@_-]/u.test(all.charAt(at + link.length));
      if (isPart && label === address) return address;
      return `<${address}>`;
    });
}

/** The address of a link (what stands behind its "mailto:"), without the subject and text of a mail that may follow it. */
export function mailAddress(url: string): string {
  const [address = ''] = url.split('?');
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** A message as Slack gives it to an app, with its &amp;, &lt; and &gt; as the signs they stand for. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
