#!/usr/bin/env node
import { timbre } from './program.ts';

// Whoever reads the output may stop reading, as `head` does.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await timbre(process.argv.slice(2));
