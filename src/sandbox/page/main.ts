import { html, render } from 'htm/preact';
import { App } from './app.ts';
import { Gallery } from './gallery/gallery.ts';

render(html`<${location.pathname === '/gallery' ? Gallery : App} />`, document.body);
