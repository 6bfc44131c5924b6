/** Whether a host is on, and when the provider said so, epoch ms. `unknown`: it does not say, or could not be asked. */
export type HostOnline = { readonly is: 'online' | 'offline' | 'unknown'; readonly at: number };
