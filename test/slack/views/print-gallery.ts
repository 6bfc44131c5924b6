import { createViewStore } from '../../../src/sandbox/slack/views/view-store.ts';
import { allHomes, allMessages, allModals } from './all-views.ts';

// Prints all views as JSON, for `/gallery` of the sandbox.
const now = Date.UTC(2026, 10, 23, 9, 0);
const views = createViewStore(() => now);
const messages = Object.entries(allMessages).flatMap(([kind, each]) =>
  Object.entries(each).map(([name, { text, blocks }]) => ({ kind, name, text, blocks })),
);
// As Slack's server completes them: with ids, and the first value of each input.
const modals = Object.entries(allModals).map(([name, view]) => ({
  kind: 'modals',
  name,
  open: views.open('U1', { ...view }, undefined),
}));
const homes = Object.entries(allHomes).map(([name, view]) => ({
  kind: 'homes',
  name,
  open: views.open('U1', { ...view }, undefined),
}));
process.stdout.write(JSON.stringify({ now, views: [...messages, ...modals, ...homes] }));
