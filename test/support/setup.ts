// Loaded before each file of tests, and what it imports once in each worker.
import './no-power-cuts.ts';
import './only-loopback.ts';
