import Database from 'better-sqlite3';

// The product writes through to the disk at each commit, so that a power cut loses nothing. No test cuts the power, and a process that
// is killed loses nothing without it either. Waiting for the disk was half of the time of a story.
// oxlint-disable-next-line typescript/unbound-method -- called with the database as `this` below
const pragma = Database.prototype.pragma;

Database.prototype.pragma = function unsynchronized(this: Database.Database, source, options) {
  return pragma.call(this, source === 'synchronous = FULL' ? 'synchronous = OFF' : source, options);
} as typeof pragma;
